/// Ranks turned into normal scores, so that convergence can be judged whatever the tails.
/// Source: Vehtari, Gelman, Simpson, Carpenter, Bürkner, "Rank-normalization, folding, and localization: an improved R-hat for assessing convergence
/// of MCMC", Bayesian Analysis 16 (2021), equation 14 (Blom's offset of 3/8).
enum RankNormal {
    /// Each chain as its first and its last half; a middle draw of an odd count is left out.
    static func split(_ chains: [[Double]]) -> [[Double]] {
        let half = (chains.first?.count ?? 0) / 2
        return chains.map { Array($0.prefix(half)) } + chains.map { Array($0.suffix(half)) }
    }

    /// Normal scores of the average ranks over all chains.
    static func scores(_ chains: [[Double]]) -> [[Double]] {
        let flat = chains.flatMap { $0 }
        let size = Double(flat.count) + 0.25
        let scores = averageRanks(flat).map { Special.normalQuantile(($0 - 0.375) / size) }
        var start = 0
        return chains.map { chain in
            defer { start += chain.count }
            return Array(scores[start..<start + chain.count])
        }
    }

    /// Ranks from 1; equal values share their mean rank.
    static func averageRanks(_ values: [Double]) -> [Double] {
        let keyed = values.enumerated().map { (value: $0.element, index: $0.offset) }.sorted { $0.value < $1.value }
        var ranks = [Double](repeating: 0, count: values.count)
        var first = 0
        while first < keyed.count {
            var last = first
            while last + 1 < keyed.count, keyed[last + 1].value == keyed[first].value { last += 1 }
            for position in first...last { ranks[keyed[position].index] = Double(first + last) / 2 + 1 }
            first = last + 1
        }
        return ranks
    }
}
