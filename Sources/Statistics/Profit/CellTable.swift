/// Maps a pair of codes to a dense slot: a direct table where the grid is small, open addressing with linear probing (Knuth, volume 3, 6.4) where not.
struct CellTable {
    private static let largestGrid = 1 << 22
    private static let empty = UInt64.max

    private let width: UInt64
    private let isDirect: Bool
    private var slots: [Int32]
    private var keys: [UInt64] = []
    private var shift: UInt64 = 0
    /// The key of each slot, in the order of first sight.
    private(set) var seen: [UInt64] = []

    init(rows: Int, columns: Int) {
        width = UInt64(columns)
        isDirect = rows <= CellTable.largestGrid / max(columns, 1)
        slots = [Int32](repeating: -1, count: isDirect ? rows * columns : 1 << 12)
        if !isDirect {
            keys = [UInt64](repeating: CellTable.empty, count: 1 << 12)
            shift = 64 - 12
        }
    }

    /// The slot of a cell, new where it was not seen before.
    @inline(__always)
    mutating func slot(row: UInt32, column: UInt32) -> Int {
        let key = UInt64(row) &* width &+ UInt64(column)
        if isDirect {
            let found = slots[Int(truncatingIfNeeded: key)]
            return found >= 0 ? Int(found) : insert(key, at: Int(truncatingIfNeeded: key))
        }
        return probe(key)
    }

    private mutating func insert(_ key: UInt64, at place: Int) -> Int {
        let slot = seen.count
        slots[place] = Int32(slot)
        seen.append(key)
        return slot
    }

    private mutating func probe(_ key: UInt64) -> Int {
        var place = home(key)
        while keys[place] != CellTable.empty {
            if keys[place] == key { return Int(slots[place]) }
            place = (place &+ 1) & (keys.count &- 1)
        }
        if 2 * (seen.count + 1) > keys.count {
            grow()
            return probe(key)
        }
        keys[place] = key
        return insert(key, at: place)
    }

    /// Multiplicative hashing by 2⁶⁴/φ.
    private func home(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift) }

    private mutating func grow() {
        let size = keys.count * 4
        shift -= 2
        keys = [UInt64](repeating: CellTable.empty, count: size)
        slots = [Int32](repeating: -1, count: size)
        for (slot, key) in seen.enumerated() {
            var place = home(key)
            while keys[place] != CellTable.empty { place = (place &+ 1) & (size &- 1) }
            keys[place] = key
            slots[place] = Int32(slot)
        }
    }

    func row(of key: UInt64) -> UInt32 { UInt32(key / width) }
    func column(of key: UInt64) -> UInt32 { UInt32(key % width) }
}
