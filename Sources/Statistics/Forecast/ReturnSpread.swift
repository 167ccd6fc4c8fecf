import RealModule

/// One possible deviation of campaigns' log returns from each other, with what it implies and how probable it is.
struct ReturnSpread {
    /// The deviation τ, and its square.
    let deviation, variance: Double
    /// Mean log return given τ and the variance of that mean.
    let mean, meanVariance: Double
    let probability: Double

    /// Posterior of τ on a grid from 0 to 3 with a half-normal prior of scale 1 and a flat prior on the mean (Gelman et al., "Bayesian Data Analysis",
    /// 3rd edition, section 5.4): log p(τ) = −½[τ² + Σ log(vᵢ+τ²) + log Σ 1/(vᵢ+τ²) + Σ (yᵢ−μ̂)²/(vᵢ+τ²)].
    static func worlds(_ returns: [(log: Double, variance: Double)]) -> [ReturnSpread] {
        let grid = (0..<121).map { step -> (spread: ReturnSpread, log: Double) in
            let part = Double(step) / 120
            let tau = 3 * part * part
            return conditional(tau, returns, width: 2 * part + 1.0 / 120)
        }
        let most = grid.map { $0.log }.max() ?? 0
        let mass = grid.reduce(0.0) { $0 + Double.exp($1.log - most) }
        return grid.map { spread, log in
            ReturnSpread(
                deviation: spread.deviation, variance: spread.variance, mean: spread.mean, meanVariance: spread.meanVariance,
                probability: Double.exp(log - most) / mass)
        }
    }

    private static func conditional(_ tau: Double, _ returns: [(log: Double, variance: Double)], width: Double) -> (spread: ReturnSpread, log: Double)
    {
        let square = tau * tau
        var mass = 0.0
        var sum = 0.0
        var logs = 0.0
        for (log, variance) in returns {
            mass += 1 / (variance + square)
            sum += log / (variance + square)
            logs += Double.log(variance + square)
        }
        let mean = sum / mass
        let misfit = returns.reduce(0.0) { $0 + ($1.log - mean) * ($1.log - mean) / ($1.variance + square) }
        let log = -0.5 * (square + logs + Double.log(mass) + misfit) + Double.log(width)
        return (ReturnSpread(deviation: tau, variance: square, mean: mean, meanVariance: 1 / mass, probability: 0), log)
    }
}
