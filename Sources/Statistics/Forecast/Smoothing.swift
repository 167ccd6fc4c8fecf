import RealModule

/// Exponential smoothing with additive errors (Hyndman, Koehler, Ord and Snyder 2008: ETS(A,N,N) and ETS(A,Ad,N)), by least squares on a fixed grid
/// with one refinement, and the theta line (Hyndman and Billah 2003).
struct Smoothing {
    /// Last level and slope.
    let level, slope: Double
    /// Smoothing weights of level and slope, and the damping of the slope.
    let alpha, beta, damping: Double
    /// Mean of squared one-step errors.
    let variance: Double
    /// Akaike's criterion with the small-sample correction, up to a constant common to all fits of one series.
    let criterion: Double

    /// Level only, with the best weight.
    static func simple(_ y: [Double], offset: Double = 0) -> Smoothing {
        var best = run(y, alpha: 0.05, beta: 0, damping: 0)
        for alpha in [0.12, 0.2, 0.3, 0.45, 0.6, 0.8, 0.98] { best = better(best, run(y, alpha: alpha, beta: 0, damping: 0)) }
        for alpha in [best.alpha * 0.8, min(best.alpha * 1.15, 0.999)] { best = better(best, run(y, alpha: alpha, beta: 0, damping: 0)) }
        return best
    }

    /// Level and damped slope, with the best weights.
    static func damped(_ y: [Double]) -> Smoothing {
        var best = run(y, alpha: 0.1, beta: 0.005, damping: 0.95)
        for damping in [0.9, 0.98] {
            for alpha in [0.05, 0.15, 0.3, 0.55, 0.9] {
                for part in [0.05, 0.2] { best = better(best, run(y, alpha: alpha, beta: alpha * part, damping: damping)) }
            }
        }
        return best
    }

    private static func better(_ a: Smoothing, _ b: Smoothing) -> Smoothing { b.variance < a.variance ? b : a }

    private static func run(_ y: [Double], alpha: Double, beta: Double, damping: Double) -> Smoothing {
        let lead = min(y.count, 8)
        var level = y.prefix(lead).reduce(0, +) / Double(lead)
        var slope = 0.0
        var sum = 0.0
        for value in y {
            let forecast = level + damping * slope
            let error = value - forecast
            sum += error * error
            level = forecast + alpha * error
            slope = damping * slope + beta * error
        }
        let n = Double(y.count)
        let k = beta > 0 ? 6.0 : 3.0
        let criterion = n * Double.log(max(sum / n, .leastNormalMagnitude)) + 2 * k + 2 * k * (k + 1) / max(n - k - 1, 1)
        return Smoothing(level: level, slope: slope, alpha: alpha, beta: beta, damping: damping, variance: sum / n, criterion: criterion)
    }

    /// Forecast `h` steps ahead (from 1) and the variance of its error.
    func forecast(horizon: Int) -> (mean: [Double], variance: [Double]) {
        var mean: [Double] = []
        var spread: [Double] = []
        var reach = 0.0
        var power = 1.0
        var total = 1.0
        for _ in 0..<horizon {
            power *= damping
            reach += power
            mean.append(level + reach * slope)
            spread.append(variance * total)
            let weight = alpha + beta * reach
            total += weight * weight
        }
        return (mean, spread)
    }

    /// The theta method: simple smoothing with half the slope of the straight line through the series as drift.
    func theta(slope line: Double, count: Int, horizon: Int) -> [Double] {
        let lag = (1 - Double.pow(1 - alpha, Double(count))) / alpha
        return (0..<horizon).map { level + line / 2 * (Double($0) + lag) }
    }
}
