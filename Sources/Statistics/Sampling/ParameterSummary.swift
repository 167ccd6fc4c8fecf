/// One quantity's posterior in numbers, with what they are worth.
public struct ParameterSummary: Sendable, Equatable {
    public let mean: Double
    public let deviation: Double
    /// Shortest interval with the asked probability.
    public let interval: ClosedRange<Double>
    /// Monte Carlo standard errors of `mean` and `deviation`.
    public let meanError, deviationError: Double
    public let rHat: Double
    public let bulkESS, tailESS: Double

    /// - Parameters:
    ///   - chains: one array of draws per chain.
    ///   - probability: of `interval`.
    public init(chains: [[Double]], probability: Double = 0.94) {
        let flat = chains.flatMap { $0 }
        let moments = Moments(flat)
        mean = moments.mean
        deviation = moments.variance.squareRoot()
        interval = Quantiles.shortest(probability, of: flat)
        meanError = MonteCarloError.mean(chains)
        deviationError = MonteCarloError.deviation(chains)
        rHat = Convergence.rHat(chains)
        bulkESS = Convergence.bulkESS(chains)
        tailESS = Convergence.tailESS(chains)
    }
}

extension Draws {
    /// One parameter's draws, one array per chain.
    public func chains(parameter: Int) -> [[Double]] {
        (0..<chains).map { chain($0, parameter: parameter) }
    }

    /// Every parameter's summary, in order.
    public func summaries(probability: Double = 0.94) -> [ParameterSummary] {
        (0..<dimension).map { ParameterSummary(chains: chains(parameter: $0), probability: probability) }
    }

    /// Each chain's energy fraction (see `Convergence.energyFraction`); empty without statistics.
    public var energyFractions: [Double] {
        guard !statistics.isEmpty else { return [] }
        return (0..<chains).map { chain in
            Convergence.energyFraction(statistics[chain * count..<(chain + 1) * count].map(\.energy))
        }
    }

    /// Divergent transitions among the draws.
    public var divergences: Int { statistics.count { $0.diverged } }

    /// Transitions that reached the greatest depth without turning.
    public func saturated(maxDepth: Int) -> Int { statistics.count { $0.depth >= maxDepth } }
}
