/// Sums a checked ledger into cells.
struct ProfitBuilder {
    private let ledger: ProfitLedger
    private let rows, columns: ProfitDimension
    private let rule: ProfitRule
    private let grid: CellGrid
    /// The cells with order lines.
    private var cells: CellSums
    /// The cells that only costs have.
    private var bare: [UInt64: SIMD8<Int64>] = [:]
    private var overflow = SIMD8<Int64>.zero

    init(_ ledger: ProfitLedger, rows: ProfitDimension, columns: ProfitDimension, rule: ProfitRule) {
        (self.ledger, self.rows, self.columns, self.rule) = (ledger, rows, columns, rule)
        grid = CellGrid(rows: ledger.names[rows]?.count ?? 0, columns: ledger.names[columns]?.count ?? 0)
        let lines = ledger.lines
        let amounts = ProfitComponent.allCases.map { (lane: $0.rawValue, values: lines.column($0)) }.filter { !$0.values.isEmpty }
        cells = CellSums(CellCodes(lines.codes, rows, columns, count: lines.count), grid, amounts)
    }

    var overflows: Bool { cells.overflows || overflow.hasNegative }

    // MARK: Costs

    /// Costs with both dimensions go to their cell; the others are summed by what is known of them and spread once, so that the order of the rows
    /// cannot matter.
    mutating func addCosts() {
        guard !ledger.costs.isEmpty else { return }
        let basis = cells.sums.map { weight(ProfitAmounts($0)) }
        var open: [ProfitComponent: [UInt64: SIMD8<Int64>]] = [:]
        for cost in ledger.costs {
            let lane = cost.component.rawValue
            let codes = CellCodes(cost.codes, rows, columns, count: cost.amounts.count)
            let sums = CellSums(codes, grid, [(lane, cost.amounts)])
            if sums.overflows { overflow = SIMD8(repeating: -1) }
            for (key, sum) in zip(sums.places.keys, sums.sums) {
                if rule.basis == .none || grid.isWhole(key) {
                    add(sum[lane], lane, key)
                } else {
                    open[cost.component, default: [:]][key, default: .zero].add(SIMD8(sum[lane], lane: lane), &overflow)
                }
            }
        }
        guard !open.isEmpty else { return }
        var spread = CostSpread(keys: cells.places.keys, basis: basis, grid)
        for component in ProfitComponent.allCases {
            for (key, sum) in (open[component] ?? [:]).sorted(by: { $0.key < $1.key }) { divide(sum[component.rawValue], component, key, &spread) }
        }
    }

    private mutating func divide(_ amount: Int64, _ component: ProfitComponent, _ key: UInt64, _ spread: inout CostSpread) {
        guard let parts = spread.parts(of: amount, at: key) else { return add(amount, component.rawValue, key) }
        for (place, part) in parts { cells.add(part, lane: component.rawValue, at: place) }
    }

    private mutating func add(_ amount: Int64, _ lane: Int, _ key: UInt64) {
        if let place = cells.places.place(key) { return cells.add(amount, lane: lane, at: place) }
        bare[key, default: .zero].add(SIMD8(amount, lane: lane), &overflow)
    }

    /// What a cell weighs when a cost is spread, from its order lines alone.
    private func weight(_ cell: ProfitAmounts) -> Int64 {
        switch rule.basis {
        case .netRevenue: max(cell.netRevenue(rule), 0)
        case .gross: max(cell.gross, 0)
        case .lines: cell.lines
        case .none: 0
        }
    }

    // MARK: Result

    /// Cells in order, with the sums of rows, of columns and of all.
    struct Result {
        var cells: [ProfitCell] = []
        var rows, columns: [ProfitAmounts]
        var total: ProfitAmounts
        /// Whether some sum, or some difference of the components, does not fit in 64 bits.
        var overflows: Bool
    }

    func result() -> Result {
        let (keys, sums) = merged()
        var overflow = self.overflow
        var mass = SIMD8<Int64>.zero
        var byColumn = [SIMD8<Int64>](repeating: .zero, count: Int(grid.width))
        var byRow = [SIMD8<Int64>](repeating: .zero, count: Int(grid.height))
        var (row, begin) = (0, UInt64(0))
        let cells = [ProfitCell](unsafeUninitializedCapacity: keys.count) { cells, used in
            for (key, sum) in zip(keys, sums) {
                if key - begin >= grid.width {
                    row = Int(grid.row(key))
                    begin = UInt64(row) * grid.width
                }
                let column = Int(key - begin)
                byRow[row].add(sum, &overflow)
                byColumn[column].add(sum, &overflow)
                mass |= sum.mass
                let cell = ProfitCell(
                    row: row == Int(grid.height) - 1 ? nil : row, column: column == Int(grid.width) - 1 ? nil : column, amounts: ProfitAmounts(sum))
                (cells.baseAddress.map { $0 + used })?.initialize(to: cell)
                used += 1
            }
        }
        var total = SIMD8<Int64>.zero
        for sum in byRow { total.add(sum, &overflow) }
        // Seven components below 2⁶⁰ cannot leave 64 bits together.
        let isSafe = !any(mass .>= 1 << 60) || cells.allSatisfy(\.amounts.isSafe)
        let all = ProfitAmounts(total)
        return Result(
            cells: cells, rows: byRow.map(ProfitAmounts.init), columns: byColumn.map(ProfitAmounts.init), total: all,
            overflows: self.cells.overflows || overflow.hasNegative || !isSafe || !all.isSafe)
    }

    /// All cells in order.
    private func merged() -> (keys: [UInt64], sums: [SIMD8<Int64>]) {
        guard !bare.isEmpty else { return (cells.places.keys, cells.sums) }
        let more = bare.sorted { $0.key < $1.key }
        var (keys, sums): ([UInt64], [SIMD8<Int64>]) = ([], [])
        var next = 0
        for (place, key) in cells.places.keys.enumerated() {
            while next < more.count, more[next].key < key {
                keys.append(more[next].key)
                sums.append(more[next].value)
                next += 1
            }
            keys.append(key)
            sums.append(cells.sums[place])
        }
        keys += more[next...].map(\.key)
        sums += more[next...].map(\.value)
        return (keys, sums)
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

extension SIMD8<Int64> {
    /// One amount in its lane.
    fileprivate init(_ amount: Int64, lane: Int) {
        self = .zero
        self[lane] = amount
    }
}
