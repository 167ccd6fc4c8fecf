import Core
import Statistics

/// Order lines and costs of CSV files as one ledger, with the dimensions that are asked for.
struct LedgerFiles {
    private let dimensions: [ProfitDimension]
    private let currency: String
    private var books: [ProfitDimension: CodeBook] = [:]
    private var currencies = CodeBook()
    private var lines = OrderLines(codes: [:], gross: [])
    private var costs: [CostLines] = []

    /// `currency` is that of files without a column for it.
    init(_ dimensions: [ProfitDimension], currency: String) {
        self.dimensions = dimensions
        self.currency = currency
    }

    func ledger() -> ProfitLedger {
        ProfitLedger(names: books.mapValues(\.names), currencies: currencies.names, lines: lines, costs: costs)
    }

    /// Order lines: gross, and what is there of refunds, fees, tax, cogs, shipping, the dimensions, currency. Without a column of cohorts these are the
    /// months of the customers' first orders.
    mutating func readLines(_ path: String) throws {
        let reader = try CSVReader(path: path)
        let gross = try reader.column("gross")
        var amounts = [ProfitComponent.refunds, .fees, .tax, .cogs, .shipping].compactMap { AmountColumn($0, reader) }
        var labels = dimensions.compactMap { dimension in
            reader.find(dimension.rawValue).map { CodeColumn(dimension, $0, books[dimension] ?? CodeBook()) }
        }
        var orders = dimensions.contains(.cohort) && reader.find("cohort") == nil ? try FirstOrders(reader) : nil
        var money = CurrencyColumn(reader, currency, currencies)
        var all: [Int64] = []
        try reader.forEach { row in
            all.append(try row.micros(gross, "gross"))
            for index in amounts.indices { try amounts[index].append(row) }
            for index in labels.indices { labels[index].append(row) }
            try money.append(row)
            try orders?.append(row)
        }
        currencies = money.book
        lines = OrderLines(codes: [:], currency: money.codes, gross: all)
        for label in labels { (lines.codes[label.dimension], books[label.dimension]) = (label.codes, label.book) }
        for amount in amounts { set(amount.component, amount.values) }
        if let orders { (lines.codes[.cohort], books[.cohort]) = try orders.cohorts() }
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
        var labels = dimensions.compactMap { dimension in
            reader.find(dimension.rawValue).map { CodeColumn(dimension, $0, books[dimension] ?? CodeBook()) }
        }
        var money = CurrencyColumn(reader, currency, currencies)
        var rows: [ProfitComponent: [Int]] = [:]
        var all: [Int64] = []
        try reader.forEach { row in
            rows[try Self.component(row, kind), default: []].append(all.count)
            all.append(try row.micros(amount, "amount"))
            for index in labels.indices { labels[index].append(row) }
            try money.append(row)
        }
        currencies = money.book
        for label in labels { books[label.dimension] = label.book }
        costs += ProfitComponent.allCases.compactMap { component in
            rows[component].map { rows in
                CostLines(
                    component, codes: Dictionary(uniqueKeysWithValues: labels.map { label in (label.dimension, rows.map { label.codes[$0] }) }),
                    currency: money.codes.map { codes in rows.map { codes[$0] } }, amounts: rows.map { all[$0] })
            }
        }
    }

    private static func component(_ row: CSVRow, _ place: Int) throws -> ProfitComponent {
        let name = row.text(place).lowercased().filter(\.isLetter)
        guard let component = ProfitComponent.allCases.first(where: { "\($0)".lowercased() == name }), component != .gross else {
            let names = ProfitComponent.allCases.filter { $0 != .gross }.map { "\($0)" }.joined(separator: ", ")
            throw row.fault("component", "\"\(row.text(place))\" is no kind of cost. Use \(names).")
        }
        return component
    }
}
