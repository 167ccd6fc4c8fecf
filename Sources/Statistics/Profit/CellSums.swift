/// Amounts by cell. A cell is eight whole numbers: the components in the order of their raw values, and the lines.
struct CellSums {
    static let lines = 7
    /// Rows summed at a time: their places and cells stay in the cache while one column after another is added.
    private static let block = 1_024

    let places: CellPlaces
    private(set) var sums: [SIMD8<Int64>]
    private(set) var overflows = false

    /// Sums columns of amounts, each in its lane; a column has a value for every row of the codes.
    init(_ codes: CellCodes, _ grid: CellGrid, _ columns: [(lane: Int, values: [Int64])]) {
        places = CellPlaces(codes, grid)
        sums = [SIMD8<Int64>](repeating: .zero, count: places.keys.count)
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.block) { buffer in
            guard let rows = buffer.baseAddress else { return }
            for start in stride(from: 0, to: codes.count, by: Self.block) {
                let range = start..<min(start + Self.block, codes.count)
                places.places(codes, range, grid, into: rows)
                for column in columns { add(column.values, range, rows, column.lane) }
                count(range.count, rows)
            }
        }
    }

    private mutating func add(_ column: [Int64], _ range: Range<Int>, _ places: UnsafePointer<Int32>, _ lane: Int) {
        var overflow = false
        let first = range.lowerBound
        withLanes { sums in
            column.withUnsafeBufferPointer { column in
                for row in range {
                    let place = Int(places[row &- first]) &* 8 &+ lane
                    let (sum, carried) = sums[place].addingReportingOverflow(column[row])
                    sums[place] = sum
                    overflow = overflow || carried
                }
            }
        }
        overflows = overflows || overflow
    }

    private mutating func count(_ rows: Int, _ places: UnsafePointer<Int32>) {
        withLanes { sums in
            for row in 0..<rows { sums[Int(places[row]) &* 8 &+ Self.lines] &+= 1 }
        }
    }

    /// Lends the sums as single numbers.
    @inline(__always)
    private mutating func withLanes(_ body: (UnsafeMutablePointer<Int64>) -> Void) {
        sums.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            body(base.assumingMemoryBound(to: Int64.self))
        }
    }

    /// Adds to one lane of the cell at a place.
    mutating func add(_ amount: Int64, lane: Int, at place: Int) {
        let (sum, carried) = sums[place][lane].addingReportingOverflow(amount)
        sums[place][lane] = sum
        overflows = overflows || carried
    }
}

extension SIMD8<Int64> {
    /// Adds another, and marks with negative lanes in `overflow` which sums do not fit.
    @inline(__always)
    mutating func add(_ other: Self, _ overflow: inout Self) {
        let sum = self &+ other
        overflow |= (self ^ sum) & (other ^ sum)
        self = sum
    }

    @inline(__always)
    var hasNegative: Bool { any(self .< 0) }

    /// Bits that stand in the magnitude of a lane, within one of it.
    @inline(__always)
    var mass: Self { self ^ (self &>> 63) }
}

extension ProfitAmounts {
    init(_ lanes: SIMD8<Int64>) {
        (gross, refunds, fees, tax) = (lanes[0], lanes[1], lanes[2], lanes[3])
        (cogs, adSpend, shipping, lines) = (lanes[4], lanes[5], lanes[6], lanes[7])
    }
}
