import Statistics

/// A profit matrix cut to a size that can be read; what is cut is summed up, so the sums stay true.
struct ProfitGrid {
    private static let mostRows = 30
    private static let mostColumns = 13

    let rows: [String]
    let columns: [String]
    /// In units of the currency, with the sums as last row and column.
    let values: [[Double?]]

    init(_ matrix: ProfitMatrix) {
        let rule = matrix.rule
        let rowPlan = Self.plan(
            matrix.rows, matrix.rowNames, matrix.rowTotals.map { $0.profit(rule) }, matrix.rowTotals.map(Self.isEmpty), most: Self.mostRows)
        let columnPlan = Self.plan(
            matrix.columns, matrix.columnNames, matrix.columnTotals.map { $0.profit(rule) }, matrix.columnTotals.map(Self.isEmpty),
            most: Self.mostColumns)
        (rows, columns) = (rowPlan.names, columnPlan.names)
        var sums = [[Int128?]](repeating: [Int128?](repeating: nil, count: columns.count + 1), count: rows.count + 1)
        for cell in matrix.cells {
            let (row, column) = (rowPlan.place[cell.row ?? matrix.rowNames.count], columnPlan.place[cell.column ?? matrix.columnNames.count])
            let profit = Int128(cell.amounts.profit(rule))
            for (row, column) in [(row, column), (row, columns.count), (rows.count, column), (rows.count, columns.count)] {
                sums[row][column] = (sums[row][column] ?? 0) + profit
            }
        }
        values = sums.map { $0.map { $0.map { Double($0) / 1e6 } } }
    }

    private static func isEmpty(_ amounts: ProfitAmounts) -> Bool { amounts == ProfitAmounts() }

    /// Names in the order shown, and for every index, the unassigned one last, its place among them.
    private static func plan(
        _ dimension: ProfitDimension, _ names: [String], _ profits: [Int64], _ empty: [Bool], most: Int
    ) -> (
        names: [String], place: [Int]
    ) {
        let isTime = dimension == .day || dimension == .cohort
        let used = names.indices.filter { !empty[$0] }
        let ordered = used.sorted { isTime ? names[$0] < names[$1] : (profits[$1].magnitude, $0) < (profits[$0].magnitude, $1) }
        let kept = Array(isTime ? ordered.suffix(most) : ordered.prefix(most))
        let cut = ordered.count - kept.count
        var shown = isTime ? kept : kept.sorted { (profits[$1], $0) < (profits[$0], $1) }
        var result = shown.map { names[$0] }
        var place = [Int](repeating: 0, count: names.count + 1)
        if cut > 0 {
            let name = isTime ? "earlier (\(cut))" : "others (\(cut))"
            if isTime { result.insert(name, at: 0) } else { result.append(name) }
            let rest = isTime ? 0 : result.count - 1
            for index in names.indices { place[index] = rest }
        }
        for (position, index) in shown.enumerated() { place[index] = position + (isTime && cut > 0 ? 1 : 0) }
        shown.removeAll()
        if !(empty.last ?? true) {
            place[names.count] = result.count
            result.append("unassigned")
        }
        return (result, place)
    }
}
