/// What a profit matrix can be cut by.
public enum ProfitDimension: String, Sendable, CaseIterable {
    case channel, product, cohort, country, day
}

/// The kinds of amount a ledger holds. All are positive in the ordinary case; a reversed one is negative.
public enum ProfitComponent: Int, Sendable, CaseIterable {
    case gross, refunds, fees, tax, cogs, adSpend, shipping
}

/// A dictionary-coded column: `codes` points into the ledger's names of that dimension; `ProfitLedger.none` is an unknown value.
public typealias ProfitCodes = [UInt32]

/// Order lines, one column per attribute; all columns have `count` rows, a dimension may be left out.
public struct OrderLines: Sendable {
    public var codes: [ProfitDimension: ProfitCodes]
    /// Codes into `ProfitLedger.currencies`; `nil` when there is only one currency.
    public var currency: ProfitCodes?
    /// Micros: price × quantity before everything.
    public var gross: [Int64]
    /// Micros, each empty (all zero) or of the same length as `gross`.
    public var refunds, fees, tax, cogs, shipping: [Int64]

    public init(
        codes: [ProfitDimension: ProfitCodes], currency: ProfitCodes? = nil, gross: [Int64], refunds: [Int64] = [], fees: [Int64] = [],
        tax: [Int64] = [], cogs: [Int64] = [], shipping: [Int64] = []
    ) {
        (self.codes, self.currency, self.gross, self.refunds, self.fees) = (codes, currency, gross, refunds, fees)
        (self.tax, self.cogs, self.shipping) = (tax, cogs, shipping)
    }

    public var count: Int { gross.count }

    func column(_ component: ProfitComponent) -> [Int64] {
        switch component {
        case .gross: gross
        case .refunds: refunds
        case .fees: fees
        case .tax: tax
        case .cogs: cogs
        case .shipping: shipping
        case .adSpend: []
        }
    }
}

/// Amounts that are not tied to one order line, such as ad spend by channel and day or a month's payment fees. A dimension that is left out or
/// `ProfitLedger.none` is unknown: the amount is spread over what it can belong to.
public struct CostLines: Sendable {
    public var component: ProfitComponent
    public var codes: [ProfitDimension: ProfitCodes]
    public var currency: ProfitCodes?
    /// Micros.
    public var amounts: [Int64]

    public init(_ component: ProfitComponent, codes: [ProfitDimension: ProfitCodes] = [:], currency: ProfitCodes? = nil, amounts: [Int64]) {
        (self.component, self.codes, self.currency, self.amounts) = (component, codes, currency, amounts)
    }
}

/// Everything a profit matrix is made of, in columns.
public struct ProfitLedger: Sendable {
    /// The code of an unknown value.
    public static let none = UInt32.max

    /// The names that codes stand for.
    public var names: [ProfitDimension: [String]]
    /// ISO 4217 codes.
    public var currencies: [String]
    public var lines: OrderLines
    public var costs: [CostLines]

    public init(names: [ProfitDimension: [String]], currencies: [String], lines: OrderLines, costs: [CostLines] = []) {
        (self.names, self.currencies, self.lines, self.costs) = (names, currencies, lines, costs)
    }

    /// The currencies that occur, in the order of `currencies`.
    public func usedCurrencies() -> [UInt32] {
        var used = [Bool](repeating: false, count: currencies.count)
        let columns = [(lines.currency, lines.count)] + costs.map { ($0.currency, $0.amounts.count) }
        for (column, count) in columns where count > 0 {
            guard let column else {
                if !used.isEmpty { used[0] = true }
                continue
            }
            for code in column where Int(code) < used.count { used[Int(code)] = true }
        }
        return used.indices.filter { used[$0] }.map { UInt32($0) }
    }

    /// The part of the ledger in one currency.
    public func only(_ currency: UInt32) -> ProfitLedger {
        var part = ProfitLedger(names: names, currencies: [currencies[Int(currency)]], lines: lines, costs: costs)
        part.lines = lines.only(currency)
        part.costs = costs.map { $0.only(currency) }
        return part
    }
}

extension OrderLines {
    func only(_ wanted: UInt32) -> OrderLines {
        guard let currency else { return wanted == 0 ? self : OrderLines(codes: codes.mapValues { _ in [] }, gross: []) }
        let rows = currency.indices.filter { currency[$0] == wanted }
        let pick = { (column: [Int64]) in column.isEmpty ? [] : rows.map { column[$0] } }
        return OrderLines(
            codes: codes.mapValues { column in rows.map { column[$0] } }, gross: pick(gross), refunds: pick(refunds), fees: pick(fees),
            tax: pick(tax), cogs: pick(cogs), shipping: pick(shipping))
    }
}

extension CostLines {
    func only(_ wanted: UInt32) -> CostLines {
        guard let currency else { return wanted == 0 ? self : CostLines(component, amounts: []) }
        let rows = currency.indices.filter { currency[$0] == wanted }
        return CostLines(component, codes: codes.mapValues { column in rows.map { column[$0] } }, amounts: rows.map { amounts[$0] })
    }
}
