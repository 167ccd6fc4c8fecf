import RealModule

/// Whether chains agree, and how many independent draws they are worth.
///
/// Source: Vehtari, Gelman, Simpson, Carpenter, Bürkner, Bayesian Analysis 16 (2021). Chains are arrays of equal length; fewer than four draws, or a
/// value that is not finite, give NaN.
public enum Convergence {
    /// Split R-hat of the ranks, and of the ranks of the distance from the median, whichever is larger (equations 4 and 14, and section 4.2).
    public static func rHat(_ chains: [[Double]]) -> Double {
        guard isValid(chains) else { return .nan }
        let halves = RankNormal.split(chains)
        let median = Quantiles.quantile(0.5, ofSorted: halves.flatMap { $0 }.sorted())
        let folded = halves.map { $0.map { abs($0 - median) } }
        let (bulk, tail) = (plainRHat(RankNormal.scores(halves)), plainRHat(RankNormal.scores(folded)))
        return bulk.isNaN ? bulk : tail.isNaN ? tail : max(bulk, tail)
    }

    /// Effective draws for the centre of the distribution.
    public static func bulkESS(_ chains: [[Double]]) -> Double {
        guard isValid(chains) else { return .nan }
        return EffectiveSize.of(RankNormal.scores(RankNormal.split(chains)))
    }

    /// Effective draws for the 5 % and the 95 % quantile, whichever has fewer.
    public static func tailESS(_ chains: [[Double]]) -> Double {
        min(quantileESS(chains, 0.05), quantileESS(chains, 0.95))
    }

    /// Effective draws for the mean.
    public static func meanESS(_ chains: [[Double]]) -> Double {
        guard isValid(chains) else { return .nan }
        return EffectiveSize.of(RankNormal.split(chains))
    }

    /// Effective draws for the standard deviation: those of the squared distance from the mean.
    public static func deviationESS(_ chains: [[Double]]) -> Double {
        meanESS(squaredDistances(chains))
    }

    /// Effective draws for a quantile: those of the indicator of lying below it.
    public static func quantileESS(_ chains: [[Double]], _ probability: Double) -> Double {
        guard isValid(chains) else { return .nan }
        let bound = Quantiles.quantile(probability, ofSorted: chains.flatMap { $0 }.sorted())
        return EffectiveSize.of(RankNormal.split(chains.map { $0.map { $0 <= bound ? 1 : 0 } }))
    }

    /// Energy Bayesian fraction of missing information of one chain's energies.
    /// Source: Betancourt, "Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo", arXiv:1604.00695 (2016).
    public static func energyFraction(_ energies: [Double]) -> Double {
        guard energies.count > 1 else { return .nan }
        var change = 0.0
        for i in 1..<energies.count { change += (energies[i] - energies[i - 1]) * (energies[i] - energies[i - 1]) }
        return change / Double(energies.count - 1) / Moments(energies).variance
    }

    static func isValid(_ chains: [[Double]]) -> Bool {
        guard let count = chains.first?.count, count >= 4 else { return false }
        return chains.allSatisfy { $0.count == count && $0.allSatisfy(\.isFinite) }
    }

    static func squaredDistances(_ chains: [[Double]]) -> [[Double]] {
        let mean = Moments(chains.flatMap { $0 }).mean
        return chains.map { $0.map { ($0 - mean) * ($0 - mean) } }
    }

    /// The root of the pooled variance over that within chains.
    private static func plainRHat(_ chains: [[Double]]) -> Double {
        let count = Double(chains.first?.count ?? 0)
        let moments = chains.map { Moments($0) }
        let within = moments.reduce(0) { $0 + $1.variance } / Double(chains.count)
        let between = count * Moments(moments.map(\.mean)).variance
        return ((between / within + count - 1) / count).squareRoot()
    }
}

/// Mean and variance, the latter with n - 1.
struct Moments {
    let mean: Double
    let variance: Double

    init(_ values: [Double]) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        self.mean = mean
        variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    }
}
