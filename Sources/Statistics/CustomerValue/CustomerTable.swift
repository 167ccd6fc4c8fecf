/// Many customers, column by column. Times in one unit, counted from each customer's first purchase.
public struct CustomerTable: Sendable, Equatable {
    /// x: days with a purchase after the first one.
    public private(set) var frequency: [Int32] = []
    /// t_x: age at the last purchase.
    public private(set) var recency: [Double] = []
    /// T: age at the end of observation.
    public private(set) var age: [Double] = []
    /// Mean value of the repeat purchases; 0 without repeats.
    public private(set) var meanValue: [Double] = []

    public init() {}

    /// A table of `customers`.
    public init(_ customers: some Collection<CustomerRecord>) throws(Refusal) {
        reserve(customers.count)
        for customer in customers { try append(customer) }
    }

    public var count: Int { frequency.count }

    public subscript(index: Int) -> CustomerRecord {
        CustomerRecord(frequency: Int(frequency[index]), recency: recency[index], age: age[index], meanValue: meanValue[index])
    }

    public mutating func reserve(_ count: Int) {
        frequency.reserveCapacity(count)
        recency.reserveCapacity(count)
        age.reserveCapacity(count)
        meanValue.reserveCapacity(count)
    }

    /// Adds a customer; refuses times and counts that cannot be.
    public mutating func append(_ customer: CustomerRecord) throws(Refusal) {
        if let fault = CustomerTable.fault(customer) { throw CustomerTable.refusal(row: count + 1, fault) }
        frequency.append(Int32(truncatingIfNeeded: customer.frequency))
        recency.append(customer.recency)
        age.append(customer.age)
        meanValue.append(customer.meanValue)
    }

    private static func fault(_ customer: CustomerRecord) -> String? {
        if customer.frequency < 0 || customer.frequency > 1_000_000 {
            return "a frequency of \(customer.frequency), which is not between 0 and 1,000,000"
        }
        if !customer.age.isFinite || customer.age < 0 { return "an age of \(customer.age), which is not a time" }
        if !(customer.recency >= 0) || customer.recency > customer.age {
            return "a recency of \(customer.recency), which is not between 0 and the age \(customer.age)"
        }
        if customer.frequency == 0 && customer.recency != 0 { return "a recency of \(customer.recency) without a repeat purchase" }
        if customer.frequency > 0 && customer.recency == 0 { return "\(customer.frequency) repeat purchases at age 0" }
        if !customer.meanValue.isFinite || customer.meanValue < 0 { return "a mean value of \(customer.meanValue), which is not an amount" }
        return nil
    }

    private static func refusal(row: Int, _ fault: String) -> Refusal {
        Refusal(
            code: "impossible_customer", sentence: "Customer \(row) has \(fault).",
            advice: "Check how the purchases were summed up: frequency counts days with a purchase after the first, "
                + "recency and age count from the first.")
    }
}
