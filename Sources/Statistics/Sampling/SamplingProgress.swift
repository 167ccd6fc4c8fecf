/// Where one chain stands, reported now and then while it runs.
public struct SamplingProgress: Sendable, Equatable {
    /// Number of the chain, from 0.
    public let chain: Int
    /// Transitions made, warm-up included.
    public let done: Int
    /// Transitions to make, warm-up included.
    public let total: Int
    /// Whether the chain is still adapting.
    public let warmingUp: Bool
    /// Divergent transitions after the warm-up so far.
    public let divergences: Int
    /// Density evaluations so far.
    public let evaluations: Int

    public init(chain: Int, done: Int, total: Int, warmingUp: Bool, divergences: Int, evaluations: Int) {
        self.chain = chain
        self.done = done
        self.total = total
        self.warmingUp = warmingUp
        self.divergences = divergences
        self.evaluations = evaluations
    }
}
