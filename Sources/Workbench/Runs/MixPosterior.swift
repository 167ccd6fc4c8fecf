import Core
import Statistics

/// The posterior of a mix fit, as `mmm fit` keeps it for whatever is asked of the fit later.
struct MixPosterior: Sendable, Equatable {
    var names: [String]
    var draws: Draws
    /// Of the random numbers; of all intervals; the trajectories' greatest depth.
    var seed: UInt64
    var probability: Double
    var maxDepth: Int
    var heldOut: HeldOut?
    /// Of the model and of the weeks that it was fitted to.
    var model, data: UInt64
}

extension MixPosterior {
    init(_ fit: MixFit, _ choice: MixChoice) {
        let sampling = choice.settings.sampling
        let draws = Draws(
            chains: fit.draws.chains, count: fit.draws.count, dimension: fit.draws.dimension, values: fit.draws.values,
            statistics: fit.draws.statistics)
        self.init(
            names: fit.names, draws: draws, seed: sampling.seed, probability: fit.probability, maxDepth: sampling.maxDepth,
            heldOut: fit.diagnosis.heldOut, model: MixChecksum.of(fit.model), data: MixChecksum.of(fit.data))
    }

    /// The fit again, from its draws.
    /// - Throws: `Refusal`.
    func fit(_ model: MixModel, _ data: MixData) async throws -> MixFit {
        var settings = MixFit.Settings()
        (settings.sampling.seed, settings.sampling.maxDepth, settings.probability) = (seed, maxDepth, probability)
        return try await MixFit.of(draws, model, data, settings: settings, heldOut: heldOut)
    }
}
