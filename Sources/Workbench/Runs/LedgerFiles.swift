import Core
import Statistics

/// Order lines and costs of CSV files as one ledger.
struct LedgerFiles {
    private var books: [ProfitDimension: CodeBook] = [:]
    private var currencies = CodeBook()
    private var lines = OrderLines(codes: [:], gross: [])
    private var costs: [CostLines] = []
    private let currency: String

    /// `currency` is that of files without a column for it.
    init(currency: String) { self.currency = currency }

    func ledger() -> ProfitLedger {
        ProfitLedger(names: books.mapValues(\.names), currencies: currencies.names, lines: lines, costs: costs)
    }

    /// Order lines: gross, and what is there of refunds, fees, tax, cogs, shipping, the dimensions, currency, customer.
    mutating func readLines(_ path: String, cohorts: Bool) throws {
        let reader = try CSVReader(path: path)
        let gross = try reader.column("gross")
        let amounts = [ProfitComponent.refunds, .fees, .tax, .cogs, .shipping].compactMap { component in
            reader.find("\(component)").map { (component: component, name: "\(component)", place: $0) }
        }
        let dimensions = ProfitDimension.allCases.compactMap { dimension in reader.find(dimension.rawValue).map { (dimension, $0) } }
        let currencyPlace = reader.find("currency")
        let customerPlace = cohorts ? try reader.column("customer") : nil
        let dayPlace = cohorts ? try reader.column("day") : nil
        var columns = [[Int64]](repeating: [], count: amounts.count)
        var codes = [ProfitCodes](repeating: [], count: dimensions.count)
        var dimensionBooks = dimensions.map { books[$0.0] ?? CodeBook() }
        var (used, all, money): (ProfitCodes, [Int64], CodeBook) = ([], [], currencies)
        var (customers, customerBook, days): (ProfitCodes, CodeBook, [Int32]) = ([], CodeBook(), [])
        try reader.forEach { row in
            all.append(try row.micros(gross, "gross"))
            for (index, amount) in amounts.enumerated() {
                columns[index].append(row.isBlank(amount.place) ? 0 : try row.micros(amount.place, amount.name))
            }
            for (index, dimension) in dimensions.enumerated() {
                codes[index].append(row.isBlank(dimension.1) ? ProfitLedger.none : dimensionBooks[index].code(row.field(dimension.1)))
            }
            used.append(try Self.currency(row, currencyPlace, currency, &money))
            if let customerPlace, let dayPlace {
                customers.append(row.isBlank(customerPlace) ? ProfitLedger.none : customerBook.code(row.field(customerPlace)))
                days.append(Int32(clamping: try row.day(dayPlace, "day").number))
            }
        }
        currencies = money
        lines = OrderLines(codes: [:], currency: used, gross: all)
        for (index, dimension) in dimensions.enumerated() {
            lines.codes[dimension.0] = codes[index]
            books[dimension.0] = dimensionBooks[index]
        }
        for (index, amount) in amounts.enumerated() { set(amount.component, columns[index]) }
        if cohorts { try addCohorts(customers, days) }
    }

    private mutating func addCohorts(_ customers: ProfitCodes, _ days: [Int32]) throws {
        let cohorts = try Cohorts.byFirstMonth(customers: customers, days: days)
        var book = CodeBook()
        for name in cohorts.names { _ = book.code(of: name) }
        (lines.codes[.cohort], books[.cohort]) = (cohorts.codes, book)
    }

    private mutating func set(_ component: ProfitComponent, _ column: [Int64]) {
        switch component {
        case .refunds: lines.refunds = column
        case .fees: lines.fees = column
        case .tax: lines.tax = column
        case .cogs: lines.cogs = column
        case .shipping: lines.shipping = column
        case .gross, .adSpend: break
        }
    }

    /// Costs that belong to no order line: component, amount, and the dimensions that are known.
    mutating func readCosts(_ path: String) throws {
        let reader = try CSVReader(path: path)
        let (kind, amount) = (try reader.column("component"), try reader.column("amount"))
        let dimensions = ProfitDimension.allCases.compactMap { dimension in reader.find(dimension.rawValue).map { (dimension, $0) } }
        let currencyPlace = reader.find("currency")
        var found: [ProfitComponent: CostLines] = [:]
        var currencyBook = currencies
        var dimensionBooks = books
        try reader.forEach { row in
            let component = try Self.component(row, kind)
            var cost = found.removeValue(forKey: component) ?? CostLines(component, currency: [], amounts: [])
            cost.amounts.append(try row.micros(amount, "amount"))
            cost.currency?.append(try Self.currency(row, currencyPlace, currency, &currencyBook))
            for (dimension, place) in dimensions {
                let code = row.isBlank(place) ? ProfitLedger.none : dimensionBooks[dimension, default: CodeBook()].code(row.field(place))
                cost.codes[dimension, default: []].append(code)
            }
            found[component] = cost
        }
        (currencies, books) = (currencyBook, dimensionBooks)
        costs += ProfitComponent.allCases.compactMap { found[$0] }
    }

    private static func component(_ row: CSVRow, _ place: Int) throws -> ProfitComponent {
        let name = row.text(place).lowercased().filter(\.isLetter)
        guard let component = ProfitComponent.allCases.first(where: { "\($0)".lowercased() == name }), component != .gross else {
            let names = ProfitComponent.allCases.filter { $0 != .gross }.map { "\($0)" }.joined(separator: ", ")
            throw row.fault("component", "\"\(row.text(place))\" is no kind of cost. Use \(names).")
        }
        return component
    }

    private static func currency(_ row: CSVRow, _ place: Int?, _ usual: String, _ book: inout CodeBook) throws -> UInt32 {
        guard let place else { return book.code(of: usual) }
        guard !row.isBlank(place) else { throw row.fault("currency", "The amount has no currency.") }
        return book.code(row.field(place))
    }
}
