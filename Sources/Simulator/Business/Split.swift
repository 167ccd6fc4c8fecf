/// Divides whole things.
enum Split {
    /// Parts in proportion to the weights that add up to the total exactly. `offset`, from 0 to below 1, turns the rounding, so that small
    /// totals do not always fall to the same part.
    static func parts(_ total: Int, _ weights: [Double], offset: Double = 0.5) -> [Int] {
        let sum = weights.reduce(0, +)
        guard sum > 0, total > 0 else { return Array(repeating: 0, count: weights.count) }
        var passed = 0.0
        var given = 0
        let last = weights.lastIndex { $0 > 0 }
        return weights.indices.map { index in
            passed += weights[index] / sum
            let reached = index == last ? total : min(total, max(given, Int(Double(total) * passed + offset)))
            defer { given = max(given, weights[index] > 0 ? reached : given) }
            return weights[index] > 0 ? reached - given : 0
        }
    }

    /// The same for money in micros, in whole cents.
    static func money(_ total: Int64, _ weights: [Double]) -> [Int64] { parts(Int(total / 10_000), weights).map { Int64($0) * 10_000 } }
}
