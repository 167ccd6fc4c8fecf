import RealModule

/// The methods of the ensemble.
public enum ForecastMethod: String, Sendable, CaseIterable {
    /// Harmonic regression with linear trend and an AR(1) remainder.
    case harmonic
    /// Seasons by harmonic regression, level by exponential smoothing with or without a damped slope.
    case smoothing
    /// Seasons by harmonic regression, level by the theta method.
    case theta
    /// Demand that comes now and then: probability and size smoothed apart (Teunter, Syntetos and Babai 2011).
    case intermittent
    /// The median of what was seen, where there is too little for more.
    case median
}

/// What every method of the ensemble says about the steps after one origin.
struct Candidates {
    static let methods: [ForecastMethod] = [.harmonic, .smoothing, .theta]
    /// Forecasts in the order of `methods`.
    let means: [[Double]]
    /// Variances of the errors, in the same order.
    let variances: [[Double]]
    /// Robust standard deviation of the remainder at this origin.
    let scale: Double
    let fit: StructureFit

    /// Fits the first `origin` values and looks `horizon` ahead.
    init(design: HarmonicDesign, y: UnsafeBufferPointer<Double>, present: UnsafeBufferPointer<Double>, origin: Int, horizon: Int, shifts: Int) {
        let fit = StructureFit(design: design, y: y, present: present, count: origin, shifts: shifts)
        self.fit = fit
        scale = fit.regression.scale
        let season = (0..<horizon).map { fit.regression.season(design, row: origin + $0) }
        let (harmonic, spread) = Candidates.harmonic(fit, origin: origin, horizon: horizon)
        let adjusted = Candidates.adjusted(fit, y: y, count: origin)
        let simple = Smoothing.simple(adjusted)
        let damped = Smoothing.damped(adjusted)
        let chosen = damped.criterion < simple.criterion ? damped : simple
        let (smooth, smoothSpread) = chosen.forecast(horizon: horizon)
        let theta = simple.theta(slope: Candidates.slope(adjusted), count: origin, horizon: horizon)
        means = [harmonic, zip(smooth, season).map { $0 + $1 }, zip(theta, season).map { $0 + $1 }]
        variances = [spread, smoothSpread, simple.forecast(horizon: horizon).variance]
    }

    /// The regression's line and seasons, the last remainder fading by φ a step; variance of innovations and of the estimated line.
    private static func harmonic(_ fit: StructureFit, origin: Int, horizon: Int) -> (mean: [Double], variance: [Double]) {
        let regression = fit.regression
        let phi = fit.autocorrelation
        let square = regression.scale * regression.scale
        let inflation = (1 + max(phi, 0)) / (1 - max(phi, 0))
        var carried = 0.0
        var fade = 1.0
        for row in stride(from: origin - 1, through: max(origin - 12, 0), by: -1) {
            fade *= phi
            if regression.weights[row] > 0 {
                carried = regression.residuals[row] * fade
                break
            }
        }
        var mean: [Double] = []
        var variance: [Double] = []
        var power = phi * phi
        for h in 0..<horizon {
            mean.append(regression.fitted(fit.design, row: origin + h) + carried)
            variance.append(square * ((1 - power) + regression.leverage(fit.design, row: origin + h) * inflation))
            carried *= phi
            power *= phi * phi
        }
        return (mean, variance)
    }

    /// The series without its seasons; spikes are pulled in to 2.5 deviations from the fit and gaps filled by it.
    private static func adjusted(_ fit: StructureFit, y: UnsafeBufferPointer<Double>, count: Int) -> [Double] {
        let regression = fit.regression
        let limit = 2.5 * regression.scale
        return (0..<count).map { row in
            let residual = regression.residuals[row]
            let kept = residual.isNaN ? 0 : min(max(residual, -limit), limit)
            return regression.fitted(fit.design, row: row) - regression.season(fit.design, row: row) + kept
        }
    }

    /// Slope of the least-squares line through equally spaced values.
    private static func slope(_ y: [Double]) -> Double {
        let n = Double(y.count)
        let middle = (n - 1) / 2
        var cross = 0.0
        for (row, value) in y.enumerated() { cross += (Double(row) - middle) * value }
        return 12 * cross / (n * (n * n - 1))
    }
}
