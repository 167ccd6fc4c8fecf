/// Spreads costs of which a row, a column or both are unknown over the cells they can belong to.
struct CostSpread {
    private let keys: [UInt64]
    private let basis: [Int64]
    private let width, height: UInt64
    /// Indices of cells by row and by column, in the order of keys.
    private var byRow: [UInt64: [Int]] = [:]
    private var byColumn: [UInt64: [Int]] = [:]

    init(keys: [UInt64], basis: [Int64], width: UInt64, height: UInt64) {
        let order = keys.indices.sorted { keys[$0] < keys[$1] }
        self.keys = order.map { keys[$0] }
        self.basis = order.map { basis[$0] }
        (self.width, self.height) = (width, height)
    }

    /// The parts of an amount; the whole at its own key (`unassigned`) where nothing has a weight.
    mutating func parts(of amount: Int64, at key: UInt64) -> [(key: UInt64, part: Int64)] {
        let members = cells(row: key / width, column: key % width)
        guard let parts = LargestRemainder.divide(amount, by: members.map { basis[$0] }) else { return [(key, amount)] }
        return zip(members, parts).compactMap { $1 == 0 ? nil : (keys[$0], $1) }
    }

    private mutating func cells(row: UInt64, column: UInt64) -> [Int] {
        let (isRowKnown, isColumnKnown) = (row < height - 1, column < width - 1)
        if !isRowKnown && !isColumnKnown { return Array(keys.indices) }
        if byRow.isEmpty {
            for (index, key) in keys.enumerated() {
                byRow[key / width, default: []].append(index)
                byColumn[key % width, default: []].append(index)
            }
        }
        return (isRowKnown ? byRow[row] : byColumn[column]) ?? []
    }
}
