import RealModule

/// The regularised incomplete beta function.
extension Special {
    /// I(x; a, b), the beta distribution's cumulative function; a, b > 0, 0 ≤ x ≤ 1. Relative error below 1e-12 for a, b ≤ 1e5.
    /// Continued fraction DLMF 8.17.22 on the side where it converges quickly.
    public static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard a > 0, b > 0, x >= 0, x <= 1 else { return .nan }
        if x == 0 || x == 1 { return x }
        let weight = betaWeight(x, a, b)
        return x < (a + 1) / (a + b + 2)
            ? weight * betaFraction(x, a, b) / a
            : 1 - weight * betaFraction(1 - x, b, a) / b
    }

    /// Student's t with `freedom` degrees: P(t ≤ x).
    public static func studentCumulative(_ x: Double, freedom: Double) -> Double {
        let tail = 0.5 * incompleteBeta(freedom / (freedom + x * x), 0.5 * freedom, 0.5)
        return x > 0 ? 1 - tail : tail
    }

    /// xᵃ (1 − x)ᵇ / B(a, b).
    static func betaWeight(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard a >= 10, b >= 10 else { return Double.exp(a * Double.log(x) + b * Double.log(onePlus: -x) - logBeta(a, b)) }
        let sum = a + b
        let u = (x * sum - a) / a
        let v = ((1 - x) * sum - b) / b
        let deviation = a * log1pMinus(u) + b * log1pMinus(v)
        return Double.exp(deviation + stirling(sum) - stirling(a) - stirling(b)) * (a * b / (2 * Double.pi * sum)).squareRoot()
    }

    private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var h = d
        var m = 1.0
        while m < 100_000 {
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            h *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            let delta = d * c
            h *= delta
            if abs(delta - 1) < 1e-16 { break }
            m += 1
        }
        return h
    }
}
