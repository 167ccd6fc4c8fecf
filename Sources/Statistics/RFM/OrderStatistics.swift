/// Order statistics of whole numbers by counting their leading digits: linear in the number of values, whatever their distribution.
enum OrderStatistics {
    private static let digits: UInt64 = 12

    /// The `ranks`-th smallest values (from 1).
    static func select<T: FixedWidthInteger>(_ values: [T], ranks: [Int]) -> [T] {
        guard let least = values.min(), let most = values.max() else { return [] }
        return values.withUnsafeBufferPointer { values in ranks.map { select(values, rank: $0, least: Int64(least), most: Int64(most)) } }.map {
            T($0)
        }
    }

    /// Thins the values out to one bucket at a time until one value is left.
    private static func select<T: FixedWidthInteger>(_ values: UnsafeBufferPointer<T>, rank: Int, least: Int64, most: Int64) -> Int64 {
        let span = UInt64(bitPattern: most &- least)
        let shift = shift(span)
        let (bucket, before) = bucket(values, rank: rank, least: least, shift: shift, count: Int(span >> shift) + 1)
        let low = least &+ Int64(bitPattern: UInt64(bucket) << shift)
        if shift == 0 { return low }
        let inside = values.compactMap { value -> Int64? in
            let place = UInt64(bitPattern: Int64(value) &- least) >> shift
            return place == UInt64(bucket) ? Int64(value) : nil
        }
        let high = low &+ Int64(bitPattern: (UInt64(1) << shift) &- 1)
        return inside.withUnsafeBufferPointer { select($0, rank: rank - before, least: low, most: high) }
    }

    private static func shift(_ span: UInt64) -> UInt64 {
        let bits = UInt64(64 - span.leadingZeroBitCount)
        return bits > digits ? bits - digits : 0
    }

    /// The bucket that holds the rank, and how many values lie below it.
    private static func bucket<T: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<T>, rank: Int, least: Int64, shift: UInt64, count: Int
    ) -> (bucket: Int, before: Int) {
        var counts = [Int](repeating: 0, count: count)
        counts.withUnsafeMutableBufferPointer { counts in
            for value in values { counts[Int(truncatingIfNeeded: UInt64(bitPattern: Int64(value) &- least) &>> shift)] &+= 1 }
        }
        var before = 0
        for (bucket, size) in counts.enumerated() {
            if before + size >= rank { return (bucket, before) }
            before += size
        }
        return (count - 1, before)
    }
}
