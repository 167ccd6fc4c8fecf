import RealModule

/// Gauss's hypergeometric function.
extension Special {
    /// ₂F₁(a, b; c; z) for −∞ < z < 1 and c not a negative integer or zero. Relative error below 1e-12 where no two large terms cancel
    /// (a, b, c > 0, or a transformation makes them so).
    /// Power series (DLMF 15.2.1) after Pfaff's transformation for z < 0 and Euler's (DLMF 15.8.1) where it makes the terms smaller.
    public static func hypergeometric(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double {
        guard z < 1 else { return .nan }
        if z < 0 {
            let (small, large) = a < b ? (a, b) : (b, a)
            return Double.exp(-small * Double.log(onePlus: -z)) * hypergeometric(small, c - large, c, z / (z - 1))
        }
        let exponent = c - a - b
        let euler = exponent < 0 && c - a > -1 && c - b > -1
        if euler { return Double.exp(exponent * Double.log(onePlus: -z)) * hypergeometricSeries(c - a, c - b, c, z) }
        return hypergeometricSeries(a, b, c, z)
    }

    private static func hypergeometricSeries(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var n = 0.0
        while n < 10_000_000 {
            term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
            sum += term
            n += 1
            if abs(term) <= 1e-17 * abs(sum) * (1 - z) && n > abs(a) + abs(b) { break }
        }
        return sum
    }
}
