import RealModule

/// How a customer's future purchases become one value today. Everything that two reports could silently do differently is a field here.
public struct LifetimeConvention: Sendable, Equatable {
    /// When within its month a month's value counts.
    public enum Timing: String, Sendable, CaseIterable {
        /// At the end: month i is divided by (1 + d)^i.
        case end
        /// In the middle: by (1 + d)^(i − ½).
        case middle
        /// At the start: by (1 + d)^(i − 1).
        case start
    }

    /// Months summed up.
    public var months: Int
    /// One month in the data's unit of time.
    public var monthLength: Double
    /// Discount per month, 0.01 for 1 %.
    public var monthlyDiscount: Double
    public var timing: Timing
    /// The share of a purchase's value that counts: 1 for revenue, the contribution margin for profit.
    public var margin: Double

    public init(months: Int = 12, monthLength: Double, monthlyDiscount: Double = 0.01, timing: Timing = .end, margin: Double = 1) {
        self.months = months
        self.monthLength = monthLength
        self.monthlyDiscount = monthlyDiscount
        self.timing = timing
        self.margin = margin
    }

    /// Twelve months of 4.345 weeks at 1 % a month, counted at each month's end: what the Python package lifetimes does for data in weeks.
    public static let weeks = LifetimeConvention(monthLength: 4.345)
    /// The same for data in days, with months of 365.25/12 days.
    public static let days = LifetimeConvention(monthLength: 30.4375)

    /// Σ over months of discounted purchases as a sum over horizons: Σ (δᵢ − δᵢ₊₁) E[Y(i months)], with δ after the last month 0.
    var sum: HorizonSum {
        let ends = (1...max(months, 1)).map { Double($0) * monthLength }
        let factors = (1...max(months, 1)).map(discount)
        return HorizonSum(
            terms: ends.indices.map { index in
                HorizonSum.Term(horizon: ends[index], weight: factors[index] - (index + 1 < factors.count ? factors[index + 1] : 0))
            })
    }

    private func discount(_ month: Int) -> Double {
        let shift = timing == .end ? 0.0 : timing == .middle ? 0.5 : 1
        return Double.exp(-(Double(month) - shift) * Double.log(onePlus: monthlyDiscount))
    }
}

/// Σ weight · E[Y(horizon)]: one horizon, or a discounted sum of many.
struct HorizonSum: Sendable {
    struct Term: Sendable {
        var horizon: Double
        var weight: Double
    }

    var terms: [Term]

    init(terms: [Term]) { self.terms = terms }

    init(horizon: Double) { terms = [Term(horizon: horizon, weight: 1)] }
}
