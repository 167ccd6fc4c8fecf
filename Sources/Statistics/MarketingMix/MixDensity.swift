/// The posterior of a marketing-mix model, with its gradient by hand in reverse mode.
public struct MixDensity: LogDensity {
    /// Where the model's parameters lie on the whole line.
    public enum Coordinates: Sendable {
        /// Each parameter by its own transform: logarithm, log odds, or as it is. The reference densities are of this kind.
        case plain
        /// For sampling: a channel's strength is the log of its mean contribution instead of log β, and the intercept is replaced by the mean of the
        /// whole prediction. What the data know well then lies along axes. Both changes have a unit Jacobian. An intercept that must be positive is
        /// a softened ramp of what the rest leaves over, so that there is no wall to run into; its Jacobian is counted.
        case contributions
    }

    public let coordinates: Coordinates
    let plan: MixPlan

    /// - Throws: `Refusal` where the data cannot carry the model.
    public init(_ model: MixModel, _ data: MixData, coordinates: Coordinates = .contributions) throws {
        self.init(try MixPlan(model, data), coordinates: coordinates)
    }

    init(_ plan: MixPlan, coordinates: Coordinates) {
        self.plan = plan
        self.coordinates = coordinates
    }

    public var dimension: Int { plan.layout.dimension }

    /// Names of the parameters on their natural scale, such as `adstock_k[tv]`.
    public var names: [String] { plan.layout.names }

    /// Names on the whole line in plain coordinates, such as `adstock_k_log__[tv]`.
    public var lineNames: [String] { plan.layout.lineNames }

    public func workspace() -> MixWorkspace { MixWorkspace(plan, coordinates) }

    public func evaluate(
        _ point: UnsafeBufferPointer<Double>, gradient: UnsafeMutableBufferPointer<Double>, in workspace: inout MixWorkspace
    ) -> Double {
        guard let from = point.baseAddress, let to = gradient.baseAddress else { return -.infinity }
        return workspace.evaluate(from, to)
    }
}
