/// Order statistics by selection (Hoare 1961), without sorting the whole.
enum Median {
    /// The `k`-th smallest (from 0) of the values, which are reordered. `nan` is not allowed.
    static func select(_ k: Int, in values: UnsafeMutableBufferPointer<Double>) -> Double {
        var low = 0
        var high = values.count - 1
        while low < high {
            let pivot = middle(values[low], values[(low + high) / 2], values[high])
            var left = low
            var right = high
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if k <= right {
                high = right
            } else if k >= left {
                low = left
            } else {
                break
            }
        }
        return values[k]
    }

    private static func middle(_ a: Double, _ b: Double, _ c: Double) -> Double { max(min(a, b), min(max(a, b), c)) }

    /// The median of the values, which are reordered; the mean of the two middle ones for an even count; `nan` for none.
    static func of(_ values: UnsafeMutableBufferPointer<Double>) -> Double {
        let count = values.count
        guard count > 0 else { return .nan }
        let upper = select(count / 2, in: values)
        if count % 2 == 1 { return upper }
        var lower = values[0]
        for index in 1..<max(count / 2, 1) where values[index] > lower { lower = values[index] }
        return (lower + upper) / 2
    }

    static func of(_ values: [Double]) -> Double {
        var copy = values
        return copy.withUnsafeMutableBufferPointer { of($0) }
    }

    /// The factor that makes the median absolute deviation of normal data their standard deviation, 1/Φ⁻¹(3/4).
    static let toDeviation = 1.482_602_218_505_602
}
