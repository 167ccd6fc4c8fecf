import RealModule

/// The Gamma-Gamma model of spend: a customer's purchase values are Gamma(p, ν), and ν ~ Gamma(q, v) among customers, independent of how often they buy.
/// Source: Fader, Hardie, "The Gamma-Gamma model of monetary value", 2013. Values are in the unit of the data the model was fitted to.
public struct GammaGamma: Sendable, Equatable {
    public var p, q, v: Double

    public init(p: Double, q: Double, v: Double) {
        self.p = p
        self.q = q
        self.v = v
    }

    /// p, q, v in this order.
    public static let names = ["p", "q", "v"]

    /// p, q, v.
    public var values: [Double] { [p, q, v] }

    init(logarithms: [Double]) {
        self.init(p: .exp(logarithms[0]), q: .exp(logarithms[1]), v: .exp(logarithms[2]))
    }

    /// Mean value of a purchase over all customers, p v/(q − 1); infinite for q ≤ 1.
    public var populationMean: Double {
        q > 1 ? p * v / (q - 1) : .infinity
    }

    /// E[M | x, mean value] = p (v + x m)/(p x + q − 1): between the customer's own mean and the population's.
    public func expectedValue(frequency: Int, meanValue: Double) -> Double {
        let x = Double(frequency)
        let lower = p * x + q - 1
        return lower > 0 ? p * (v + x * meanValue) / lower : .infinity
    }
}
