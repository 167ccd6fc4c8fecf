/// Scores of any number of customers in bounded memory: how alive they are, and how value is divided among them.
///
/// Values are counted in bins a forty-eighth of a doubling wide, each with its sum, so totals are exact and places in the order good to 1.5 %.
package struct CustomerTally: Sendable {
    private static let perDoubling = 48
    private static let doublings = 96
    private static let lowest = -32

    package private(set) var customers = 0
    package private(set) var aliveSum = 0.0
    package private(set) var valueSum = 0.0
    /// Customers with a value.
    package private(set) var valued = 0
    /// Customers by P(alive), in twentieths.
    private(set) var alive = [Int](repeating: 0, count: 20)
    /// The first bin is for nothing at all.
    private var bins = [(count: Int, sum: Double)](repeating: (0, 0), count: perDoubling * doublings + 1)

    package init() {}

    /// Adds a customer. A value that is no number is passed over; below 0 counts as nothing.
    package mutating func add(alive probability: Double, lifetimeValue: Double? = nil) {
        customers += 1
        if probability.isFinite {
            aliveSum += probability
            alive[min(max(Int(probability * 20), 0), 19)] += 1
        }
        guard let value = lifetimeValue, value.isFinite else { return }
        valued += 1
        valueSum += max(value, 0)
        let bin = Self.bin(value)
        bins[bin].count += 1
        bins[bin].sum += max(value, 0)
    }

    private static func bin(_ value: Double) -> Int {
        guard value > 0, value.isNormal else { return 0 }
        let place = (Int(value.exponent) - lowest) * perDoubling + Int((value.significand - 1) * Double(perDoubling))
        return min(max(place, 0), perDoubling * doublings - 1) + 1
    }

    /// Value of the best customers: for each of `parts` equal groups, the best first, their sum.
    package func groups(_ parts: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: parts)
        guard valued > 0 else { return sums }
        let ends = (1...parts).map { Double(valued) * Double($0) / Double(parts) }
        var (taken, group) = (0.0, 0)
        for bin in bins.reversed() where bin.count > 0 {
            let each = bin.sum / Double(bin.count)
            var left = Double(bin.count)
            while left > 0 {
                while group < parts - 1, taken >= ends[group] { group += 1 }
                let step = group == parts - 1 ? left : min(left, ends[group] - taken)
                sums[group] += step * each
                (taken, left) = (taken + step, left - step)
            }
        }
        return sums
    }
}
