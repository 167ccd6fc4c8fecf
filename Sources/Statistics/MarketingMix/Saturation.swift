import RealModule

/// How the effect levels off with spend: from 0 at no spend to 1 at very much.
public enum Saturation: Sendable, Equatable {
    /// x^s / (x^s + κ^s): half the effect at κ, S-shaped where the slope s is above 1.
    /// Source: Hill, "The possible effects of the aggregation of the molecules of haemoglobin", Journal of Physiology 40 (1910).
    case hill(half: Prior, slope: Prior)
    /// (1 − e^(−λx)) / (1 + e^(−λx)): falling returns from the first coin on.
    case logistic(rate: Prior)

    /// Names of its parameters, and their priors.
    public var parameters: [(name: String, prior: Prior)] {
        switch self {
        case .hill(let half, let slope): [("saturation_kappa", half), ("saturation_slope", slope)]
        case .logistic(let rate): [("saturation_lam", rate)]
        }
    }

    /// The curve at `x`, for parameter values on their natural scale.
    public func value(_ values: [Double], at x: Double) -> Double {
        guard x > 0 else { return 0 }
        switch self {
        case .hill: return 1 / (1 + Double.exp(-values[1] * Double.log(x / values[0])))
        case .logistic: return Double.tanh(values[0] * x / 2)
        }
    }
}
