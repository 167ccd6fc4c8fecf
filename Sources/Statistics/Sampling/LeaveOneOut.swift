import RealModule

/// Leave-one-out predictive accuracy from one fit.
/// Source: Vehtari, Gelman, Gabry, "Practical Bayesian model evaluation using leave-one-out cross-validation and WAIC", Statistics and Computing 27 (2017).
public struct LeaveOneOut: Sendable, Equatable {
    /// Expected log predictive density of each observation without itself.
    public let pointwise: [Double]
    /// Pareto shape of each observation's weights.
    public let shapes: [Double]
    /// Sum of `pointwise`.
    public let elpd: Double
    /// Its standard error over the observations.
    public let standardError: Double
    /// Effective number of parameters.
    public let parameters: Double
    /// Shapes up to this one can be trusted with so many draws: min(1 - 1 / log10 draws, 0.7).
    public let trusted: Double

    /// Observations whose estimate cannot be trusted: the fit depends on each of them alone.
    public var influential: [Int] { shapes.indices.filter { !(shapes[$0] <= trusted) } }

    /// - Parameters:
    ///   - logLikelihood: one row per draw, one column per observation.
    ///   - efficiency: effective draws per draw.
    public init(logLikelihood: Matrix, efficiency: Double = 1) {
        let draws = logLikelihood.rows
        var pointwise: [Double] = []
        var shapes: [Double] = []
        var full = 0.0
        for column in 0..<logLikelihood.columns {
            let likelihood = (0..<draws).map { logLikelihood[$0, column] }
            let smoothed = ParetoSmoothing(logRatios: likelihood.map { -$0 }, efficiency: efficiency)
            pointwise.append(LogSum.of(zip(smoothed.logWeights, likelihood).map { $0 + $1 }))
            shapes.append(smoothed.shape)
            full += LogSum.of(likelihood) - Double.log(Double(draws))
        }
        self.pointwise = pointwise
        self.shapes = shapes
        let elpd = pointwise.reduce(0, +)
        self.elpd = elpd
        let mean = elpd / Double(pointwise.count)
        standardError = pointwise.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
        parameters = full - elpd
        trusted = min(1 - 1 / Double.log10(Double(draws)), 0.7)
    }
}
