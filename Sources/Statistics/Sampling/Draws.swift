/// What is known of one transition besides its position.
public struct DrawStatistics: Sendable, Equatable {
    /// Log density at the draw.
    public var logDensity: Double
    /// Mean Metropolis acceptance over the trajectory, in [0, 1].
    public var acceptance: Double
    /// Doublings of the trajectory.
    public var depth: Int
    /// Leapfrog steps, each one gradient.
    public var leapfrogs: Int
    /// Whether the trajectory left the region where the integrator is stable.
    public var diverged: Bool
    /// Energy of the draw: kinetic energy minus log density.
    public var energy: Double
    /// Step size in the metric's units.
    public var stepSize: Double

    public init(
        logDensity: Double = 0, acceptance: Double = 1, depth: Int = 0, leapfrogs: Int = 0, diverged: Bool = false, energy: Double = 0,
        stepSize: Double = 0
    ) {
        self.logDensity = logDensity
        self.acceptance = acceptance
        self.depth = depth
        self.leapfrogs = leapfrogs
        self.diverged = diverged
        self.energy = energy
        self.stepSize = stepSize
    }
}

/// Posterior draws of several chains.
public struct Draws: Sendable, Equatable {
    public let chains: Int
    /// Draws per chain.
    public let count: Int
    /// Parameters per draw.
    public let dimension: Int
    /// `[chain][draw][parameter]`, flat.
    public var values: [Double]
    /// `[chain][draw]`, flat; empty where the draws come from elsewhere.
    public var statistics: [DrawStatistics]
    /// What each chain's warm-up ended with; empty where the draws come from elsewhere.
    public var adaptations: [Adaptation]

    /// How one chain was tuned.
    public struct Adaptation: Sendable, Equatable {
        /// Step size used for the draws.
        public let stepSize: Double
        /// Estimated covariance of the parameters: the inverse metric.
        public let covariance: Matrix
        /// Density evaluations of the warm-up.
        public let evaluations: Int

        public init(stepSize: Double, covariance: Matrix, evaluations: Int) {
            self.stepSize = stepSize
            self.covariance = covariance
            self.evaluations = evaluations
        }
    }

    /// `values` must hold `chains * count * dimension` numbers, `statistics` `chains * count` or none.
    public init(
        chains: Int, count: Int, dimension: Int, values: [Double], statistics: [DrawStatistics] = [], adaptations: [Adaptation] = []
    ) {
        precondition(values.count == chains * count * dimension, "draws need chains * count * dimension values")
        precondition(statistics.isEmpty || statistics.count == chains * count, "draws need one statistic per draw, or none")
        self.chains = chains
        self.count = count
        self.dimension = dimension
        self.values = values
        self.statistics = statistics
        self.adaptations = adaptations
    }

    /// Draws of all chains together.
    public var total: Int { chains * count }

    public subscript(chain: Int, draw: Int, parameter: Int) -> Double {
        values[(chain * count + draw) * dimension + parameter]
    }

    /// One parameter's draws in one chain, in order.
    public func chain(_ chain: Int, parameter: Int) -> [Double] {
        (0..<count).map { self[chain, $0, parameter] }
    }

    /// One parameter's draws, chain after chain.
    public func parameter(_ parameter: Int) -> [Double] {
        (0..<total).map { values[$0 * dimension + parameter] }
    }

    /// The parameters of draw `index`, counted over all chains.
    public func point(_ index: Int) -> ArraySlice<Double> {
        values[index * dimension..<(index + 1) * dimension]
    }

    /// Derived quantities of every draw, such as parameters on their natural scale; statistics stay.
    public func mapped(
        to newDimension: Int, _ body: (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Void
    ) -> Draws {
        var derived = [Double](repeating: 0, count: total * newDimension)
        values.withUnsafeBufferPointer { from in
            derived.withUnsafeMutableBufferPointer { to in
                for index in 0..<total {
                    body(
                        UnsafeBufferPointer(rebasing: from[index * dimension..<(index + 1) * dimension]),
                        UnsafeMutableBufferPointer(rebasing: to[index * newDimension..<(index + 1) * newDimension]))
                }
            }
        }
        return Draws(chains: chains, count: count, dimension: newDimension, values: derived, statistics: statistics, adaptations: adaptations)
    }

    /// Density evaluations of warm-up and draws.
    public var evaluations: Int {
        statistics.reduce(0) { $0 + $1.leapfrogs } + adaptations.reduce(0) { $0 + $1.evaluations }
    }
}
