import RealModule

/// Sums and differences of exponentials that neither overflow nor lose digits.
extension Special {
    /// log(1 + eˣ). Relative error below 1e-15.
    public static func log1pExp(_ x: Double) -> Double {
        x > 0 ? x + Double.log(onePlus: Double.exp(-x)) : Double.log(onePlus: Double.exp(x))
    }

    /// log(1 − e⁻ˣ) for x > 0. Source: Mächler, "Accurately computing log(1 − exp(−|a|))", 2012.
    public static func log1mExp(_ x: Double) -> Double {
        x < 0.693_147_180_559_945_3 ? Double.log(-Double.expMinusOne(-x)) : Double.log(onePlus: -Double.exp(-x))
    }

    /// log Σ e^values; −∞ for none.
    public static func logSumExp(_ values: some Collection<Double>) -> Double {
        guard let greatest = values.max(), greatest > -.infinity else { return -.infinity }
        guard greatest < .infinity else { return .infinity }
        var sum = 0.0
        for value in values { sum += Double.exp(value - greatest) }
        return greatest + Double.log(sum)
    }

    /// log(eᵃ + eᵇ).
    public static func logAddExp(_ a: Double, _ b: Double) -> Double {
        let greatest = max(a, b)
        guard greatest.isFinite else { return greatest }
        return greatest + Double.log(onePlus: Double.exp(-abs(a - b)))
    }

    /// 1/(1 + e⁻ˣ), with the digits of a small result kept.
    public static func logistic(_ x: Double) -> Double {
        guard x < 0 else { return 1 / (1 + Double.exp(-x)) }
        let e = Double.exp(x)
        return e / (1 + e)
    }

    /// log(p/(1 − p)).
    public static func logit(_ p: Double) -> Double {
        Double.log(p) - Double.log(onePlus: -p)
    }

    /// log(1 + x) − x, without cancellation for small x.
    static func log1pMinus(_ x: Double) -> Double {
        guard abs(x) < 0.3 else { return Double.log(onePlus: x) - x }
        // log(1+x) = 2 artanh(s) with s = x/(2+x), and 2s − x = −s x.
        let s = x / (2 + x)
        let z = s * s
        var term = 2 * s * z
        var sum = 0.0
        var n = 3.0
        while abs(term) > 1e-18 * abs(x) * abs(x) {
            sum += term / n
            term *= z
            n += 2
        }
        return sum - s * x
    }
}
