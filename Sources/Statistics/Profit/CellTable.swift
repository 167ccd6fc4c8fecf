/// Keys of cells with their places in ascending order: open addressing with linear probing.
struct CellTable {
    private static let empty = UInt64.max

    private var keys = [UInt64](repeating: CellTable.empty, count: 1 << 12)
    private var places: [Int32] = []
    private var count = 0
    private var shift: UInt64 = 64 - 12

    mutating func insert(_ key: UInt64) {
        let place = slot(key)
        guard keys[place] != key else { return }
        keys[place] = key
        count += 1
        if 2 * count > keys.count { grow() }
    }

    /// All keys, ascending; their places are known from then on.
    mutating func order() -> [UInt64] {
        let sorted = RadixOrder.sorted(keys.filter { $0 != Self.empty })
        places = [Int32](repeating: 0, count: keys.count)
        for (place, key) in sorted.enumerated() { places[slot(key)] = Int32(place) }
        return sorted
    }

    func find(_ key: UInt64) -> Int32? {
        let slot = slot(key)
        return keys[slot] == key ? places[slot] : nil
    }

    /// Where a key stands, or would. Multiplicative hashing by 2⁶⁴/φ.
    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
        while keys[slot] != Self.empty, keys[slot] != key { slot = (slot &+ 1) & (keys.count &- 1) }
        return slot
    }

    private mutating func grow() {
        let old = keys
        keys = [UInt64](repeating: Self.empty, count: 4 * old.count)
        shift -= 2
        for key in old where key != Self.empty { keys[slot(key)] = key }
    }
}

/// Whole numbers in ascending order, by counting eleven bits at a time from the lowest (Knuth, volume 3, 5.2.5).
enum RadixOrder {
    static func sorted(_ values: [UInt64]) -> [UInt64] {
        let used = values.reduce(0, |)
        var (from, to) = (values, [UInt64](repeating: 0, count: values.count))
        var shift: UInt64 = 0
        while shift < 64, used >> shift != 0 {
            var places = [Int](repeating: 0, count: 2_049)
            for value in from { places[Int(truncatingIfNeeded: value &>> shift) & 2_047 &+ 1] &+= 1 }
            for digit in 0..<2_048 { places[digit + 1] += places[digit] }
            for value in from {
                let digit = Int(truncatingIfNeeded: value &>> shift) & 2_047
                to[places[digit]] = value
                places[digit] &+= 1
            }
            swap(&from, &to)
            shift += 11
        }
        return from
    }
}
