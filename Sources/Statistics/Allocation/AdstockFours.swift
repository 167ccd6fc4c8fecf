import RealModule

/// Adstock weights of four draws at a time: those of `MixWorkspace`, without gradients.
struct AdstockFours {
    private let kind: MixPlan.AdstockKind
    private let lags: Int
    /// ln u of the lags u = 1…
    private let logs: [Double]

    init(_ kind: MixPlan.AdstockKind, lags: Int) {
        (self.kind, self.lags) = (kind, lags)
        logs = (1...max(lags, 1)).map { Double.log(Double($0)) }
    }

    /// The weights, which sum to 1. `first` is the retention of a geometric adstock, or the shape of a Weibull one, of which `second` is the scale.
    func set(_ weights: UnsafeMutablePointer<SIMD4<Double>>, _ first: SIMD4<Double>, _ second: SIMD4<Double>) {
        switch kind {
        case .geometric:
            var weight = SIMD4<Double>(repeating: 1)
            for lag in 0..<lags {
                weights[lag] = weight
                weight *= first
            }
        case .weibullDensity: density(weights, shape: first, logScale: Vector.log(second))
        case .weibullSurvival: survival(weights, shape: first, logScale: Vector.log(second))
        }
        var total = SIMD4<Double>.zero
        for lag in 0..<lags { total += weights[lag] }
        let inverse = 1 / total
        for lag in 0..<lags { weights[lag] *= inverse }
    }

    /// The density at u = 1…L less its least value, which with one peak or none stands at one of its ends. Factors that all lags share are left out.
    private func density(_ weights: UnsafeMutablePointer<SIMD4<Double>>, shape: SIMD4<Double>, logScale: SIMD4<Double>) {
        var top = SIMD4<Double>(repeating: -.infinity)
        for lag in 0..<lags {
            let log = logs[lag] - logScale
            weights[lag] = (shape - 1) * log - Vector.exp(shape * log)
            top = top.replacing(with: weights[lag], where: weights[lag] .> top)
        }
        for lag in 0..<lags { weights[lag] = Vector.exp(weights[lag] - top) }
        let (first, last) = (weights[0], weights[lags - 1])
        let least = last.replacing(with: first, where: first .< last)
        for lag in 0..<lags { weights[lag] -= least }
    }

    /// w_j = exp(−Σ_{i≤j} (i/λ)^k), w_0 = 1.
    private func survival(_ weights: UnsafeMutablePointer<SIMD4<Double>>, shape: SIMD4<Double>, logScale: SIMD4<Double>) {
        var sum = SIMD4<Double>.zero
        weights[0] = SIMD4(repeating: 1)
        for lag in 1..<max(lags, 1) {
            sum += Vector.exp(shape * (logs[lag - 1] - logScale))
            weights[lag] = Vector.exp(-sum)
        }
    }
}
