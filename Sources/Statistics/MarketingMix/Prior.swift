import RealModule

/// What is believed of one parameter before the data are seen.
public enum Prior: Sendable, Equatable {
    /// Normal of a mean and a standard deviation.
    case normal(mean: Double, sd: Double)
    /// Absolute value of a normal of mean 0.
    case halfNormal(sd: Double)
    /// Double exponential around `mean`; its variance is 2 scale².
    case laplace(mean: Double, scale: Double)
    /// Gamma; its mean is shape / rate.
    case gamma(shape: Double, rate: Double)
    /// Beta on (0, 1).
    case beta(Double, Double)
    /// e to the power of a normal; `median` is on the natural scale, `sd` on the log scale.
    case logNormal(median: Double, sd: Double)
    /// Exponential; its mean is 1 / rate.
    case exponential(rate: Double)

    /// Gamma by its mean and standard deviation.
    public static func gamma(mean: Double, sd: Double) -> Prior {
        let shape = mean * mean / (sd * sd)
        return .gamma(shape: shape, rate: shape / mean)
    }

    /// Where a parameter may lie, and so how it is brought to the whole line.
    public enum Support: Sendable, Equatable {
        /// The whole line; taken as it is.
        case real
        /// Positive; the logarithm is taken.
        case positive
        /// Between 0 and 1; the log odds are taken.
        case unit

        /// Whether a value is a number inside; the ends count, because rounding reaches them.
        public func contains(_ value: Double) -> Bool {
            switch self {
            case .real: value.isFinite
            case .positive: value >= 0 && value.isFinite
            case .unit: value >= 0 && value <= 1
            }
        }
    }

    public var support: Support {
        switch self {
        case .normal, .laplace: .real
        case .halfNormal, .gamma, .logNormal, .exponential: .positive
        case .beta: .unit
        }
    }

    public var mean: Double {
        switch self {
        case .normal(let mean, _), .laplace(let mean, _): mean
        case .halfNormal(let sd): sd * (2 / Double.pi).squareRoot()
        case .gamma(let shape, let rate): shape / rate
        case .beta(let a, let b): a / (a + b)
        case .logNormal(let median, let sd): median * Double.exp(sd * sd / 2)
        case .exponential(let rate): 1 / rate
        }
    }

    public var sd: Double {
        switch self {
        case .normal(_, let sd): sd
        case .laplace(_, let scale): scale * 2.0.squareRoot()
        case .halfNormal(let sd): sd * (1 - 2 / Double.pi).squareRoot()
        case .gamma(let shape, let rate): shape.squareRoot() / rate
        case .beta(let a, let b): (a * b / ((a + b) * (a + b) * (a + b + 1))).squareRoot()
        case .logNormal(_, let sd): mean * Double.expMinusOne(sd * sd).squareRoot()
        case .exponential(let rate): 1 / rate
        }
    }

    /// The parameter on the whole line.
    public func unconstrained(_ value: Double) -> Double {
        switch support {
        case .real: value
        case .positive: Double.log(value)
        case .unit: Double.log(value) - Double.log(onePlus: -value)
        }
    }

    /// The parameter from its place on the whole line.
    public func constrained(_ point: Double) -> Double {
        switch support {
        case .real: point
        case .positive: Double.exp(point)
        case .unit: 1 / (1 + Double.exp(-point))
        }
    }

    /// Log density at `value` on the natural scale, without a Jacobian; -∞ outside the support.
    public func logDensity(_ value: Double) -> Double {
        switch support {
        case .real: return PriorTerm(self).evaluate(value).logDensity
        case .positive:
            guard value > 0 else { return -.infinity }
            let point = Double.log(value)
            return PriorTerm(self).evaluate(point).logDensity - point
        case .unit:
            guard value > 0, value < 1 else { return -.infinity }
            return PriorTerm(self).evaluate(unconstrained(value)).logDensity - Double.log(value) - Double.log(onePlus: -value)
        }
    }

    /// One draw.
    public func draw(_ random: inout Philox) -> Double {
        switch self {
        case .normal(let mean, let sd): return mean + sd * random.normal()
        case .halfNormal(let sd): return sd * abs(random.normal())
        case .laplace(let mean, let scale):
            let sign: Double = random.uniform() < 0.5 ? -1 : 1
            return mean + sign * scale * random.exponential()
        case .gamma(let shape, let rate): return random.gamma(shape: shape) / rate
        case .beta(let a, let b): return random.beta(a, b)
        case .logNormal(let median, let sd): return median * Double.exp(sd * random.normal())
        case .exponential(let rate): return random.exponential() / rate
        }
    }

    /// Whether the numbers make a density.
    public var isProper: Bool {
        switch self {
        case .normal(let mean, let sd): mean.isFinite && sd > 0 && sd.isFinite
        case .laplace(let mean, let scale): mean.isFinite && scale > 0 && scale.isFinite
        case .halfNormal(let sd): sd > 0 && sd.isFinite
        case .gamma(let shape, let rate): shape > 0 && rate > 0 && shape.isFinite && rate.isFinite
        case .beta(let a, let b): a > 0 && b > 0 && a.isFinite && b.isFinite
        case .logNormal(let median, let sd): median > 0 && sd > 0 && median.isFinite && sd.isFinite
        case .exponential(let rate): rate > 0 && rate.isFinite
        }
    }
}
