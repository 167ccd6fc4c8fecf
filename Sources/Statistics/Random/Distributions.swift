import RealModule

/// Draws from the usual distributions.
extension Philox {
    /// Uniform on the open interval (0, 1): the midpoint of one of 2^52 equal cells.
    public mutating func uniform() -> Double {
        (Double(next() >> 12) + 0.5) * 0x1p-52
    }

    /// Standard normal, by inversion of one uniform.
    public mutating func normal() -> Double {
        Special.normalQuantile(uniform())
    }

    /// Exponential of rate 1, by inversion.
    public mutating func exponential() -> Double {
        -Double.log(uniform())
    }

    /// Gamma of the given shape and scale 1. Source: Marsaglia, Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
    public mutating func gamma(shape: Double) -> Double {
        shape < 1 ? Double.exp(logGammaVariate(shape: shape)) : gammaOfLargeShape(shape)
    }

    /// Beta: a ratio of gammas, taken in logarithms where a shape below 1 would let them underflow. A draw nearer to 1 than doubles reach is 1.
    public mutating func beta(_ a: Double, _ b: Double) -> Double {
        if a >= 1 && b >= 1 {
            let first = gammaOfLargeShape(a)
            return first / (first + gammaOfLargeShape(b))
        }
        let first = logGammaVariate(shape: a)
        return 1 / (1 + Double.exp(logGammaVariate(shape: b) - first))
    }

    /// Poisson: products of uniforms below a mean of 10, transformed rejection above.
    public mutating func poisson(mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        return mean < 10 ? smallPoisson(mean) : largePoisson(mean)
    }

    /// Log of a gamma variate. Below shape 1: one of shape + 1 times a uniform to the power 1/shape.
    private mutating func logGammaVariate(shape: Double) -> Double {
        guard shape < 1 else { return Double.log(gammaOfLargeShape(shape)) }
        let lifted = Double.log(gammaOfLargeShape(shape + 1))
        return lifted - exponential() / shape
    }

    private mutating func gammaOfLargeShape(_ shape: Double) -> Double {
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            let u = uniform()
            if u < 1 - 0.0331 * x * x * x * x { return d * v }
            if Double.log(u) < 0.5 * x * x + d * (1 - v + Double.log(v)) { return d * v }
        }
    }

    private mutating func smallPoisson(_ mean: Double) -> Int {
        let least = Double.exp(-mean)
        var product = uniform()
        var count = 0
        while product > least {
            product *= uniform()
            count += 1
        }
        return count
    }

    /// Source: Hörmann, "The transformed rejection method for generating Poisson random variables", 1993 (algorithm PTRS).
    private mutating func largePoisson(_ mean: Double) -> Int {
        let b = 0.931 + 2.53 * mean.squareRoot()
        let a = -0.059 + 0.02483 * b
        let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
        let vr = 0.9277 - 3.6224 / (b - 2)
        let logMean = Double.log(mean)
        while true {
            let u = uniform() - 0.5
            let v = uniform()
            let us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
            if us >= 0.07 && v <= vr { return Int(k) }
            if k < 0 || (us < 0.013 && v > us) { continue }
            let accepted = Double.log(v * inverseAlpha / (a / (us * us) + b))
            if accepted <= k * logMean - mean - Special.logGamma(k + 1) { return Int(k) }
        }
    }
}
