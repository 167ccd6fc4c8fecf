import RealModule

/// The standard normal distribution.
extension Special {
    /// Density. Relative error below 1e-15 for |x| < 10.
    public static func normalDensity(_ x: Double) -> Double {
        0.398_942_280_401_432_677_94 * Double.exp(-0.5 * x * x)
    }

    /// P(Z ≤ x) = erfc(−x/√2)/2. Relative error below 1e-16 (4 + x²): the left tail keeps its digits.
    public static func normalCumulative(_ x: Double) -> Double {
        0.5 * Double.erfc(-x * 0.707_106_781_186_547_524_40)
    }

    /// The x with P(Z ≤ x) = p; −∞ at 0, ∞ at 1, NaN outside. Relative error below 1e-15.
    /// Source: Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988), routine PPND16.
    public static func normalQuantile(_ p: Double) -> Double {
        let q = p - 0.5
        if abs(q) <= 0.425 {
            let r = 0.180625 - q * q
            return q * NormalQuantile.centre(r)
        }
        let tail = q < 0 ? p : 1 - p
        guard tail > 0 else { return tail == 0 ? (q < 0 ? -.infinity : .infinity) : .nan }
        let r = (-Double.log(tail)).squareRoot()
        let x = r <= 5 ? NormalQuantile.near(r - 1.6) : NormalQuantile.far(r - 5)
        return q < 0 ? -x : x
    }
}

/// The three rational approximations of AS 241, coefficients from the highest power down.
private enum NormalQuantile {
    /// |p − ½| ≤ 0.425.
    @inline(__always)
    static func centre(_ r: Double) -> Double {
        ratio(
            r,
            (
                2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
                1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080
            ),
            (
                5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
                5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1
            ))
    }

    /// Tails down to e⁻²⁵.
    @inline(__always)
    static func near(_ r: Double) -> Double {
        ratio(
            r,
            (
                7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
                3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734
            ),
            (
                1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
                6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1
            ))
    }

    /// The rest.
    @inline(__always)
    static func far(_ r: Double) -> Double {
        ratio(
            r,
            (
                2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
                2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720
            ),
            (
                2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
                1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1
            ))
    }

    private typealias Eight = (Double, Double, Double, Double, Double, Double, Double, Double)

    @inline(__always)
    private static func ratio(_ r: Double, _ upper: Eight, _ lower: Eight) -> Double {
        horner(r, upper) / horner(r, lower)
    }

    @inline(__always)
    private static func horner(_ r: Double, _ c: Eight) -> Double {
        let high = ((c.0 * r + c.1) * r + c.2) * r + c.3
        return (((high * r + c.4) * r + c.5) * r + c.6) * r + c.7
    }
}
