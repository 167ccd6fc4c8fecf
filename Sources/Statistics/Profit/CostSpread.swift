/// Spreads costs of which a row, a column or both are unknown over the cells they can belong to.
struct CostSpread {
    /// Of the cells with order lines, ascending, and what each weighs.
    private let keys: [UInt64]
    private let basis: [Int64]
    private let grid: CellGrid
    /// Places of cells, column after column, and where each column's begin; made when they are first needed.
    private var byColumn: [Int] = []
    private var starts: [Int] = []

    init(keys: [UInt64], basis: [Int64], _ grid: CellGrid) { (self.keys, self.basis, self.grid) = (keys, basis, grid) }

    /// The parts of an amount by the place of their cell; nil where nothing has a weight.
    mutating func parts(of amount: Int64, at key: UInt64) -> [(place: Int, part: Int64)]? {
        let members = cells(row: grid.row(key), column: grid.column(key))
        guard let parts = LargestRemainder.divide(amount, by: members.map { basis[$0] }) else { return nil }
        return zip(members, parts).compactMap { $1 == 0 ? nil : ($0, $1) }
    }

    private mutating func cells(row: UInt64, column: UInt64) -> [Int] {
        if row < grid.height - 1 { return Array(place(row * grid.width)..<place((row + 1) * grid.width)) }
        guard column < grid.width - 1 else { return Array(keys.indices) }
        if starts.isEmpty { sortByColumn() }
        return Array(byColumn[starts[Int(column)]..<starts[Int(column) + 1]])
    }

    /// The first place whose key is not below.
    private func place(_ key: UInt64) -> Int {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func sortByColumn() {
        starts = [Int](repeating: 0, count: Int(grid.width) + 1)
        for key in keys { starts[Int(grid.column(key)) + 1] += 1 }
        for column in 0..<Int(grid.width) { starts[column + 1] += starts[column] }
        var next = starts
        byColumn = [Int](repeating: 0, count: keys.count)
        for (place, key) in keys.enumerated() {
            let column = Int(grid.column(key))
            byColumn[next[column]] = place
            next[column] += 1
        }
    }
}
