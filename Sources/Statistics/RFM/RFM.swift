/// Customers by recency, frequency and monetary value (Hughes 1994), in fifths.
///
/// A score is 1 + the number of cut values that the customer is better than; the cuts are the ⌈k·n/5⌉-th smallest values, k = 1…4. So equal customers
/// always have equal scores, a tie never lifts anybody, and the order of the rows does not matter. With few distinct values some scores stay empty.
public struct RFM: Sendable {
    /// Days since the last order, number of orders, and money in micros, one row per customer.
    public struct Customers: Sendable {
        public var recencyDays: [Int32]
        public var orders: [Int32]
        public var money: [Int64]

        public init(recencyDays: [Int32], orders: [Int32], money: [Int64]) {
            (self.recencyDays, self.orders, self.money) = (recencyDays, orders, money)
        }
    }

    /// 1 (worst) to 5 (best) per customer. Recency 5 ordered last.
    public let recency, frequency, monetary: [UInt8]
    /// A segment per customer.
    public let segments: [RFMSegment]
    /// Customers per segment, in the order of `RFMSegment.allCases`.
    public let counts: [Int]

    /// Refuses fewer than 5 customers, unequal columns, negative recency, and customers without an order.
    public init(_ customers: Customers) throws {
        try RFM.check(customers)
        recency = RFM.fifths(customers.recencyDays).map { 6 &- $0 }
        frequency = RFM.fifths(customers.orders)
        monetary = RFM.fifths(customers.money)
        segments = RFM.segments(recency, frequency, monetary)
        var counts = [Int](repeating: 0, count: RFMSegment.allCases.count)
        for segment in segments { counts[Int(segment.rawValue)] += 1 }
        self.counts = counts
    }

    private static func check(_ customers: Customers) throws {
        let count = customers.orders.count
        guard customers.recencyDays.count == count, customers.money.count == count else {
            throw Refusal(
                code: "unequal_columns",
                sentence: "Recency, orders and money have \(customers.recencyDays.count), \(count) and \(customers.money.count) rows.",
                advice: "Give one row per customer.")
        }
        guard count >= 5 else {
            throw Refusal(
                code: "too_few_customers", sentence: "\(count) customers cannot be divided into fifths.",
                advice: "Wait until there are at least five.")
        }
        guard customers.recencyDays.allSatisfy({ $0 >= 0 }), customers.orders.allSatisfy({ $0 >= 1 }) else {
            throw Refusal(
                code: "bad_customer", sentence: "A customer has a last order in the future or no order at all.",
                advice: "Leave out people without orders and orders after the day of the analysis.")
        }
    }

    /// 1 + the number of cuts below the value.
    private static func fifths<T: FixedWidthInteger>(_ values: [T]) -> [UInt8] {
        let n = values.count
        let cuts = OrderStatistics.select(values, ranks: (1...4).map { ($0 * n + 4) / 5 })
        let (a, b, c, d) = (cuts[0], cuts[1], cuts[2], cuts[3])
        return [UInt8](unsafeUninitializedCapacity: n) { out, used in
            values.withUnsafeBufferPointer { values in
                for row in 0..<n {
                    let value = values[row]
                    let low: UInt8 = (value > a ? 1 : 0) &+ (value > b ? 1 : 0)
                    let high: UInt8 = (value > c ? 1 : 0) &+ (value > d ? 1 : 0)
                    out[row] = 1 &+ low &+ high
                }
            }
            used = n
        }
    }

    private static func segments(_ r: [UInt8], _ f: [UInt8], _ m: [UInt8]) -> [RFMSegment] {
        var table = [RFMSegment](repeating: .lost, count: 216)
        for recency in 1...5 {
            for frequency in 1...5 {
                for money in 1...5 {
                    table[recency * 36 + frequency * 6 + money] = RFMSegment(recency: recency, frequency: frequency, monetary: money)
                }
            }
        }
        return r.indices.map { table[Int(r[$0]) * 36 + Int(f[$0]) * 6 + Int(m[$0])] }
    }

    /// Customers out of an order log: dense customer codes, days since 1970-01-01, micros. Orders of one customer on one day count once; customers without
    /// an order up to `today` are left out. Returns the code of each row.
    public static func summarise(customers: [UInt32], days: [Int32], money: [Int64], today: Int32) throws -> (codes: [UInt32], customers: Customers) {
        guard customers.count == days.count, days.count == money.count else {
            throw Refusal(code: "unequal_columns", sentence: "The order log has columns of unequal length.", advice: "Give one value per order.")
        }
        let size = Int((customers.max() ?? 0)) + 1
        guard size <= 4 * customers.count + 1_024 else {
            throw Refusal(
                code: "sparse_codes", sentence: "The greatest customer code is \(size - 1), with \(customers.count) orders.",
                advice: "Number the customers from 0 without holes.")
        }
        return try RFMLog(customers: customers, days: days, money: money, size: size).summary(today: today)
    }
}
