/// Ranks and coverage over simulated data sets.
public struct CalibrationResult: Sendable, Equatable {
    /// One simulated data set.
    public struct Replicate: Sendable, Equatable {
        public let truth: [Double]
        /// Posterior draws below the truth, per quantity.
        public let ranks: [Int]
        /// Whether the interval held the truth, per quantity.
        public let covered: [Bool]
        public let divergences: Int
    }

    public let replicates: [Replicate]
    /// Draws that ranks are counted in.
    public let kept: Int

    /// Share of intervals that held the truth.
    public func coverage(of quantity: Int) -> Double {
        Double(replicates.count { $0.covered[quantity] }) / Double(replicates.count)
    }

    /// Pearson's statistic of the ranks against uniformity in `bins`, and the probability of one at least as large.
    ///
    /// The expectation of a bin follows the number of ranks that fall into it.
    public func uniformity(of quantity: Int, bins: Int = 20) -> (statistic: Double, probability: Double) {
        var seen = [Double](repeating: 0, count: bins)
        var expected = seen
        for rank in 0...kept { expected[rank * bins / (kept + 1)] += Double(replicates.count) / Double(kept + 1) }
        for replicate in replicates { seen[replicate.ranks[quantity] * bins / (kept + 1)] += 1 }
        let statistic = zip(seen, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1 }
        return (statistic, Special.incompleteGammaComplement(Double(bins - 1) / 2, statistic / 2))
    }
}
