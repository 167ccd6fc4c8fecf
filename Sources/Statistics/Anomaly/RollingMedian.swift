/// Medians of a sliding window in O(n log w): blocks of w outputs, each with a Fenwick tree (Fenwick 1994) over the ranks of the values it can meet.
/// `nan` is a gap and takes no part; a window without a value gives `nan`.
public enum RollingMedian {
    /// The median of the `width` values that end at each row (fewer at the start).
    public static func trailing(_ values: [Double], width: Int) -> [Double] {
        windows(values, before: max(width, 1) - 1, after: 0)
    }

    /// The median of the `half` values before and after each row and the row itself (fewer at the ends).
    public static func centred(_ values: [Double], half: Int) -> [Double] {
        windows(values, before: max(half, 0), after: max(half, 0))
    }

    private static func windows(_ values: [Double], before: Int, after: Int) -> [Double] {
        let width = before + after + 1
        var result = [Double](repeating: .nan, count: values.count)
        for start in stride(from: 0, to: values.count, by: width) {
            let end = min(start + width, values.count)
            var block = MedianBlock(values[max(start - before, 0)..<min(end + after, values.count)])
            for row in max(start - before, 0)..<min(start + after, values.count) { block.insert(row) }
            for row in start..<end {
                if row + after < values.count { block.insert(row + after) }
                result[row] = block.median
                if row - before >= 0 { block.remove(row - before) }
            }
        }
        return result
    }
}

/// A multiset of the values of one stretch of rows, with its median.
private struct MedianBlock {
    private let sorted: [Double]
    private let first: Int
    private let ranks: [Int32]
    private var tree: [Int32]
    private var count: Int32 = 0
    private let top: Int

    init(_ slice: ArraySlice<Double>) {
        first = slice.startIndex
        let order = slice.indices.filter { !slice[$0].isNaN }.sorted { (slice[$0], $0) < (slice[$1], $1) }
        sorted = order.map { slice[$0] }
        var ranks = [Int32](repeating: 0, count: slice.count)
        for (rank, row) in order.enumerated() { ranks[row - slice.startIndex] = Int32(rank + 1) }
        self.ranks = ranks
        tree = [Int32](repeating: 0, count: order.count + 1)
        var top = 1
        while top * 2 <= order.count { top *= 2 }
        self.top = top
    }

    mutating func insert(_ row: Int) { add(row, 1) }
    mutating func remove(_ row: Int) { add(row, -1) }

    private mutating func add(_ row: Int, _ amount: Int32) {
        var node = Int(ranks[row - first])
        guard node > 0 else { return }
        count += amount
        while node < tree.count {
            tree[node] += amount
            node += node & -node
        }
    }

    /// The mean of the two middle values of an even number.
    var median: Double {
        guard count > 0 else { return .nan }
        let upper = value(at: count / 2)
        return count % 2 == 1 ? upper : (value(at: count / 2 - 1) + upper) / 2
    }

    /// The value of this rank from 0, by binary descent.
    private func value(at rank: Int32) -> Double {
        var node = 0
        var left = rank
        var step = top
        while step > 0 {
            let next = node + step
            if next < tree.count, tree[next] <= left {
                node = next
                left -= tree[next]
            }
            step /= 2
        }
        return sorted[node]
    }
}
