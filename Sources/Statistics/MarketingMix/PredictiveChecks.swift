import RealModule

/// Whether data like the observed ones would come out of the fitted model. Source: Gelman, Meng, Stern, "Posterior predictive assessment of model
/// fitness via realized discrepancies", Statistica Sinica 6 (1996).
public struct PredictiveChecks: Sendable, Equatable {
    /// Part of the weeks fitted that lie in their predictive interval.
    public let coverage: Double
    /// Of the interval.
    public let probability: Double
    /// Probability that noise alone makes neighbouring residuals more alike than they are; near 0: something that lasts is missing.
    public let autocorrelation: Double
    /// Probability that noise alone makes a larger greatest residual than there is; near 0: weeks that the model cannot explain.
    public let extreme: Double
    /// Part of the outcome's variance that the mean prediction explains.
    public let explained: Double

    init(_ plan: MixPlan, _ draws: Draws, probability: Double, seed: UInt64) {
        self.probability = probability
        let weeks = plan.weeks
        let step = max(1, draws.total / 500)
        var sweep = MixSweep(plan)
        var below = [Double](repeating: 0, count: weeks)
        var mean = below
        var (count, alike, larger) = (0.0, 0.0, 0.0)
        for draw in stride(from: 0, to: draws.total, by: step) {
            sweep.set(draws.point(draw))
            let noise = sweep.noise / plan.targetScale
            var residual: [Double] = []
            for week in 0..<weeks {
                let media = plan.channels.indices.reduce(sweep.baseline(week)) { $0 + sweep.contribution($1, week) }
                let left = plan.target[week] - media / plan.targetScale
                residual.append(left / noise)
                below[week] += Special.normalCumulative(left / noise)
                mean[week] += left
            }
            var random = Philox(seed: seed, stream: 0x7070_0000_0000 + UInt64(draw))
            let replica = (0..<weeks).map { _ in random.normal() }
            alike += Self.neighbours(replica) >= Self.neighbours(residual) ? 1 : 0
            larger += Self.greatest(replica) >= Self.greatest(residual) ? 1 : 0
            count += 1
        }
        let tail = (1 - probability) / 2
        coverage = Double(below.count { $0 / count >= tail && $0 / count <= 1 - tail }) / Double(weeks)
        autocorrelation = alike / count
        extreme = larger / count
        let outcome = plan.target[0..<weeks]
        let level = outcome.reduce(0, +) / Double(weeks)
        let spread = outcome.reduce(0) { $0 + ($1 - level) * ($1 - level) }
        explained = 1 - mean.reduce(0) { $0 + ($1 / count) * ($1 / count) } / spread
    }

    /// First autocorrelation.
    private static func neighbours(_ values: [Double]) -> Double {
        correlation(Array(values.dropLast()), Array(values.dropFirst()))
    }

    private static func greatest(_ values: [Double]) -> Double {
        values.reduce(0) { max($0, abs($1)) }
    }

    var autocorrelationFinding: Diagnosis.Finding? {
        guard autocorrelation < 0.005 else { return nil }
        return Diagnosis.Finding(
            code: "autocorrelation", verdict: .weaklyIdentified,
            sentence: "What the model leaves unexplained lasts over weeks, so the intervals are too narrow.",
            advice: "Add a control for what lasted (price, stock, a competitor), or more yearly waves.")
    }

    var coverageFinding: Diagnosis.Finding? {
        guard coverage < probability - 0.1 else { return nil }
        return Diagnosis.Finding(
            code: "coverage", verdict: .weaklyIdentified,
            sentence: "Only \(Identification.percent(coverage)) of the weeks lie in their \(Identification.percent(probability)) interval.",
            advice: "Look for weeks that are off, and add controls for them.")
    }
}
