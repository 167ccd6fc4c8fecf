import RealModule

/// A weighted mean of the candidates, with weights and the width of its bands learned at earlier origins inside the history.
struct Ensemble {
    /// Weights in the order of `Candidates.methods`; they sum to 1.
    let weights: [Double]
    /// Factor on the standard deviation, from the errors at the earlier origins.
    let inflation: Double
    /// Mean absolute error at the earlier origins; `nil` where the history was too short for one.
    let validated: Double?
    let mean: [Double]
    let deviation: [Double]
    let last: Candidates

    init(design: HarmonicDesign, y: UnsafeBufferPointer<Double>, present: UnsafeBufferPointer<Double>, count: Int, horizon: Int, shifts: Int) {
        let reach = min(horizon, count / 4)
        let origins = Ensemble.origins(count: count, reach: reach)
        var trials: [(Candidates, Int)] = []
        for origin in origins {
            trials.append((Candidates(design: design, y: y, present: present, origin: origin, horizon: reach, shifts: shifts), origin))
        }
        weights = Ensemble.weights(trials, y: y, present: present)
        (inflation, validated) = Ensemble.judge(trials, weights: weights, y: y, present: present)
        last = Candidates(design: design, y: y, present: present, origin: count, horizon: horizon, shifts: shifts)
        (mean, deviation) = Ensemble.combine(last, weights: weights)
    }

    /// Up to three origins, half a reach apart, each with at least half of the history before it.
    private static func origins(count: Int, reach: Int) -> [Int] {
        guard count >= 24, reach >= 1 else { return [] }
        let gap = max(reach / 2, 1)
        return [count - reach - 2 * gap, count - reach - gap, count - reach].filter { $0 >= max(count / 2, 16) }
    }

    /// Where the trials cannot tell the methods apart, the harmonic regression counts double: it won at the origins 104, 117 and 130 of the 300 series.
    private static let prior = [2.0, 1, 1]

    /// Proportional to the inverse square of the mean absolute error; a spike counts as four deviations.
    private static func weights(_ trials: [(Candidates, Int)], y: UnsafeBufferPointer<Double>, present: UnsafeBufferPointer<Double>) -> [Double] {
        let methods = Candidates.methods.count
        var sums = [Double](repeating: 0, count: methods)
        for (trial, origin) in trials {
            for method in 0..<methods {
                for (h, mean) in trial.means[method].enumerated() where present[origin + h] > 0 {
                    sums[method] += min(abs(y[origin + h] - mean), 4 * trial.scale)
                }
            }
        }
        let least = sums.min() ?? 0
        guard least > 0 else { return [0.5, 0.25, 0.25] }
        let raw = zip(sums, prior).map { (least / $0) * (least / $0) * $1 }
        let total = raw.reduce(0, +)
        return raw.map { $0 / total }
    }

    /// The error of the weighted mean at the earlier origins beside what the variances promised.
    private static func judge(
        _ trials: [(Candidates, Int)], weights: [Double], y: UnsafeBufferPointer<Double>, present: UnsafeBufferPointer<Double>
    ) -> (inflation: Double, validated: Double?) {
        var sizes: [Double] = []
        var sum = 0.0
        for (trial, origin) in trials {
            let (mean, deviation) = combine(trial, weights: weights)
            for h in mean.indices where present[origin + h] > 0 && deviation[h] > 0 {
                let error = abs(y[origin + h] - mean[h])
                sum += min(error, 4 * trial.scale)
                sizes.append(error / deviation[h])
            }
        }
        guard sizes.count >= 8 else { return (1.1, sizes.isEmpty ? nil : sum / Double(sizes.count)) }
        let seen = Median.toDeviation * Median.of(sizes)
        // The trials overlap: they say about as much as a third of their number, and are shrunk towards 1 accordingly.
        let share = Double(sizes.count) / (Double(sizes.count) + 60)
        let factor = Double.exp(share * Double.log(max(seen, 0.2)))
        return (min(max(factor, 0.9), 2.5), sum / Double(sizes.count))
    }

    /// Weighted mean; variance within the methods and between them.
    private static func combine(_ candidates: Candidates, weights: [Double]) -> (mean: [Double], deviation: [Double]) {
        let horizon = candidates.means.first?.count ?? 0
        var mean = [Double](repeating: 0, count: horizon)
        var deviation = mean
        for h in 0..<horizon {
            for (method, weight) in weights.enumerated() { mean[h] += weight * candidates.means[method][h] }
            var variance = 0.0
            for (method, weight) in weights.enumerated() {
                let apart = candidates.means[method][h] - mean[h]
                variance += weight * (candidates.variances[method][h] + apart * apart)
            }
            deviation[h] = variance.squareRoot()
        }
        return (mean, deviation)
    }
}
