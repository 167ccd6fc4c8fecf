/// A fitted marketing-mix model: its draws, and whether they may be read.
public struct MixFit: Sendable {
    public struct Settings: Sendable {
        public var sampling = NUTS.Settings()
        /// Last weeks that are kept back from a second, shorter fit and then predicted; 0 leaves that out.
        public var heldOutWeeks = 0
        /// Of all intervals.
        public var probability = 0.94
        /// The sampler's own settings, with an acceptance of 0.98 and 2,000 draws per chain: the corner where media explain nearly everything is narrow.
        public init() {
            sampling.target = 0.98
            sampling.draws = 2_000
        }
    }

    public let model: MixModel
    public let data: MixData
    /// Names of the parameters on their natural scale.
    public let names: [String]
    /// Draws of the parameters on their natural scale, on scaled data.
    public let draws: Draws
    /// One per parameter.
    public let summaries: [ParameterSummary]
    public let diagnosis: MixDiagnosis
    /// Of all intervals.
    public let probability: Double
    let plan: MixPlan

    /// The figures, or nothing where the fit failed: then no number looks like an answer.
    public let answer: MixAnswer?

    /// Fits a model.
    ///
    /// - Throws: `Refusal` where the data cannot carry the model.
    public static func run(
        _ model: MixModel, _ data: MixData, settings: Settings = Settings(), progress: (@Sendable (SamplingProgress) -> Void)? = nil
    ) async throws -> MixFit {
        let density = try MixDensity(model, data)
        let heldOut = try await HeldOut.run(model, data, settings)
        let seed = settings.sampling.seed
        let line = try await NUTS.sample(
            density, from: density.starts(chains: settings.sampling.chains, seed: seed), settings: settings.sampling, progress: progress)
        return try await MixFit(density, data, draws: density.natural(line), settings: settings, heldOut: heldOut)
    }

    /// The fit that these draws belong to: what `run` answered with them, without sampling again.
    ///
    /// - Parameters:
    ///   - draws: `draws` of the earlier fit: parameters on their natural scale, in the order of `MixDensity.names`.
    ///   - settings: those of the earlier fit. Of the sampler's own, the seed and the greatest depth count here.
    ///   - heldOut: what the earlier fit found in the weeks kept back.
    /// - Throws: `Refusal` where the data cannot carry the model, or the draws are none of it.
    public static func of(
        _ draws: Draws, _ model: MixModel, _ data: MixData, settings: Settings = Settings(), heldOut: HeldOut? = nil
    ) async throws -> MixFit {
        let density = try MixDensity(model, data)
        guard density.holds(draws) else {
            throw Refusal(
                code: "other_draws", sentence: "The draws are not of this model: a parameter is missing, or lies where the model does not allow it.",
                advice: "Fit the model again.")
        }
        return try await MixFit(density, data, draws: draws, settings: settings, heldOut: heldOut)
    }

    private init(_ density: MixDensity, _ data: MixData, draws: Draws, settings: Settings, heldOut: HeldOut?) async throws {
        model = density.plan.model
        self.data = data
        names = density.names
        plan = density.plan
        self.draws = draws
        probability = settings.probability
        let probability = settings.probability
        summaries = try await Parallel.map(draws.dimension, threads: settings.sampling.threads) {
            ParameterSummary(chains: draws.chains(parameter: $0), probability: probability)
        }
        let answer = MixAnswer(density, data, draws, probability: probability, seed: settings.sampling.seed)
        let diagnosis = MixDiagnosis(
            density, data, draws, summaries: summaries, answer: answer, heldOut: heldOut, settings: settings)
        self.diagnosis = diagnosis
        self.answer = diagnosis.verdict == .failed ? nil : answer
    }

    public var verdict: Diagnosis.Verdict { diagnosis.verdict }
}
