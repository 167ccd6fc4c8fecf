/// Division of an amount into whole parts by the largest-remainder method (Hamilton): every part gets the floor of its share, the units left go to the
/// largest remainders, ties to the earlier part. The parts sum to the amount exactly.
public enum LargestRemainder {
    /// Shares of `total` in proportion to `weights` (negative ones count as 0); `nil` when no weight is positive. A negative total is divided like its
    /// magnitude.
    public static func divide(_ total: Int64, by weights: [Int64]) -> [Int64]? {
        let mass = weights.reduce(Int128(0)) { $0 + Int128(max($1, 0)) }
        guard mass > 0 else { return nil }
        let amount = Int128(total).magnitude
        let size = mass.magnitude
        var parts = [UInt64](repeating: 0, count: weights.count)
        var remainders: [(rest: UInt128, index: Int)] = []
        var left = amount
        for (index, weight) in weights.enumerated() where weight > 0 {
            let (share, rest) = (amount * UInt128(weight)).quotientAndRemainder(dividingBy: size)
            parts[index] = UInt64(share)
            left -= share
            if rest > 0 { remainders.append((rest, index)) }
        }
        remainders.sort { ($1.rest, $0.index) < ($0.rest, $1.index) }
        for (_, index) in remainders.prefix(Int(left)) { parts[index] += 1 }
        return parts.map { total < 0 ? Int64(truncatingIfNeeded: 0 &- $0) : Int64(truncatingIfNeeded: $0) }
    }

    /// Shares of `total` in proportion to fractions, which are taken to 15 decimals of their sum; `nil` when none is positive or one is not finite.
    public static func divide(_ total: Int64, byFractions weights: [Double]) -> [Int64]? {
        let mass = weights.reduce(0) { $0 + max($1, 0) }
        guard mass > 0, mass.isFinite, weights.allSatisfy({ $0.isFinite }) else { return nil }
        return divide(total, by: weights.map { Int64((max($0, 0) / mass * 1e15).rounded()) })
    }
}
