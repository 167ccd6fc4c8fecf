/// The rows and columns of a matrix, each with a last one for what is unknown. A cell's key counts row after row.
struct CellGrid {
    let height, width: UInt64

    /// `rows` and `columns` are numbers of names.
    init(rows: Int, columns: Int) { (height, width) = (UInt64(rows) + 1, UInt64(columns) + 1) }

    /// Whether a bit for every cell costs little beside `lines` lines.
    func isSmall(beside lines: Int) -> Bool {
        let (cells, overflow) = height.multipliedReportingOverflow(by: width)
        return !overflow && (cells <= 1 << 24 || cells / 64 <= UInt64(lines))
    }

    @inline(__always)
    func key(_ row: UInt32, _ column: UInt32) -> UInt64 {
        min(UInt64(row), height &- 1) &* width &+ min(UInt64(column), width &- 1)
    }

    func row(_ key: UInt64) -> UInt64 { key / width }
    func column(_ key: UInt64) -> UInt64 { key % width }
    func isWhole(_ key: UInt64) -> Bool { row(key) < height - 1 && column(key) < width - 1 }
}

/// Two columns of codes; a column that is left out is unknown throughout.
struct CellCodes {
    let rows, columns: ProfitCodes
    let count: Int

    init(_ codes: [ProfitDimension: ProfitCodes], _ rows: ProfitDimension, _ columns: ProfitDimension, count: Int) {
        self.rows = codes[rows] ?? ProfitCodes(repeating: ProfitLedger.none, count: count)
        self.columns = codes[columns] ?? ProfitCodes(repeating: ProfitLedger.none, count: count)
        self.count = count
    }

    /// Calls `body` with the index and key of each row in a range.
    @inline(__always)
    func forEach(_ range: Range<Int>, _ grid: CellGrid, _ body: (Int, UInt64) -> Void) {
        rows.withUnsafeBufferPointer { rows in
            columns.withUnsafeBufferPointer { columns in
                for index in range { body(index, grid.key(rows[index], columns[index])) }
            }
        }
    }
}
