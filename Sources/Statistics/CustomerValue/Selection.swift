/// Order statistics without sorting. Source: Hoare, "Algorithm 65: find", Communications of the ACM 4 (1961).
enum Selection {
    /// The quantile of `values` at `share`, interpolated between order statistics (Hyndman, Fan 1996, type 7); the values change places.
    static func quantile(_ values: UnsafeMutableBufferPointer<Double>, _ share: Double) -> Double {
        let place = share * Double(values.count - 1)
        let lower = Int(place)
        let first = select(values, lower)
        guard lower + 1 < values.count, place > Double(lower) else { return first }
        var second = Double.infinity
        for index in (lower + 1)..<values.count { second = min(second, values[index]) }
        return first + (place - Double(lower)) * (second - first)
    }

    /// The value of rank `rank`; afterwards nothing before it is greater and nothing behind it less.
    private static func select(_ values: UnsafeMutableBufferPointer<Double>, _ rank: Int) -> Double {
        var (left, right) = (0, values.count - 1)
        while left < right {
            let middle = (left + right) / 2
            let pivot = median(values[left], values[middle], values[right])
            var (i, j) = (left, right)
            while i <= j {
                while values[i] < pivot { i += 1 }
                while pivot < values[j] { j -= 1 }
                guard i <= j else { break }
                values.swapAt(i, j)
                i += 1
                j -= 1
            }
            if rank <= j { right = j } else if rank >= i { left = i } else { break }
        }
        return values[rank]
    }

    private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
        max(min(a, b), min(max(a, b), c))
    }
}
