/// A log density on unconstrained space with its gradient: what a sampler or an optimiser needs of a model.
///
/// The normalising constant is free. A point outside the support is answered with a value that is not finite: the sampler counts a divergence and
/// turns back. `evaluate` runs many thousand times: scratch memory belongs into the workspace, of which each chain has one.
public protocol LogDensity: Sendable {
    /// Scratch memory of one chain.
    associatedtype Workspace

    /// Number of parameters.
    var dimension: Int { get }

    /// New scratch memory.
    func workspace() -> Workspace

    /// Log density at `point`; writes its gradient. Not finite = outside the support (a divergence, never a trap).
    func evaluate(
        _ point: UnsafeBufferPointer<Double>, gradient: UnsafeMutableBufferPointer<Double>, in workspace: inout Workspace
    ) -> Double
}
