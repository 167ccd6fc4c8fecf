import RealModule

/// How the effect of a week's spend is spread over that week and those after it. The weights always sum to 1.
public enum Adstock: Sendable, Equatable {
    /// w_j = α^j. Source: Broadbent, "One way TV advertisements work", Journal of the Market Research Society 21 (1979).
    case geometric(alpha: Prior)
    /// Density of a Weibull of shape k and scale λ at 1, 2, … L, its least value subtracted: the effect may peak after some weeks.
    /// Source: Jin et al., "Bayesian methods for media mix modeling with carryover and shape effects", Google (2017); the subtraction is Robyn's.
    case weibullDensity(shape: Prior, scale: Prior)
    /// w_j = Π_{i≤j} P(Weibull > i), w_0 = 1: the effect always falls, but not at a constant rate.
    case weibullSurvival(shape: Prior, scale: Prior)

    /// Names of its parameters, and their priors.
    public var parameters: [(name: String, prior: Prior)] {
        switch self {
        case .geometric(let alpha): [("adstock_alpha", alpha)]
        case .weibullDensity(let shape, let scale), .weibullSurvival(let shape, let scale): [("adstock_k", shape), ("adstock_lam", scale)]
        }
    }

    /// The weights of `lags` weeks for parameter values on their natural scale.
    public func weights(_ values: [Double], lags: Int) -> [Double] {
        var raw: [Double]
        switch self {
        case .geometric: raw = (0..<lags).map { Double.pow(values[0], $0) }
        case .weibullDensity:
            let logs = (1...lags).map { Self.logDensity(Double($0), shape: values[0], scale: values[1]) }
            let top = logs.max() ?? 0
            raw = logs.map { Double.exp($0 - top) }
            let least = raw.min() ?? 0
            raw = raw.map { $0 - least }
        case .weibullSurvival:
            var sum = 0.0
            raw = [1]
            for lag in 1..<max(lags, 1) {
                sum += Double.pow(Double(lag) / values[1], values[0])
                raw.append(Double.exp(-sum))
            }
        }
        let total = raw.reduce(0, +)
        return raw.map { $0 / total }
    }

    /// Log density of a Weibull at `u`, without the factor that all lags share.
    private static func logDensity(_ u: Double, shape: Double, scale: Double) -> Double {
        let log = Double.log(u / scale)
        return (shape - 1) * log - Double.exp(shape * log)
    }

    /// y_t = Σ_j w_j x_{t−j}, with zeros before the start.
    public static func apply(_ weights: [Double], to spend: [Double]) -> [Double] {
        spend.indices.map { week in
            var sum = 0.0
            for lag in 0..<min(weights.count, week + 1) { sum += weights[lag] * spend[week - lag] }
            return sum
        }
    }

    /// Weeks until half of the effect has arrived, between weeks by straight line; 0.5 is the middle of the week of the spend.
    public static func halfLife(_ weights: [Double]) -> Double {
        var reached = 0.0
        for (lag, weight) in weights.enumerated() {
            if reached + weight >= 0.5 { return Double(lag) + (weight > 0 ? (0.5 - reached) / weight : 0) }
            reached += weight
        }
        return Double(weights.count)
    }
}
