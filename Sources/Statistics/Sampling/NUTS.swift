/// The No-U-Turn sampler: Hamiltonian Monte Carlo that finds its own trajectory length, step size and metric.
///
/// Sources: Hoffman, Gelman, "The No-U-Turn sampler", JMLR 15 (2014), for the doubling and the step size; Betancourt, "A conceptual introduction to
/// Hamiltonian Monte Carlo", arXiv:1701.02434 (2017), appendix A, for multinomial sampling and the generalised U-turn criterion; the Stan reference
/// manual, "MCMC sampling", for the warm-up's windows and the regularised metric.
public struct NUTS: Sendable {
    /// What the warm-up learns of the parameters' covariance.
    public enum Metric: Sendable {
        case diagonal, dense
    }

    public struct Settings: Sendable {
        public var chains = 4
        /// Transitions per chain that adapt and are thrown away.
        public var warmup = 1_000
        /// Transitions per chain that are kept.
        public var draws = 1_000
        public var seed: UInt64 = 1
        /// Acceptance that the step size aims at, between 0 and 1; nearer to 1 means smaller steps.
        public var target = 0.8
        /// Most doublings of a trajectory: 2^maxDepth - 1 leapfrogs at most.
        public var maxDepth = 10
        public var metric = Metric.dense
        /// Chains that run at once. The draws do not depend on it.
        public var threads = Parallel.cores
        public init() {}
    }

    /// Draws of `density` from several chains.
    ///
    /// - Parameters:
    ///   - starts: one point per chain, or none: then each chain begins uniformly in (-2, 2), the first of 100 tries that has a finite density.
    ///   - progress: called from the chains' threads, about every hundredth of a chain.
    /// - Throws: `Refusal` for impossible settings or starts, `CancellationError` within one transition of a cancellation.
    public static func sample<D: LogDensity>(
        _ density: D, from starts: [[Double]] = [], settings: Settings = Settings(), progress: (@Sendable (SamplingProgress) -> Void)? = nil
    ) async throws -> Draws {
        try settings.check(dimension: density.dimension, starts: starts)
        let chains = try await Parallel.map(settings.chains, threads: settings.threads) { index in
            var chain = Chain(density, index: index, settings: settings)
            return try await chain.run(from: starts.isEmpty ? nil : starts[index], progress: progress)
        }
        return Draws(
            chains: settings.chains, count: settings.draws, dimension: density.dimension, values: chains.flatMap(\.values),
            statistics: chains.flatMap(\.statistics), adaptations: chains.map(\.adaptation))
    }
}

extension NUTS.Settings {
    /// Refuses what cannot be run.
    func check(dimension: Int, starts: [[Double]]) throws {
        func refuse(_ sentence: String, _ advice: String) -> Refusal { Refusal(code: "sampling_settings", sentence: sentence, advice: advice) }
        guard dimension > 0 else { throw refuse("The model has no parameters to sample.", "Give it at least one free parameter.") }
        guard chains > 0, draws > 0, warmup >= 0, threads > 0 else {
            throw refuse(
                "Sampling needs at least one chain, one draw and one thread, and a warm-up of 0 or more; asked were \(chains) chains, \(draws) draws, "
                    + "\(threads) threads and a warm-up of \(warmup).", "Ask for 4 chains of 1,000 + 1,000 draws.")
        }
        guard target > 0, target < 1 else {
            throw refuse("The target acceptance must lie between 0 and 1; it is \(target).", "Use 0.8, or 0.9 to 0.99 where draws diverge.")
        }
        guard (1...20).contains(maxDepth) else {
            throw refuse("The greatest depth must lie between 1 and 20; it is \(maxDepth).", "Use 10.")
        }
        guard starts.isEmpty || starts.count == chains && starts.allSatisfy({ $0.count == dimension }) else {
            throw refuse(
                "There must be one starting point of \(dimension) numbers for each of the \(chains) chains.", "Give that many, or none at all.")
        }
    }
}
