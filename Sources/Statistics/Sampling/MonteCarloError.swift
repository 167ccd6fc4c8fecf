/// Standard errors of estimates from draws. Source: Vehtari et al. 2021, section 4.3.
public enum MonteCarloError {
    /// Of the mean.
    public static func mean(_ chains: [[Double]]) -> Double {
        guard Convergence.isValid(chains) else { return .nan }
        return (Moments(chains.flatMap { $0 }).variance / Convergence.meanESS(chains)).squareRoot()
    }

    /// Of the standard deviation, by the delta method on the squared distances from the mean.
    public static func deviation(_ chains: [[Double]]) -> Double {
        guard Convergence.isValid(chains) else { return .nan }
        let squares = Convergence.squaredDistances(chains)
        let flat = squares.flatMap { $0 }
        let count = Double(flat.count)
        let variance = flat.reduce(0, +) / count
        let fourth = flat.reduce(0) { $0 + $1 * $1 } / count
        return ((fourth - variance * variance) / Convergence.meanESS(squares) / variance / 4).squareRoot()
    }

    /// Of a quantile: half the width of the order statistics between the 16 % and the 84 % quantile of the beta distribution of its probability.
    public static func quantile(_ chains: [[Double]], _ probability: Double) -> Double {
        let size = Convergence.quantileESS(chains, probability)
        guard size.isFinite, (0...1).contains(probability) else { return .nan }
        let sorted = chains.flatMap { $0 }.sorted()
        let count = Double(sorted.count)
        let (a, b) = (size * probability + 1, size * (1 - probability) + 1)
        let low = max(betaQuantile(0.1586553, a, b) * count - 1, 0).rounded(.down)
        let high = min(betaQuantile(0.8413447, a, b) * count - 1, count - 1).rounded(.up)
        return (sorted[Int(high)] - sorted[Int(low)]) / 2
    }

    /// The x at which a beta distribution reaches p, by bisection to the last bits.
    private static func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if Special.incompleteBeta(middle, a, b) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
