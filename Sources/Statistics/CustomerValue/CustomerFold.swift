/// One customer's purchases, folded into x, t_x, T and the mean value of repeats.
///
/// Purchases of one day are one purchase with the sum of their values; the first day counts for the age alone. Purchases may come in any order.
public struct CustomerFold: Sendable {
    private let end: Int
    private let unit: TimeGrid
    private var purchases: [(day: Int, value: Double)] = []
    /// Purchases after the end of observation, which do not count.
    public private(set) var skipped = 0

    /// `end` is the last day observed; `unit` says how many days make one unit of time.
    public init(until end: Int, unit: TimeGrid) {
        self.end = end
        self.unit = unit
    }

    /// Adds a purchase of the customer at hand.
    public mutating func add(day: Int, value: Double) throws(Refusal) {
        guard value.isFinite, value >= 0 else { throw CustomerFold.badValue(day, value) }
        if day > end { skipped += 1 } else { purchases.append((day, value)) }
    }

    /// The customer at hand in whole days, and a clean slate; nil without a purchase.
    mutating func finishDays() -> CustomerDays? {
        guard !purchases.isEmpty else { return nil }
        if !isSorted { purchases.sort { $0.day < $1.day } }
        var days = CustomerDays(first: purchases[0].day, last: purchases[0].day, repeats: 0, repeatValue: 0)
        for purchase in purchases where purchase.day > days.first {
            if purchase.day > days.last { days.repeats += 1 }
            days.last = purchase.day
            days.repeatValue += purchase.value
        }
        purchases.removeAll(keepingCapacity: true)
        return days
    }

    /// The customer at hand, and a clean slate for the next one; nil without a purchase.
    public mutating func finish() -> CustomerRecord? {
        finishDays()?.record(until: end, unit)
    }

    private var isSorted: Bool {
        zip(purchases, purchases.dropFirst()).allSatisfy { $0.day <= $1.day }
    }

    static func badValue(_ day: Int, _ value: Double) -> Refusal {
        Refusal(
            code: "bad_value", sentence: "A purchase on day \(day) has the value \(value), which is not an amount.",
            advice: "Give net values of zero or more; take refunds off the purchase they belong to.")
    }
}

/// A customer's history in whole days.
struct CustomerDays: Sendable, Equatable {
    var first: Int
    var last: Int
    /// Days with a purchase after the first.
    var repeats: Int
    /// The value of all purchases after the first day.
    var repeatValue: Double

    func record(until end: Int, _ unit: TimeGrid) -> CustomerRecord {
        CustomerRecord(
            frequency: repeats, recency: unit.time(last - first), age: unit.time(end - first),
            meanValue: repeats > 0 ? repeatValue / Double(repeats) : 0)
    }
}

/// A purchase log in which every customer's rows stand together: one customer at a time is in memory, so that ten million stream by.
public struct PurchaseStream<ID: Equatable & Sendable>: Sendable {
    private var fold: CustomerFold
    private var current: ID?

    /// `end` is the last day observed; `unit` says how many days make one unit of time.
    public init(until end: Int, unit: TimeGrid) {
        fold = CustomerFold(until: end, unit: unit)
    }

    /// Purchases after the end of observation.
    public var skipped: Int { fold.skipped }

    /// Adds a purchase; returns the customer before where this row begins another one.
    public mutating func add(customer: ID, day: Int, value: Double) throws(Refusal) -> (customer: ID, record: CustomerRecord)? {
        let done = current == customer ? nil : finish()
        current = customer
        try fold.add(day: day, value: value)
        return done
    }

    /// The last customer; nil where nothing came, or nothing within the time observed.
    public mutating func finish() -> (customer: ID, record: CustomerRecord)? {
        defer { current = nil }
        guard let current, let record = fold.finish() else { return nil }
        return (current, record)
    }
}
