import RealModule

/// The gamma function's logarithm and its derivatives, for positive arguments.
extension Special {
    /// log Γ(x), x > 0. The C library's: error below 1e-15 relative, or absolute near the zeros at 1 and 2.
    public static func logGamma(_ x: Double) -> Double {
        x > 0 ? Double.logGamma(x) : .nan
    }

    /// log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b), without cancellation where one is large.
    /// Absolute error below 1e-13 (1 + |result|).
    public static func logBeta(_ a: Double, _ b: Double) -> Double {
        let small = min(a, b)
        let large = max(a, b)
        return logGamma(small) + logGammaRatio(large, plus: small)
    }

    /// log Γ(x) − log Γ(x + d) for x > 0, x + d > 0. Stirling's series differenced term by term from x = 10 on, so that a large x costs no digits.
    /// Absolute error below 1e-14 (1 + |result|).
    public static func logGammaRatio(_ x: Double, plus d: Double) -> Double {
        guard x >= 10, x + d >= 10 else { return logGamma(x) - logGamma(x + d) }
        let y = x + d
        let slope = -d * (Double.log(y) - 1)
        return slope - (x - 0.5) * Double.log(onePlus: d / x) + stirling(x) - stirling(y)
    }

    /// ψ(x) = d log Γ(x)/dx, x > 0. Absolute error below 1e-15 (2 + |log x| + 1/x).
    /// Recurrence up to x ≥ 10, then the asymptotic series (DLMF 5.11.2).
    public static func digamma(_ x: Double) -> Double {
        guard x > 0 else { return .nan }
        var y = x
        var shift = 0.0
        while y < 10 {
            shift += 1 / y
            y += 1
        }
        let z = 1 / (y * y)
        let tail = 1.0 / 240 - z * (1.0 / 132 - z * (691.0 / 32760 - z * (1.0 / 12 - z * 3617.0 / 8160)))
        let series = z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * tail)))
        return Double.log(y) - 0.5 / y - series - shift
    }

    /// ψ′(x), x > 0. Relative error below 1e-14. Recurrence up to x ≥ 10, then the asymptotic series (DLMF 5.15.8).
    public static func trigamma(_ x: Double) -> Double {
        guard x > 0 else { return .nan }
        var y = x
        var shift = 0.0
        while y < 10 {
            shift += 1 / (y * y)
            y += 1
        }
        let z = 1 / (y * y)
        let tail = 1.0 / 30 - z * (5.0 / 66 - z * (691.0 / 2730 - z * (7.0 / 6 - z * 3617.0 / 510)))
        let series = z * (1.0 / 6 - z * (1.0 / 30 - z * (1.0 / 42 - z * tail)))
        return shift + (1 + 0.5 / y + series) / y
    }

    /// log Γ(x) − (x − ½) log x + x − ½ log 2π for x ≥ 10 (DLMF 5.11.1); the first term left out is below 1e-16.
    static func stirling(_ x: Double) -> Double {
        let z = 1 / (x * x)
        let tail = 1.0 / 1680 - z * (1.0 / 1188 - z * (691.0 / 360360 - z * (1.0 / 156 - z * 3617.0 / 122400)))
        return (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * tail))) / x
    }
}
