import RealModule

/// The regularised incomplete gamma function.
extension Special {
    /// P(a, x) = γ(a, x)/Γ(a), the gamma distribution's cumulative function; a > 0, x ≥ 0. Relative error below 1e-12 for a ≤ 1e6.
    /// Series (DLMF 8.7.1) for x < a + 1, continued fraction (DLMF 8.9.2) beyond.
    public static func incompleteGamma(_ a: Double, _ x: Double) -> Double {
        guard a > 0, x >= 0 else { return .nan }
        if x == 0 { return 0 }
        if x == .infinity { return 1 }
        return x < a + 1 ? lowerGammaSeries(a, x) : 1 - upperGammaFraction(a, x)
    }

    /// Q(a, x) = 1 − P(a, x), with the digits of a small result kept.
    public static func incompleteGammaComplement(_ a: Double, _ x: Double) -> Double {
        guard a > 0, x >= 0 else { return .nan }
        if x == 0 { return 1 }
        if x == .infinity { return 0 }
        return x < a + 1 ? 1 - lowerGammaSeries(a, x) : upperGammaFraction(a, x)
    }

    /// xᵃ e⁻ˣ / Γ(a + 1).
    static func gammaWeight(_ a: Double, _ x: Double) -> Double {
        guard a >= 10 else { return Double.exp(a * Double.log(x) - x - logGamma(a + 1)) }
        let u = (x - a) / a
        return Double.exp(a * log1pMinus(u) - stirling(a)) / (2 * Double.pi * a).squareRoot()
    }

    private static func lowerGammaSeries(_ a: Double, _ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var n = a + 1
        while term > sum * 1e-17 {
            term *= x / n
            sum += term
            n += 1
        }
        return min(1, sum * gammaWeight(a, x))
    }

    /// Lentz's method as modified by Thompson and Barnett, 1986.
    private static func upperGammaFraction(_ a: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / (abs(b) < tiny ? tiny : b)
        var h = d
        var i = 1.0
        while i < 1_000_000 {
            let an = -i * (i - a)
            b += 2
            d = an * d + b
            if abs(d) < tiny { d = tiny }
            c = b + an / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let delta = d * c
            h *= delta
            if abs(delta - 1) < 1e-16 { break }
            i += 1
        }
        return a * h * gammaWeight(a, x)
    }
}
