import RealModule

/// The BG/NBD model of repeat purchases without contract.
///
/// While alive a customer buys as a Poisson process of rate λ ~ Gamma(r, α); after every purchase they leave for good with probability
/// p ~ Beta(a, b); λ and p are independent. Source: Fader, Hardie, Lee, "Counting your customers the easy way", Marketing Science 24 (2005).
/// Times are in the unit of the data the model was fitted to.
public struct BGNBD: Sendable, Equatable {
    public var r, alpha, a, b: Double

    public init(r: Double, alpha: Double, a: Double, b: Double) {
        self.r = r
        self.alpha = alpha
        self.a = a
        self.b = b
    }

    /// r, α, a, b in this order.
    public static let names = ["r", "alpha", "a", "b"]

    /// r, α, a, b.
    public var values: [Double] { [r, alpha, a, b] }

    init(logarithms: [Double]) {
        self.init(r: .exp(logarithms[0]), alpha: .exp(logarithms[1]), a: .exp(logarithms[2]), b: .exp(logarithms[3]))
    }

    /// P(alive at T | x, t_x, T) = 1 / (1 + a/(b + x − 1) ((α + T)/(α + t_x))^(r + x)) for x > 0, and 1 for x = 0.
    /// Source: Fader, Hardie, "Computing P(alive) using the BG/NBD model", 2008. Relative error below 1e-11 for x ≤ 5,000.
    public func probabilityAlive(_ customer: CustomerRecord) -> Double {
        guard customer.frequency > 0 else { return 1 }
        let x = Double(customer.frequency)
        let odds = Double.log(a / (b + x - 1)) + (r + x) * Double.log(onePlus: (customer.age - customer.recency) / (alpha + customer.recency))
        return Special.logistic(-odds)
    }

    /// E[Y(t) | x, t_x, T]: purchases expected in the next `horizon`. Relative error below 1e-11.
    public func expectedPurchases(_ customer: CustomerRecord, in horizon: Double) -> Double {
        let series = PurchaseExpectation(self, frequency: customer.frequency)
        return series.value(horizon: horizon, pace: alpha + customer.age) * probabilityAlive(customer)
    }

    /// E[X(t)]: repeat purchases expected of a new customer within `age`.
    public func expectedRepeats(within age: Double) -> Double {
        PurchaseExpectation(self, frequency: 0).value(horizon: age, pace: alpha)
    }

    /// log L(r, α, a, b | x, t_x, T), equation 6 of Fader, Hardie, Lee 2005.
    public func logLikelihood(_ customer: CustomerRecord) -> Double {
        let x = Double(customer.frequency)
        let common = Special.logGamma(r + x) - Special.logGamma(r) + r * Double.log(alpha) + Special.logBeta(a, b + x) - Special.logBeta(a, b)
        let living = -(r + x) * Double.log(alpha + customer.age)
        guard customer.frequency > 0 else { return common + living }
        let gone = Double.log(a / (b + x - 1)) - (r + x) * Double.log(alpha + customer.recency)
        return common + Special.logAddExp(living, gone)
    }
}

/// What the purchase models need to know of one customer. Times in one unit, counted from the first purchase.
public struct CustomerRecord: Sendable, Equatable {
    /// x: days with a purchase after the first one.
    public var frequency: Int
    /// t_x: age at the last purchase; 0 without repeats.
    public var recency: Double
    /// T: age at the end of observation.
    public var age: Double
    /// Mean value of the x repeat purchases; 0 without repeats.
    public var meanValue: Double

    public init(frequency: Int, recency: Double, age: Double, meanValue: Double = 0) {
        self.frequency = frequency
        self.recency = recency
        self.age = age
        self.meanValue = meanValue
    }
}
