/// A purchase log in any order, kept in memory (sixteen bytes a purchase) until it is summed up.
public struct PurchaseLog: Sendable {
    private let end: Int
    private let unit: TimeGrid
    private var places: [String: Int] = [:]
    private var customers: [String] = []
    private var rows: [(key: UInt64, value: Double)] = []
    /// Purchases after the end of observation, which do not count.
    public private(set) var skipped = 0
    /// Days are kept relative to this one, which makes them small and positive.
    private static let origin = 1 << 30

    /// `end` is the last day observed, as any day number; `unit` says how many days make one unit of time.
    public init(until end: Int, unit: TimeGrid = .weeks) {
        self.end = end
        self.unit = unit
    }

    /// Purchases held.
    public var count: Int { rows.count }

    /// Adds a purchase; refuses values that are not amounts.
    public mutating func add(customer: String, day: Int, value: Double) throws(Refusal) {
        guard value.isFinite, value >= 0, abs(day) < PurchaseLog.origin else { throw CustomerFold.badValue(day, value) }
        guard day <= end else {
            skipped += 1
            return
        }
        let place = places[customer] ?? enrol(customer)
        rows.append((UInt64(place) << 32 | UInt64(day + PurchaseLog.origin), value))
    }

    private mutating func enrol(_ customer: String) -> Int {
        places[customer] = customers.count
        customers.append(customer)
        return customers.count - 1
    }

    /// The customers in order of their first row, with what the models need of each.
    public func summary() throws(Refusal) -> (customers: [String], table: CustomerTable) {
        var table = CustomerTable()
        table.reserve(customers.count)
        var fold = CustomerFold(until: end, unit: unit)
        try eachCustomer { purchases throws(Refusal) in
            for purchase in purchases { try fold.add(day: PurchaseLog.day(purchase.key), value: purchase.value) }
            if let record = fold.finish() { try table.append(record) }
        }
        return (customers, table)
    }

    /// Retention by cohort; `period` numbers the period a day falls in, such as its month.
    public func cohorts(period: (Int) -> Int) -> PurchaseCohorts {
        var cohorts = PurchaseCohorts()
        eachCustomer { purchases in
            cohorts.add(purchases.map { (period(PurchaseLog.day($0.key)), $0.value) })
        }
        return cohorts
    }

    private func eachCustomer<Failure>(_ body: (ArraySlice<(key: UInt64, value: Double)>) throws(Failure) -> Void) throws(Failure) {
        let sorted = rows.sorted { $0.key < $1.key }
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].key >> 32 == sorted[start].key >> 32 { end += 1 }
            try body(sorted[start..<end])
            start = end
        }
    }

    private static func day(_ key: UInt64) -> Int {
        Int(key & 0xFFFF_FFFF) - origin
    }
}
