import RealModule

/// A quantity with its uncertainty.
public struct Estimate: Sendable, Equatable {
    public let mean, median, deviation: Double
    /// Shortest interval with the fit's probability.
    public let interval: ClosedRange<Double>

    public init(_ draws: [Double], probability: Double = 0.94) {
        let sorted = draws.sorted()
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        self.mean = mean
        median = Quantiles.quantile(0.5, ofSorted: sorted)
        deviation = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(sorted.count - 1, 1))).squareRoot()
        interval = Self.shortest(probability, sorted)
    }

    private static func shortest(_ probability: Double, _ sorted: [Double]) -> ClosedRange<Double> {
        let count = min(Int(probability * Double(sorted.count)), sorted.count - 1)
        var best = 0
        for start in 0..<sorted.count - count where sorted[start + count] - sorted[start] < sorted[best + count] - sorted[best] { best = start }
        return sorted[best]...sorted[best + count]
    }
}
