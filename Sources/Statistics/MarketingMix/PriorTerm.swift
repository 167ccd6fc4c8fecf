import RealModule

/// A prior made ready for the inner loop: the normalising constant is known, and the log Jacobian of the transform to the whole line is included.
struct PriorTerm: Sendable {
    enum Shape: UInt8, Sendable {
        case normal, laplace, halfNormal, gamma, logNormal, beta
    }

    let shape: Shape
    let a, b, constant: Double

    init(_ prior: Prior) {
        let halfLogTwoPi = 0.5 * Double.log(2 * Double.pi)
        switch prior {
        case .normal(let mean, let sd):
            (shape, a, b, constant) = (.normal, mean, 1 / sd, -halfLogTwoPi - Double.log(sd))
        case .laplace(let mean, let scale):
            (shape, a, b, constant) = (.laplace, mean, 1 / scale, -Double.log(2 * scale))
        case .halfNormal(let sd):
            (shape, a, b, constant) = (.halfNormal, 0, 1 / sd, 0.5 * Double.log(2 / Double.pi) - Double.log(sd))
        case .gamma(let k, let rate):
            (shape, a, b, constant) = (.gamma, k, rate, k * Double.log(rate) - Special.logGamma(k))
        case .exponential(let rate):
            (shape, a, b, constant) = (.gamma, 1, rate, Double.log(rate))
        case .logNormal(let median, let sd):
            (shape, a, b, constant) = (.logNormal, Double.log(median), 1 / sd, -halfLogTwoPi - Double.log(sd))
        case .beta(let alpha, let beta):
            (shape, a, b, constant) = (.beta, alpha, beta, -Special.logBeta(alpha, beta))
        }
    }

    struct Value {
        /// The parameter on its natural scale.
        var value: Double
        /// Log density plus log Jacobian.
        var logDensity: Double
        /// Derivative of `logDensity` by the point on the line.
        var slope: Double
        /// Derivative of `value` by the point on the line.
        var change: Double
    }

    /// At a point of the whole line.
    @inline(__always)
    func evaluate(_ point: Double) -> Value {
        switch shape {
        case .normal:
            let z = (point - a) * b
            return Value(value: point, logDensity: constant - 0.5 * z * z, slope: -z * b, change: 1)
        case .laplace:
            let distance = point - a
            return Value(value: point, logDensity: constant - abs(distance) * b, slope: distance > 0 ? -b : (distance < 0 ? b : 0), change: 1)
        case .halfNormal:
            let x = Double.exp(point)
            let z = x * b
            return Value(value: x, logDensity: constant - 0.5 * z * z + point, slope: 1 - z * z, change: x)
        case .gamma:
            let x = Double.exp(point)
            return Value(value: x, logDensity: constant + a * point - b * x, slope: a - b * x, change: x)
        case .logNormal:
            let x = Double.exp(point)
            let z = (point - a) * b
            return Value(value: x, logDensity: constant - 0.5 * z * z, slope: -z * b, change: x)
        case .beta:
            let small = Double.exp(-abs(point))
            let x = point >= 0 ? 1 / (1 + small) : small / (1 + small)
            let rest = point >= 0 ? small / (1 + small) : 1 / (1 + small)
            let logSum = Double.log(onePlus: small)
            let logX = point >= 0 ? -logSum : point - logSum
            let logRest = point >= 0 ? -point - logSum : -logSum
            return Value(value: x, logDensity: constant + a * logX + b * logRest, slope: a * rest - b * x, change: x * rest)
        }
    }
}
