import RealModule

/// A log-normal prior of a positive parameter: its logarithm is normal around log `median` with standard deviation `spread`.
/// 95 % of its mass lies within a factor e^(1.96 spread) of the median.
public struct PositivePrior: Sendable, Equatable {
    public var median: Double
    public var spread: Double

    public init(median: Double, spread: Double) {
        self.median = median
        self.spread = spread
    }

    /// Log density of the logarithm, and its derivative.
    func evaluate(_ logarithm: Double) -> (value: Double, slope: Double) {
        let z = (logarithm - Double.log(median)) / spread
        return (-0.5 * z * z - Double.log(spread) - 0.918_938_533_204_672_74, -z / spread)
    }
}

/// Priors of BG/NBD's parameters, as data.
public struct BGNBDPriors: Sendable, Equatable {
    public var r, alpha, a, b: PositivePrior

    public init(r: PositivePrior, alpha: PositivePrior, a: PositivePrior, b: PositivePrior) {
        self.r = r
        self.alpha = alpha
        self.a = a
        self.b = b
    }

    /// Weak priors: shapes within a factor of 20 of 1 or 2, α within a factor of 50 of half the customers' mean age, whatever the unit of time.
    public static func weak(for rows: RepeatRows) -> BGNBDPriors {
        let age = rows.exposure / Double(max(rows.customers, 1))
        return BGNBDPriors(
            r: PositivePrior(median: 1, spread: 1.5), alpha: PositivePrior(median: max(0.5 * age, 1e-9), spread: 2),
            a: PositivePrior(median: 1, spread: 1.5), b: PositivePrior(median: 2, spread: 1.5))
    }

    var all: [PositivePrior] { [r, alpha, a, b] }
}

/// Priors of Gamma-Gamma's parameters, as data.
public struct GammaGammaPriors: Sendable, Equatable {
    public var p, q, v: PositivePrior

    public init(p: PositivePrior, q: PositivePrior, v: PositivePrior) {
        self.p = p
        self.q = q
        self.v = v
    }

    /// Weak priors: p and q around 3, v around the customers' mean spend, whatever the currency.
    public static func weak(for rows: SpendRows) -> GammaGammaPriors {
        GammaGammaPriors(
            p: PositivePrior(median: 3, spread: 1.5), q: PositivePrior(median: 3, spread: 1),
            v: PositivePrior(median: max(rows.association.meanSpend, 1e-9), spread: 1.5))
    }

    var all: [PositivePrior] { [p, q, v] }
}
