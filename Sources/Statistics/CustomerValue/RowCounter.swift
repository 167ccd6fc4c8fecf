/// Counts equal (x, t_x, T) as customers stream by. Memory grows with the distinct rows, not with the customers.
public struct RowCounter: Sendable {
    /// Times are below this many steps; longer ones are taken for the longest.
    public static let timeLimit = 1 << 22
    /// Frequencies are counted up to this one; a greater one is taken for it.
    public static let frequencyLimit = (1 << 20) - 1

    private let unit: TimeGrid
    private var keys: [UInt64] = []
    private var counts: [UInt32] = []
    private var waiting: [UInt64] = []
    private static let batch = 1 << 20

    /// `unit` says how many steps make one unit of time.
    public init(unit: TimeGrid) {
        self.unit = unit
    }

    /// Adds one customer: x, t_x and T in steps of the grid.
    public mutating func add(frequency: Int, recency: Int, age: Int) {
        let x = RowCounter.held(frequency, below: RowCounter.frequencyLimit + 1)
        let last = x == 0 ? 0 : RowCounter.held(recency, below: RowCounter.timeLimit)
        waiting.append(x << 44 | RowCounter.held(age, below: RowCounter.timeLimit) << 22 | last)
        if waiting.count >= RowCounter.batch { settle() }
    }

    private static func held(_ value: Int, below limit: Int) -> UInt64 {
        UInt64(max(0, min(value, limit - 1)))
    }

    /// The distinct rows, by x, T and t_x.
    public mutating func rows() -> RepeatRows {
        settle()
        return unpacked()
    }

    /// Adds a customer whose times lie on the grid, to the nearest step.
    public mutating func add(_ customer: CustomerRecord) {
        add(frequency: customer.frequency, recency: unit.steps(customer.recency), age: unit.steps(customer.age))
    }

    private func unpacked() -> RepeatRows {
        var rows = RepeatRows()
        rows.reserve(keys.count + 64)
        var current = -1
        for (key, count) in zip(keys, counts) {
            let x = Int(key >> 44)
            if x != current {
                if current >= 0 { rows.close() }
                rows.open(frequency: x)
                current = x
            }
            let age = unit.time(Int(key >> 22 & 0x3F_FFFF))
            rows.append(recency: unit.time(Int(key & 0x3F_FFFF)), age: age, weight: Int(count))
        }
        if current >= 0 { rows.close() }
        return rows
    }

    /// Merges the waiting keys into the counted ones.
    private mutating func settle() {
        guard !waiting.isEmpty else { return }
        RadixSort.sort(&waiting)
        var mergedKeys: [UInt64] = []
        var mergedCounts: [UInt32] = []
        mergedKeys.reserveCapacity(keys.count + 1024)
        mergedCounts.reserveCapacity(keys.count + 1024)
        var (old, new) = (0, 0)
        while old < keys.count || new < waiting.count {
            let key = old < keys.count && (new >= waiting.count || keys[old] <= waiting[new]) ? keys[old] : waiting[new]
            var count: UInt32 = 0
            if old < keys.count, keys[old] == key {
                count = counts[old]
                old += 1
            }
            while new < waiting.count, waiting[new] == key {
                count += 1
                new += 1
            }
            mergedKeys.append(key)
            mergedCounts.append(count)
        }
        keys = mergedKeys
        counts = mergedCounts
        waiting.removeAll(keepingCapacity: true)
    }
}

/// Least digit first, eleven bits at a time, skipping digits that are the same everywhere.
enum RadixSort {
    static func sort(_ keys: inout [UInt64]) {
        guard keys.count > 256 else { return keys.sort() }
        var some: UInt64 = 0
        var every = UInt64.max
        for key in keys {
            some |= key
            every &= key
        }
        let varying = some & ~every
        var target = [UInt64](repeating: 0, count: keys.count)
        for shift in stride(from: UInt64(0), to: 64, by: 11) where varying >> shift & 0x7FF != 0 {
            pass(keys, into: &target, shift: shift)
            swap(&keys, &target)
        }
    }

    private static func pass(_ keys: [UInt64], into target: inout [UInt64], shift: UInt64) {
        var places = [Int](repeating: 0, count: 2049)
        for key in keys { places[Int(key >> shift & 0x7FF) + 1] += 1 }
        for digit in 0..<2048 { places[digit + 1] += places[digit] }
        for key in keys {
            let digit = Int(key >> shift & 0x7FF)
            target[places[digit]] = key
            places[digit] += 1
        }
    }
}
