/// How well the last weeks are predicted by a fit that did not see them.
public struct HeldOut: Sendable, Equatable {
    public let weeks: Int
    /// Continuous ranked probability score, mean over the weeks, in the unit of the data.
    public let crps: Double
    /// The same over the mean outcome of these weeks.
    public let relativeCRPS: Double
    /// Part of the weeks that lie in their interval.
    public let coverage: Double
    /// Of the intervals.
    public let probability: Double

    public init(weeks: Int, crps: Double, relativeCRPS: Double, coverage: Double, probability: Double) {
        self.weeks = weeks
        self.crps = crps
        self.relativeCRPS = relativeCRPS
        self.coverage = coverage
        self.probability = probability
    }

    static func run(_ model: MixModel, _ data: MixData, _ settings: MixFit.Settings) async throws -> HeldOut? {
        let weeks = settings.heldOutWeeks
        guard weeks > 0 else { return nil }
        guard weeks < data.weeks else {
            throw Refusal(
                code: "held_out", sentence: "\(weeks) weeks are to be kept back, and there are \(data.weeks).", advice: "Keep back fewer.")
        }
        let kept = data.part(0..<data.weeks - weeks)
        var model = model
        model.liftTests = model.liftTests.filter { $0.start + $0.observed <= kept.weeks }
        let density = try MixDensity(model, kept)
        var sampling = settings.sampling
        sampling.warmup = min(sampling.warmup, 600)
        sampling.draws = min(sampling.draws, 400)
        let line = try await NUTS.sample(density, from: density.starts(chains: sampling.chains, seed: sampling.seed), settings: sampling)
        let rest = data.part(data.weeks - weeks..<data.weeks)
        let scenario = MixScenario(days: rest.days, spend: rest.channels.map(\.values), controls: rest.controls)
        let prediction = try MixPrediction(
            density.plan, kept, density.natural(line), scenario, probability: settings.probability, seed: sampling.seed)
        return HeldOut(prediction, rest.target, probability: settings.probability)
    }

    init(_ prediction: MixPrediction, _ observed: [Double], probability: Double) {
        let crps = CRPS.mean(prediction.draws, observed: observed)
        let band = prediction.weekly[prediction.weekly.count - 1]
        let inside = observed.indices.count { band.low[$0] <= observed[$0] && observed[$0] <= band.high[$0] }
        self.init(
            weeks: observed.count, crps: crps, relativeCRPS: crps / (observed.reduce(0, +) / Double(observed.count)),
            coverage: Double(inside) / Double(observed.count), probability: probability)
    }
}
