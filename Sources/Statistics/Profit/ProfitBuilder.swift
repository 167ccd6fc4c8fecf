/// Sums a checked ledger into cells.
struct ProfitBuilder {
    private let ledger: ProfitLedger
    private let rows, columns: ProfitDimension
    private let rule: ProfitRule
    private let height, width: Int
    private var table: CellTable
    /// The amounts of each slot of the table.
    private var amounts: [ProfitAmounts] = []
    private(set) var overflows = false

    init(_ ledger: ProfitLedger, rows: ProfitDimension, columns: ProfitDimension, rule: ProfitRule) {
        (self.ledger, self.rows, self.columns, self.rule) = (ledger, rows, columns, rule)
        height = (ledger.names[rows]?.count ?? 0) + 1
        width = (ledger.names[columns]?.count ?? 0) + 1
        table = CellTable(rows: height, columns: width)
    }

    // MARK: Lines

    /// One pass that finds each line's cell, then one pass per column of amounts.
    mutating func addLines() {
        let lines = ledger.lines
        let slots = place(lines.codes, count: lines.count)
        let stride = ProfitComponent.allCases.count + 1
        var sums = [Int64](repeating: 0, count: table.seen.count * stride)
        for component in ProfitComponent.allCases {
            let column = lines.column(component)
            if !column.isEmpty { accumulate(column, slots, into: &sums, offset: component.rawValue, stride: stride) }
        }
        count(slots, into: &sums, offset: stride - 1, stride: stride)
        amounts = table.seen.indices.map { slot in
            var cell = ProfitAmounts()
            for component in ProfitComponent.allCases { cell[component] = sums[slot * stride + component.rawValue] }
            cell.lines = sums[slot * stride + stride - 1]
            return cell
        }
    }

    /// The slot of every row of a table of amounts.
    private mutating func place(_ codes: [ProfitDimension: ProfitCodes], count: Int) -> [Int32] {
        let (rowLimit, columnLimit) = (UInt32(height - 1), UInt32(width - 1))
        let rowCodes = codes[rows] ?? ProfitCodes(repeating: ProfitLedger.none, count: count)
        let columnCodes = codes[columns] ?? ProfitCodes(repeating: ProfitLedger.none, count: count)
        var target = table
        table = CellTable(rows: 0, columns: 1)
        defer { table = target }
        return [Int32](unsafeUninitializedCapacity: count) { out, used in
            rowCodes.withUnsafeBufferPointer { r in
                columnCodes.withUnsafeBufferPointer { c in
                    for index in 0..<count {
                        out[index] = Int32(truncatingIfNeeded: target.slot(row: min(r[index], rowLimit), column: min(c[index], columnLimit)))
                    }
                }
            }
            used = count
        }
    }

    private mutating func accumulate(_ column: [Int64], _ slots: [Int32], into sums: inout [Int64], offset: Int, stride: Int) {
        var overflow = false
        sums.withUnsafeMutableBufferPointer { sums in
            column.withUnsafeBufferPointer { column in
                slots.withUnsafeBufferPointer { slots in
                    for index in 0..<column.count {
                        let place = Int(slots[index]) &* stride &+ offset
                        let (sum, carried) = sums[place].addingReportingOverflow(column[index])
                        sums[place] = sum
                        overflow = overflow || carried
                    }
                }
            }
        }
        overflows = overflows || overflow
    }

    private func count(_ slots: [Int32], into sums: inout [Int64], offset: Int, stride: Int) {
        sums.withUnsafeMutableBufferPointer { sums in
            for slot in slots { sums[Int(slot) &* stride &+ offset] &+= 1 }
        }
    }

    // MARK: Costs

    /// Costs with both dimensions go to their cell; the others are summed by what is known of them and spread once, so that the order of the rows
    /// cannot matter.
    mutating func addCosts() {
        let basis = weights()
        let lineKeys = table.seen
        var open: [(component: ProfitComponent, key: UInt64, amount: Int64)] = []
        for component in ProfitComponent.allCases {
            for (key, amount) in sums(of: component) {
                let isKnown = table.row(of: key) < height - 1 && table.column(of: key) < width - 1
                if isKnown || rule.basis == .none {
                    add(amount, component, key: key)
                } else {
                    open.append((component, key, amount))
                }
            }
        }
        guard !open.isEmpty else { return }
        var spread = CostSpread(keys: lineKeys, basis: basis, width: UInt64(width), height: UInt64(height))
        for (component, key, amount) in open {
            for (target, part) in spread.parts(of: amount, at: key) { add(part, component, key: target) }
        }
    }

    /// All costs of one component by what is known of them, by key.
    private mutating func sums(of component: ProfitComponent) -> [(UInt64, Int64)] {
        var known: [UInt64: Int64] = [:]
        for cost in ledger.costs where cost.component == component {
            let (rowCodes, columnCodes) = (cost.codes[rows], cost.codes[columns])
            for (index, amount) in cost.amounts.enumerated() {
                let row = min(rowCodes?[index] ?? ProfitLedger.none, UInt32(height - 1))
                let column = min(columnCodes?[index] ?? ProfitLedger.none, UInt32(width - 1))
                let (sum, overflow) = known[UInt64(row) * UInt64(width) + UInt64(column), default: 0].addingReportingOverflow(amount)
                known[UInt64(row) * UInt64(width) + UInt64(column)] = sum
                overflows = overflows || overflow
            }
        }
        return known.sorted { $0.key < $1.key }
    }

    private mutating func add(_ amount: Int64, _ component: ProfitComponent, key: UInt64) {
        let slot = table.slot(row: table.row(of: key), column: table.column(of: key))
        if slot == amounts.count { amounts.append(ProfitAmounts()) }
        let overflow = amounts[slot].add(amount, to: component)
        overflows = overflows || overflow
    }

    /// What each cell weighs when a cost is spread, from its order lines alone.
    private func weights() -> [Int64] {
        amounts.map { cell in
            switch rule.basis {
            case .netRevenue: max(cell.netRevenue(rule), 0)
            case .gross: max(cell.gross, 0)
            case .lines: cell.lines
            case .none: 0
            }
        }
    }

    // MARK: Result

    func cells() -> [ProfitCell] {
        let order = table.seen.indices.sorted { table.seen[$0] < table.seen[$1] }
        return order.map { slot in
            let (row, column) = (Int(table.row(of: table.seen[slot])), Int(table.column(of: table.seen[slot])))
            return ProfitCell(row: row == height - 1 ? nil : row, column: column == width - 1 ? nil : column, amounts: amounts[slot])
        }
    }

    mutating func totals() -> (rows: [ProfitAmounts], columns: [ProfitAmounts], total: ProfitAmounts) {
        var byRow = [ProfitAmounts](repeating: ProfitAmounts(), count: height)
        var byColumn = [ProfitAmounts](repeating: ProfitAmounts(), count: width)
        var total = ProfitAmounts()
        for (slot, key) in table.seen.enumerated() {
            let fitsRow = byRow[Int(table.row(of: key))].add(amounts[slot])
            let fitsColumn = byColumn[Int(table.column(of: key))].add(amounts[slot])
            let fitsTotal = total.add(amounts[slot])
            overflows = overflows || !(fitsRow && fitsColumn && fitsTotal)
        }
        return (byRow, byColumn, total)
    }

    /// The ledger's own sums, modulo 2⁶⁴: right wherever the cells' sums fit.
    func ledgerTotal() -> ProfitAmounts {
        var total = ProfitAmounts()
        for component in ProfitComponent.allCases {
            var sum = ledger.lines.column(component).reduce(0, &+)
            for cost in ledger.costs where cost.component == component { sum = cost.amounts.reduce(sum, &+) }
            total[component] = sum
        }
        total.lines = Int64(ledger.lines.count)
        return total
    }
}
