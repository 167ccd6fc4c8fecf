import RealModule

/// Log-likelihood of Gamma-Gamma over many customers, with first and second derivatives by p, q, v.
///
/// log f(m | x) = log Γ(px + q) − log Γ(px) − log Γ(q) + q log v + (px − 1) log m + px log x − (px + q) log(xm + v):
/// Fader, Hardie 2013, equation 1a.
struct GammaGammaLikelihood: Sendable {
    let rows: SpendRows

    /// Σ over the customers of one x of log(xm + v), 1/(xm + v), 1/(xm + v)².
    private struct Sums: Sendable {
        var log = 0.0, inverse = 0.0, square = 0.0
    }

    func evaluate(_ model: GammaGamma) -> GammaGammaExpansion {
        var result = GammaGammaExpansion()
        rows.meanValue.withUnsafeBufferPointer { values in
            rows.weight.withUnsafeBufferPointer { weights in
                for group in rows.groups {
                    let sums = GammaGammaLikelihood.sums(values, weights, group, v: model.v)
                    result.add(group, log: sums.log, inverse: sums.inverse, square: sums.square, model)
                }
            }
        }
        return result
    }

    private static func sums(
        _ values: UnsafeBufferPointer<Double>, _ weights: UnsafeBufferPointer<Double>, _ group: SpendRows.Group, v: Double
    ) -> Sums {
        var (log, inverse, square) = (Lanes(), Lanes(), Lanes())
        let x = Double(group.frequency)
        var index = group.rows.lowerBound
        while index < group.rows.upperBound {
            let value = Lanes(values[index], values[index + 1], values[index + 2], values[index + 3]) * x + v
            let weight = Lanes(weights[index], weights[index + 1], weights[index + 2], weights[index + 3])
            let one = 1 / value
            log += weight * value.logarithm()
            inverse += weight * one
            square += weight * (one * one)
            index += 4
        }
        return Sums(log: log.sum(), inverse: inverse.sum(), square: square.sum())
    }
}

/// The likelihood's value and derivatives by p, q, v.
struct GammaGammaExpansion: Sendable {
    private(set) var value = 0.0
    private(set) var gradient = [0.0, 0.0, 0.0]
    private(set) var hessian = Matrix(rows: 3, columns: 3)

    fileprivate init() {}

    fileprivate mutating func add(_ group: SpendRows.Group, log: Double, inverse: Double, square: Double, _ model: GammaGamma) {
        let (p, q, v) = (model.p, model.q, model.v)
        let (x, w) = (Double(group.frequency), group.weight)
        let (px, all) = (p * x, p * x + q)
        let logX = Double.log(x)
        value += w * (-Special.logGammaRatio(px, plus: q) - Special.logGamma(q) + q * Double.log(v) + px * logX) + (px - 1) * group.logs - all * log
        let (digammaAll, trigammaAll) = (Special.digamma(all), Special.trigamma(all))
        gradient[0] += x * (w * (digammaAll - Special.digamma(px) + logX) + group.logs - log)
        gradient[1] += w * (digammaAll - Special.digamma(q) + Double.log(v)) - log
        gradient[2] += w * q / v - all * inverse
        add(0, 0, w * x * x * (trigammaAll - Special.trigamma(px)))
        add(0, 1, w * x * trigammaAll)
        add(0, 2, -x * inverse)
        add(1, 1, w * (trigammaAll - Special.trigamma(q)))
        add(1, 2, w / v - inverse)
        add(2, 2, all * square - w * q / (v * v))
    }

    private mutating func add(_ i: Int, _ j: Int, _ amount: Double) {
        hessian[i, j] += amount
        if i != j { hessian[j, i] += amount }
    }
}
