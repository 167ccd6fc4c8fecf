/// What one order and one customer bring and cost. Amounts are whole micros, rounded half to even once, at the end; `nil` where there is nothing to
/// divide by.
public struct UnitEconomics: Sendable, Equatable {
    /// What was counted, all for the same period and currency.
    public struct Counts: Sendable {
        public var amounts: ProfitAmounts
        public var orders: Int64
        public var newCustomers: Int64
        /// Margin before advertising of the customers won, by month since their first order (micros, all customers of the cohort together).
        public var cohortMargin: [Int64]
        /// Customers in that cohort.
        public var cohortCustomers: Int64
        /// Lifetime value per customer from a model, micros; `nil` takes the cohort's margin to date.
        public var lifetimeValue: Int64?

        public init(
            amounts: ProfitAmounts, orders: Int64, newCustomers: Int64, cohortMargin: [Int64] = [], cohortCustomers: Int64 = 0,
            lifetimeValue: Int64? = nil
        ) {
            (self.amounts, self.orders, self.newCustomers) = (amounts, orders, newCustomers)
            (self.cohortMargin, self.cohortCustomers, self.lifetimeValue) = (cohortMargin, cohortCustomers, lifetimeValue)
        }
    }

    /// Net revenue per order.
    public let averageOrderValue: Int64?
    /// Net revenue − cost of goods − shipping, per order.
    public let marginPerOrder: Int64?
    /// The same with ad spend taken off.
    public let profitPerOrder: Int64?
    /// Ad spend per new customer.
    public let acquisitionCost: Int64?
    /// Value of a customer: as given, or the cohort's margin to date.
    public let lifetimeValue: Int64?
    /// Lifetime value ÷ acquisition cost.
    public let valueToCost: Double?
    /// Months until a customer's margin has paid for the acquisition, to the part of a month; `nil` when it has not within the months seen.
    public let paybackMonths: Double?

    /// Refuses negative counts and amounts whose sums leave 64 bits.
    public init(_ counts: Counts, rule: ProfitRule = ProfitRule()) throws {
        guard counts.orders >= 0, counts.newCustomers >= 0, counts.cohortCustomers >= 0 else {
            throw Refusal(
                code: "negative_count", sentence: "A number of orders or customers is negative.", advice: "Count every order and customer once.")
        }
        guard counts.amounts.isSafe else {
            throw Refusal(code: "overflow", sentence: "The amounts do not fit in 64 bits of micros.", advice: "Look at a shorter period.")
        }
        averageOrderValue = UnitEconomics.divide(counts.amounts.netRevenue(rule), counts.orders)
        marginPerOrder = UnitEconomics.divide(counts.amounts.grossMargin(rule), counts.orders)
        profitPerOrder = UnitEconomics.divide(counts.amounts.profit(rule), counts.orders)
        acquisitionCost = UnitEconomics.divide(counts.amounts.adSpend, counts.newCustomers)
        let margin = counts.cohortMargin.reduce(Int128(0)) { $0 + Int128($1) }
        lifetimeValue = counts.lifetimeValue ?? (counts.cohortMargin.isEmpty ? nil : UnitEconomics.divide(margin, counts.cohortCustomers))
        valueToCost = UnitEconomics.ratio(lifetimeValue, acquisitionCost)
        paybackMonths = UnitEconomics.payback(counts)
    }

    private static func divide(_ amount: Int64, _ count: Int64) -> Int64? { divide(Int128(amount), count) }

    /// Rounded half to even.
    private static func divide(_ amount: Int128, _ count: Int64) -> Int64? {
        guard count > 0 else { return nil }
        let (whole, rest) = amount.magnitude.quotientAndRemainder(dividingBy: UInt128(count))
        let twice = rest * 2
        let isUp = twice > UInt128(count) || (twice == UInt128(count) && whole % 2 == 1)
        guard let value = Int64(exactly: whole + (isUp ? 1 : 0)) else { return nil }
        return amount < 0 ? -value : value
    }

    private static func ratio(_ value: Int64?, _ cost: Int64?) -> Double? {
        guard let value, let cost, cost > 0 else { return nil }
        return Double(value) / Double(cost)
    }

    /// The month in which the cohort's margin reaches customers × acquisition cost, in whole numbers up to the last step.
    private static func payback(_ counts: Counts) -> Double? {
        guard counts.newCustomers > 0, counts.cohortCustomers > 0, counts.amounts.adSpend > 0 else { return nil }
        // margin ÷ cohort customers ≥ spend ÷ new customers, without a division.
        let target = Int128(counts.amounts.adSpend) * Int128(counts.cohortCustomers)
        var sum: Int128 = 0
        for (month, margin) in counts.cohortMargin.enumerated() {
            let step = Int128(margin) * Int128(counts.newCustomers)
            if sum + step >= target { return Double(month) + Double(target - sum) / Double(step) }
            sum += step
        }
        return nil
    }
}
