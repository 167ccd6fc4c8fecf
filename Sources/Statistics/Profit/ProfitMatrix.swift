/// One crossing of a profit matrix. A `nil` row or column stands for `unassigned`.
public struct ProfitCell: Sendable, Equatable {
    /// Index into the matrix's row names.
    public let row: Int?
    /// Index into the matrix's column names.
    public let column: Int?
    public let amounts: ProfitAmounts
}

/// Profit by two dimensions, in whole micros: the cells sum to the ledger to the last unit.
public struct ProfitMatrix: Sendable {
    public let rows, columns: ProfitDimension
    public let rowNames, columnNames: [String]
    public let currency: String
    public let rule: ProfitRule
    /// Cells with at least one line or amount, by row and then column, `unassigned` last. Independent of the order of the ledger's rows.
    public let cells: [ProfitCell]
    /// One per row name and a last one for `unassigned`.
    public let rowTotals: [ProfitAmounts]
    /// One per column name and a last one for `unassigned`.
    public let columnTotals: [ProfitAmounts]
    /// The sum of the cells.
    public let total: ProfitAmounts
    /// The sum of the ledger's own columns, taken without the cells.
    public let ledgerTotal: ProfitAmounts

    /// Whether the cells sum to the ledger. It always holds; shown so that a reader can see it was checked.
    public var isExact: Bool { total == ledgerTotal }

    /// The matrix of a ledger in one currency. Refuses several currencies, unequal columns, unknown codes and sums beyond 64 bits.
    public init(_ ledger: ProfitLedger, rows: ProfitDimension, columns: ProfitDimension, rule: ProfitRule = ProfitRule()) throws {
        guard rows != columns else {
            throw Refusal(
                code: "same_dimension", sentence: "Rows and columns are both \(rows.rawValue).", advice: "Choose two different dimensions.")
        }
        try ledger.check()
        var builder = ProfitBuilder(ledger, rows: rows, columns: columns, rule: rule)
        builder.addCosts()
        let result = builder.result()
        guard !result.overflows else { throw ProfitMatrix.overflow }
        (self.rows, self.columns, self.rule) = (rows, columns, rule)
        rowNames = ledger.names[rows] ?? []
        columnNames = ledger.names[columns] ?? []
        currency = ledger.usedCurrencies().first.map { ledger.currencies[Int($0)] } ?? ledger.currencies[0]
        (cells, rowTotals, columnTotals, total) = (result.cells, result.rows, result.columns, result.total)
        ledgerTotal = builder.ledgerTotal()
    }

    /// One matrix per currency of the ledger, never summed.
    public static func byCurrency(
        _ ledger: ProfitLedger, rows: ProfitDimension, columns: ProfitDimension, rule: ProfitRule = ProfitRule()
    ) throws -> [ProfitMatrix] {
        try ledger.checkCurrencyCodes()
        let used = ledger.usedCurrencies()
        // A ledger in one currency is not copied.
        if used.count == 1 { return [try ProfitMatrix(ledger, rows: rows, columns: columns, rule: rule)] }
        return try used.map { try ProfitMatrix(ledger.only($0), rows: rows, columns: columns, rule: rule) }
    }

    private static let overflow = Refusal(
        code: "overflow", sentence: "A sum of the ledger does not fit in 64 bits of micros (about 9.2 trillion units).",
        advice: "Cut the ledger into shorter periods, or look for an amount in the wrong unit.")
}
