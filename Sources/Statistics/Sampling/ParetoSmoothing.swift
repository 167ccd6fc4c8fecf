import RealModule

/// Pareto-smoothed importance weights.
///
/// Sources: Vehtari, Simpson, Gelman, Yao, Gabry, "Pareto smoothed importance sampling", JMLR 25 (2024), section 3; the tail's fit: Zhang, Stephens, "A
/// new and efficient estimation method for the generalized Pareto distribution", Technometrics 51 (2009), with the weak prior of the former's
/// appendix C.
public struct ParetoSmoothing: Sendable, Equatable {
    /// Logs of the smoothed weights, which sum to 1.
    public let logWeights: [Double]
    /// The tail's shape: above 0.7 the weights cannot be trusted; infinite where the tail is too short to be fitted.
    public let shape: Double

    /// - Parameter efficiency: effective draws per draw, for the length of the tail.
    public init(logRatios: [Double], efficiency: Double = 1) {
        let greatest = logRatios.max() ?? 0
        var weights = logRatios.map { $0 - greatest }
        let order = weights.indices.sorted { (weights[$0], $0) < (weights[$1], $1) }
        let count = Double(weights.count)
        let tail = Int(min(count / 5, 3 * (count / (efficiency > 0 ? efficiency : 1)).squareRoot()).rounded(.up))
        guard !order.isEmpty, tail < order.count else {
            logWeights = Self.normalised(weights)
            shape = .infinity
            return
        }
        let cutoff = max(weights[order[order.count - tail - 1]], Double.log(Double.leastNormalMagnitude))
        let members = order.filter { weights[$0] > cutoff }
        shape = Self.smooth(&weights, members, cutoff: cutoff)
        logWeights = Self.normalised(weights)
    }

    /// Replaces the tail (in ascending order) by the quantiles of its fitted distribution; the fitted shape.
    private static func smooth(_ weights: inout [Double], _ members: [Int], cutoff: Double) -> Double {
        guard members.count > 4 else { return .infinity }
        let base = Double.exp(cutoff)
        let fit = GeneralisedPareto(fitting: members.map { Double.exp(weights[$0]) - base })
        guard fit.shape.isFinite else { return fit.shape }
        for (i, member) in members.enumerated() {
            let value = Double.log(fit.quantile((Double(i) + 0.5) / Double(members.count)) + base)
            weights[member] = min(value, 0)
        }
        return fit.shape
    }

    private static func normalised(_ weights: [Double]) -> [Double] {
        let total = LogSum.of(weights)
        return weights.map { $0 - total }
    }
}

/// The generalised Pareto distribution of exceedances.
struct GeneralisedPareto {
    let shape: Double
    let scale: Double

    /// The posterior mean of the tail's parameters; `exceedances` in ascending order and positive.
    init(fitting exceedances: [Double]) {
        let count = Double(exceedances.count)
        let candidates = 30 + Int(count.squareRoot())
        let quartile = exceedances[max(Int(count / 4 + 0.5) - 1, 0)]
        let greatest = exceedances[exceedances.count - 1]
        func meanLog(_ b: Double) -> Double { exceedances.reduce(0) { $0 + Double.log(onePlus: -b * $1) } / count }
        let points = (1...candidates).map { 1 / greatest + (1 - (Double(candidates) / (Double($0) - 0.5)).squareRoot()) / (3 * quartile) }
        let profile = points.map { b in
            let k = meanLog(b)
            return count * (Double.log(-(b / k)) - k - 1)
        }
        var weights = profile.map { here in 1 / profile.reduce(0) { $0 + Double.exp($1 - here) } }
        weights = weights.map { $0 >= 10 * Double.ulpOfOne ? $0 : 0 }
        let total = weights.reduce(0, +)
        let b = zip(points, weights).reduce(0) { $0 + $1.0 * ($1.1 / total) }
        let k = meanLog(b)
        scale = -k / b
        shape = (count * k + 5) / (count + 10)
    }

    func quantile(_ p: Double) -> Double {
        guard scale > 0 else { return .nan }
        let log = Double.log(onePlus: -p)
        return scale * (abs(shape) < .ulpOfOne ? -log : Double.expMinusOne(-shape * log) / shape)
    }
}

/// log Σ exp without overflow.
enum LogSum {
    static func of(_ values: some Collection<Double>) -> Double {
        guard let greatest = values.max(), greatest.isFinite else { return values.max() ?? -.infinity }
        return greatest + Double.log(values.reduce(0) { $0 + Double.exp($1 - greatest) })
    }
}
