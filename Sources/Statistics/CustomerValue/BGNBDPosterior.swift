import RealModule

/// The posterior of log r, log α, log a, log b: the likelihood on distinct rows with log-normal priors.
public struct BGNBDPosterior: LogDensity {
    public let priors: BGNBDPriors
    private let likelihood: BGNBDLikelihood
    private let each: [PositivePrior]

    public init(_ rows: RepeatRows, priors: BGNBDPriors? = nil) {
        self.priors = priors ?? .weak(for: rows)
        likelihood = BGNBDLikelihood(rows: rows)
        each = self.priors.all
    }

    public var dimension: Int { 4 }

    public func workspace() {}

    public func evaluate(
        _ point: UnsafeBufferPointer<Double>, gradient: UnsafeMutableBufferPointer<Double>, in workspace: inout Void
    ) -> Double {
        guard point.allSatisfy({ abs($0) < 40 }) else { return -.infinity }
        let model = BGNBD(r: .exp(point[0]), alpha: .exp(point[1]), a: .exp(point[2]), b: .exp(point[3]))
        let (value, slope) = likelihood.evaluate(model)
        var total = value
        for index in 0..<4 {
            let prior = each[index].evaluate(point[index])
            total += prior.value
            gradient[index] = slope[index] * Double.exp(point[index]) + prior.slope
        }
        return total
    }

    /// Places to start chains from: around the priors' medians, whatever the unit of time.
    public func starts(chains: Int, seed: UInt64 = 1) -> [[Double]] {
        DrawPicks.starts(each, chains, seed)
    }

    /// `count` models spread evenly over all draws.
    public static func models(_ draws: Draws, count: Int) -> [BGNBD] {
        DrawPicks.points(draws, count: count).map(BGNBD.init(logarithms:))
    }
}

/// The posterior of log p, log q, log v: the likelihood of the repeat customers with log-normal priors.
public struct GammaGammaPosterior: LogDensity {
    public let priors: GammaGammaPriors
    private let likelihood: GammaGammaLikelihood
    private let each: [PositivePrior]

    public init(_ rows: SpendRows, priors: GammaGammaPriors? = nil) {
        self.priors = priors ?? .weak(for: rows)
        likelihood = GammaGammaLikelihood(rows: rows)
        each = self.priors.all
    }

    public var dimension: Int { 3 }

    public func workspace() {}

    public func evaluate(
        _ point: UnsafeBufferPointer<Double>, gradient: UnsafeMutableBufferPointer<Double>, in workspace: inout Void
    ) -> Double {
        guard point.allSatisfy({ abs($0) < 40 }) else { return -.infinity }
        let model = GammaGamma(p: .exp(point[0]), q: .exp(point[1]), v: .exp(point[2]))
        let expansion = likelihood.evaluate(model)
        var total = expansion.value
        for index in 0..<3 {
            let prior = each[index].evaluate(point[index])
            total += prior.value
            gradient[index] = expansion.gradient[index] * Double.exp(point[index]) + prior.slope
        }
        return total
    }

    /// Places to start chains from: around the priors' medians, whatever the currency.
    public func starts(chains: Int, seed: UInt64 = 1) -> [[Double]] {
        DrawPicks.starts(each, chains, seed)
    }

    /// `count` models spread evenly over all draws.
    public static func models(_ draws: Draws, count: Int) -> [GammaGamma] {
        DrawPicks.points(draws, count: count).map(GammaGamma.init(logarithms:))
    }
}

/// Some of many draws, and starts for new ones.
enum DrawPicks {
    static func starts(_ priors: [PositivePrior], _ chains: Int, _ seed: UInt64) -> [[Double]] {
        (0..<chains).map { chain in
            var generator = Philox(seed: seed, stream: UInt64(chain))
            return priors.map { Double.log($0.median) + 2 * generator.uniform() - 1 }
        }
    }

    static func points(_ draws: Draws, count: Int) -> [[Double]] {
        let wanted = min(count, draws.total)
        return (0..<wanted).map { index in
            let draw = index * draws.total / wanted
            return Array(draws.values[(draw * draws.dimension)..<((draw + 1) * draws.dimension)])
        }
    }
}
