import Core
import Statistics

/// A column of amounts as it is read; what is blank is 0.
struct AmountColumn {
    let component: ProfitComponent
    private let name: String
    private let place: Int
    private(set) var values: [Int64] = []

    /// Nil where the file has no such column.
    init?(_ component: ProfitComponent, _ reader: CSVReader) {
        guard let place = reader.find("\(component)") else { return nil }
        (self.component, name, self.place) = (component, "\(component)", place)
    }

    mutating func append(_ row: CSVRow) throws { values.append(row.isBlank(place) ? 0 : try row.micros(place, name)) }
}

/// A column of labels as it is read, as codes.
struct CodeColumn {
    let dimension: ProfitDimension
    private let place: Int
    private(set) var book: CodeBook
    private(set) var codes: ProfitCodes = []

    init(_ dimension: ProfitDimension, _ place: Int, _ book: CodeBook) {
        (self.dimension, self.place, self.book) = (dimension, place, book)
    }

    mutating func append(_ row: CSVRow) { codes.append(row.isBlank(place) ? ProfitLedger.none : book.code(row.field(place))) }
}

/// The currency of each row.
struct CurrencyColumn {
    private let place: Int?
    private let usual: String
    private(set) var book: CodeBook
    private(set) var codes: ProfitCodes?

    /// `usual` is that of files without a column; `book` knows the currencies of the files before.
    init(_ reader: CSVReader, _ usual: String, _ book: CodeBook) {
        (place, self.usual, self.book) = (reader.find("currency"), usual, book)
        // The first currency of a ledger needs no codes: rows without one have it.
        codes = place == nil && book.count == 0 ? nil : []
    }

    mutating func append(_ row: CSVRow) throws {
        guard let place else {
            if codes == nil, book.count == 1 { return }
            let code = book.code(of: usual)
            codes?.append(code)
            return
        }
        guard !row.isBlank(place) else { throw row.fault("currency", "The amount has no currency.") }
        codes?.append(book.code(row.field(place)))
    }
}

/// Who ordered when, for cohorts.
struct FirstOrders {
    private let customer, day: Int
    private var book = CodeBook()
    private var customers: ProfitCodes = []
    private var days: [Int32] = []

    init(_ reader: CSVReader) throws { (customer, day) = (try reader.column("customer"), try reader.column("day")) }

    mutating func append(_ row: CSVRow) throws {
        customers.append(row.isBlank(customer) ? ProfitLedger.none : book.code(row.field(customer)))
        days.append(Int32(clamping: try row.day(day, "day").number))
    }

    /// The cohort of each row, as codes.
    func cohorts() throws -> (codes: ProfitCodes, book: CodeBook) {
        let cohorts = try Cohorts.byFirstMonth(customers: customers, days: days)
        var book = CodeBook()
        for name in cohorts.names { _ = book.code(of: name) }
        return (cohorts.codes, book)
    }
}
