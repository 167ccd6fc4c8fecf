import Core
import Statistics

/// Columns of a summary.
struct SummaryPlaces {
    let customer: Int?
    let frequency, recency, age: Int
    let value: Int?

    /// Nil where the file is no summary.
    init?(_ reader: CSVReader, _ columns: CustomerColumns) {
        func find(_ given: String?, _ usual: [String]) -> Int? {
            ([given].compactMap { $0 } + (given == nil ? usual : [])).lazy.compactMap(reader.find).first
        }
        guard let frequency = find(columns.frequency, ["x", "frequency"]), let recency = find(columns.recency, ["t_x", "recency"]),
            let age = reader.columns.firstIndex(of: columns.age ?? "T") ?? find(columns.age, ["age", "t"])
        else { return nil }
        (self.frequency, self.recency, self.age) = (frequency, recency, age)
        customer = find(nil, [columns.customer, "customer_id", "id"])
        value = find(nil, [columns.value, "monetary_value", "mean_value"])
    }

    /// The customer's name; the row's number where the file names none.
    func name(_ row: CSVRow) -> String { customer.map { row.text($0) } ?? String(row.line - 1) }

    func record(_ row: CSVRow) throws -> CustomerRecord {
        CustomerRecord(
            frequency: try row.integer(frequency, "frequency"), recency: try row.number(recency, "recency"), age: try row.number(age, "T"),
            meanValue: try value.map { try row.isBlank($0) ? 0 : row.number($0, "value") } ?? 0)
    }
}

/// Columns of a purchase log.
struct LogPlaces {
    let customer, day: Int
    let value: Int?

    init(_ reader: CSVReader, _ columns: CustomerColumns) throws {
        customer = try reader.column(columns.customer)
        day = try reader.column(columns.day)
        // Without values purchases can still be counted; a value that was asked for by another name must be there.
        value = columns.value == "value" ? reader.find("value") : try reader.column(columns.value)
    }

    func purchase(_ row: CSVRow) throws -> (customer: String, day: Day, value: Double) {
        if row.isBlank(customer) { throw row.fault("customer", "The purchase names no customer.") }
        let amount = try value.map { try row.number($0, "value") } ?? 0
        if amount < 0 { throw row.fault("value", "The purchase is negative. Take refunds off the purchase they belong to.") }
        return (row.text(customer), try row.day(day, "day"), amount)
    }

    /// The last day observed, and whether the customers stand in order (of their text, or of length and text as numbers do).
    func survey(_ reader: CSVReader, until: Day?) throws -> (until: Day, isOrdered: Bool) {
        var last: Day?
        var (byText, byNumber) = (true, true)
        var before: [UInt8] = []
        try reader.forEach { row in
            let day = try row.day(self.day, "day")
            if day > last ?? day - 1 { last = day }
            guard byText || byNumber else { return }
            let name = row.field(customer)
            let isSame = name.count == before.count && zip(name, before).allSatisfy { $0 == $1 }
            if isSame { return }
            let rises = before.lexicographicallyPrecedes(name)
            byText = byText && rises
            byNumber = byNumber && (before.count < name.count || before.count == name.count && rises)
            before = Array(name)
        }
        guard let last else { throw TableFault(file: reader.file, "The file has no purchases.") }
        return (until ?? last, byText || byNumber)
    }
}
