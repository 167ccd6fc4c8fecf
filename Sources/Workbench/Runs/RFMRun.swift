package import Core
import Statistics

/// `model rfm`: customers in fifths of recency, frequency and money, their segments, and when they will order next.
package struct RFMRun: Sendable {
    package var path: String
    package var columns = CustomerColumns()
    /// The day that recency is counted from; the last day of the file unless given.
    package var today: Day?
    /// Whether churn risk and the day of the next order are worked out as well.
    package var nextOrder = false
    /// Where the customers go as CSV; nowhere unless given.
    package var output: String?

    package init(path: String) { self.path = path }

    /// - Throws: `TableFault`, `Refusal`.
    package func run() throws -> RunAnswer {
        var clock = StepClock()
        let log = try OrderLog(path: path, columns)
        clock.end("read")
        let today = self.today ?? Day(number: Int(log.days.max() ?? 0))
        let (codes, customers) = try RFM.summarise(customers: log.customers, days: log.days, money: log.money, today: Int32(clamping: today.number))
        clock.end("summarise")
        let result = try RFM(customers)
        clock.end("scores")
        let predictions = nextOrder ? try predictions(log, codes, customers, today) : []
        if let output { try write(log.book, codes, customers, result, predictions, today, output) }
        var answer = answer(customers, result, predictions, today)
        answer.add(clock)
        answer.page = { Report.rfm(result, money: customers.money, churn: predictions, $0) }
        return answer
    }

    private func predictions(_ log: OrderLog, _ codes: [UInt32], _ customers: RFM.Customers, _ today: Day) throws -> [ChurnModel.Prediction] {
        let gaps = log.gaps(until: Int32(clamping: today.number))
        let known = zip(codes, customers.recencyDays).map { ChurnModel.Customer(gaps: gaps[Int($0)], silence: Double($1)) }
        let model = try ChurnModel(fit: known)
        return known.map { model.predict($0) }
    }

    private func write(
        _ book: CodeBook, _ codes: [UInt32], _ customers: RFM.Customers, _ result: RFM, _ predictions: [ChurnModel.Prediction], _ today: Day,
        _ path: String
    ) throws {
        let more = predictions.isEmpty ? [] : ["churn_risk", "next_order_days", "next_order_low", "next_order_high"]
        let writer = try CSVWriter(path: path, columns: ["customer", "recency_days", "orders", "money", "r", "f", "m", "segment"] + more)
        for row in codes.indices {
            book.withBytes(codes[row]) { writer.bytes($0) }
            writer.integer(customers.recencyDays[row])
            writer.integer(customers.orders[row])
            writer.text(Micros.text(customers.money[row]))
            for score in [result.recency[row], result.frequency[row], result.monetary[row]] { writer.integer(score) }
            writer.text("\(result.segments[row])")
            if !predictions.isEmpty {
                let next = predictions[row]
                for value in [next.churnRisk, next.daysToOrder, next.lower, next.upper] { writer.number(value) }
            }
            try writer.endRow()
        }
        try writer.finish()
    }

    private func answer(_ customers: RFM.Customers, _ result: RFM, _ predictions: [ChurnModel.Prediction], _ today: Day) -> RunAnswer {
        let count = customers.orders.count
        let segments = RFMSegment.allCases.map { segment in
            SegmentSums(segment, result, customers, predictions)
        }
        let rows = segments.map { sums in
            ["\(sums.segment)", NumberText.grouped(Int64(sums.customers)), PercentText.of(Double(sums.customers) / Double(count))]
                + [sums.meanRecency, sums.meanOrders, sums.meanMoney].map { NumberText.shown($0) }
                + (predictions.isEmpty ? [] : [PercentText.of(sums.meanRisk)])
        }
        let columns = ["segment", "customers", "share", "days since order", "orders", "money"] + (predictions.isEmpty ? [] : ["churn risk"])
        return RunAnswer(
            "Customers by recency, frequency and money", "\(NumberText.grouped(Int64(count))) customers, on \(today)",
            document: [
                "today": .string("\(today)"), "customers": .integer(count), "segments": .object(segments.map { .init("\($0.segment)", $0.document) }),
            ], parts: [.init("Segments", ["Means per customer."], tables: [TextTable(columns: columns, rows: rows)])])
    }
}

/// Means over one segment.
private struct SegmentSums {
    let segment: RFMSegment
    var customers = 0
    private var recency = 0.0, orders = 0.0, money = 0.0, risk = 0.0
    private let hasRisk: Bool

    init(_ segment: RFMSegment, _ result: RFM, _ table: RFM.Customers, _ predictions: [ChurnModel.Prediction]) {
        self.segment = segment
        hasRisk = !predictions.isEmpty
        for row in result.segments.indices where result.segments[row] == segment {
            customers += 1
            recency += Double(table.recencyDays[row])
            orders += Double(table.orders[row])
            money += Double(table.money[row]) / 1e6
            if hasRisk { risk += predictions[row].churnRisk }
        }
    }

    var meanRecency: Double { recency / Double(customers) }
    var meanOrders: Double { orders / Double(customers) }
    var meanMoney: Double { money / Double(customers) }
    var meanRisk: Double { hasRisk ? risk / Double(customers) : .nan }

    var document: JSON {
        [
            "customers": .integer(customers), "recency_days": .double(meanRecency), "orders": .double(meanOrders), "money": .double(meanMoney),
            "churn_risk": .double(meanRisk),
        ]
    }
}

/// Orders in columns, with customers as codes.
struct OrderLog {
    private(set) var book = CodeBook()
    var customers: [UInt32] = []
    var days: [Int32] = []
    var money: [Int64] = []

    init(path: String, _ columns: CustomerColumns) throws {
        let reader = try CSVReader(path: path)
        let (customer, day, value) = (try reader.column(columns.customer), try reader.column(columns.day), try reader.column(columns.value))
        try reader.forEach { row in
            if row.isBlank(customer) { throw row.fault(columns.customer, "The order names no customer.") }
            customers.append(book.code(row.field(customer)))
            days.append(Int32(clamping: try row.day(day, columns.day).number))
            money.append(try row.micros(value, columns.value))
        }
        guard book.count > 0 else { throw TableFault(file: path, "The file has no orders.") }
    }

    /// Days between the orders of each customer, orders of one day counted once.
    func gaps(until today: Int32) -> [[Double]] {
        var byCustomer = [[Int32]](repeating: [], count: book.count)
        for row in customers.indices where days[row] <= today { byCustomer[Int(customers[row])].append(days[row]) }
        return byCustomer.map { days in
            let sorted = days.sorted()
            return zip(sorted, sorted.dropFirst()).filter { $1 > $0 }.map { Double($1 - $0) }
        }
    }
}
