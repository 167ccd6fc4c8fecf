import RealModule

/// E[(1 − (1 + p τ)^−ρ)/p] over p ~ Beta(a, b): purchases expected of a living customer, τ = t/(α + T), integrated over the dropout probability.
///
/// Everything under the integral is positive, so that no parameters make it cancel; it is slower than the series and stands in where they fail.
/// Trapezoidal rule after p = logistic(m + σ sinh u) with m and σ of the weight's peak: a double exponential rule (Takahasi, Mori 1974).
/// Relative error below 1e-12.
struct DropoutIntegral {
    let a, b, rho: Double

    func value(ratio: Double) -> Double {
        var step = 0.25
        var previous = sum(step: step, ratio: ratio)
        for _ in 0..<6 {
            step /= 2
            let next = sum(step: step, ratio: ratio)
            if abs(next - previous) <= 1e-14 * abs(next) { return next }
            previous = next
        }
        return previous
    }

    /// The mean of the integrand under the weight; both sums share their error in the weight's constant.
    private func sum(step: Double, ratio: Double) -> Double {
        let centre = Double.log(a / b)
        let width = (1 / a + 1 / b).squareRoot()
        let peak = weight(centre)
        var total = 0.0
        var mass = 0.0
        for direction in [1.0, -1.0] {
            var u = direction > 0 ? 0.0 : -step
            while abs(u) < 12 {
                let y = centre + width * Double.sinh(u)
                let share = Double.exp(weight(y) - peak) * Double.cosh(u)
                let p = Special.logistic(y)
                mass += share
                if p > 0 { total += share * (-Double.expMinusOne(-rho * Double.log(onePlus: p * ratio)) / p) } else { total += share * rho * ratio }
                if share < 1e-22 * mass && abs(u) > 1 { break }
                u += direction * step
            }
        }
        return total / mass
    }

    /// log pᵃ(1 − p)ᵇ at logit y.
    private func weight(_ y: Double) -> Double {
        -a * Special.log1pExp(-y) - b * Special.log1pExp(y)
    }
}
