/// The cells that occur, in the order of their keys, and the place of each among them.
struct CellPlaces {
    /// A bit per cell of the grid, and the cells before each word of bits, where the grid is small (Jacobson, "Space-efficient static trees and graphs",
    /// 1989); open addressing with linear probing where it is not (Knuth, volume 3, 6.4).
    private enum Index {
        case bits([UInt64], before: [UInt32])
        case table(CellTable)
    }

    /// Of the cells that occur, ascending.
    let keys: [UInt64]
    private let index: Index

    init(_ codes: CellCodes, _ grid: CellGrid) {
        if grid.isSmall(beside: codes.count) {
            var bits = [UInt64](repeating: 0, count: Int(grid.height * grid.width / 64) + 1)
            bits.withUnsafeMutableBufferPointer { bits in
                codes.forEach(0..<codes.count, grid) { _, key in bits[Int(truncatingIfNeeded: key &>> 6)] |= 1 &<< (key & 63) }
            }
            let before = Self.ranks(bits)
            keys = Self.members(bits, count: Int(before[bits.count]))
            index = .bits(bits, before: before)
        } else {
            var table = CellTable()
            codes.forEach(0..<codes.count, grid) { _, key in table.insert(key) }
            keys = table.order()
            index = .table(table)
        }
    }

    /// Bits before each word, and all bits last.
    private static func ranks(_ bits: [UInt64]) -> [UInt32] {
        var before = [UInt32](repeating: 0, count: bits.count + 1)
        for word in bits.indices { before[word + 1] = before[word] + UInt32(bits[word].nonzeroBitCount) }
        return before
    }

    private static func members(_ bits: [UInt64], count: Int) -> [UInt64] {
        [UInt64](unsafeUninitializedCapacity: count) { keys, used in
            for (word, all) in bits.enumerated() {
                var rest = all
                while rest != 0 {
                    keys[used] = UInt64(word) &<< 6 | UInt64(rest.trailingZeroBitCount)
                    used &+= 1
                    rest &= rest &- 1
                }
            }
        }
    }

    /// The places of a range of rows, of which all cells occur.
    func places(_ codes: CellCodes, _ range: Range<Int>, _ grid: CellGrid, into places: UnsafeMutablePointer<Int32>) {
        let first = range.lowerBound
        switch index {
        case .bits(let bits, let before):
            bits.withUnsafeBufferPointer { bits in
                before.withUnsafeBufferPointer { before in
                    codes.forEach(range, grid) { row, key in
                        let word = Int(truncatingIfNeeded: key &>> 6)
                        let rank = (bits[word] & (1 &<< (key & 63) &- 1)).nonzeroBitCount
                        places[row &- first] = Int32(truncatingIfNeeded: before[word]) &+ Int32(truncatingIfNeeded: rank)
                    }
                }
            }
        case .table(let table):
            codes.forEach(range, grid) { row, key in places[row &- first] = table.find(key) ?? 0 }
        }
    }

    /// The place of a cell; nil where it does not occur.
    func place(_ key: UInt64) -> Int? {
        switch index {
        case .bits(let bits, let before):
            let word = Int(key >> 6)
            guard bits[word] >> (key & 63) & 1 == 1 else { return nil }
            return Int(before[word]) + (bits[word] & (1 << (key & 63) - 1)).nonzeroBitCount
        case .table(let table): return table.find(key).map { Int($0) }
        }
    }
}
