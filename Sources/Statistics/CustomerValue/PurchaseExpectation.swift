import RealModule

/// Purchases expected of a living customer: E[Y(t) | x, T, alive at T], as a function of t for one model and one x.
///
/// With s = α + T, z = t/(s + t), ρ = r + x and c = a + b + x − 1 it is (c/(a − 1)) (1 − (1 − z)^ρ ₂F₁(ρ, b + x; c; z)): Fader, Hardie, Lee 2005,
/// equation 10. Euler's transformation turns that into c P(z) − (1 − z)^(a−1) Σ eₙ zⁿ, with P(z) = ((1 − z)^(a−1) − 1)/(1 − a) taken by expm1 and
/// log1p, so that a near 1 costs nothing. P has the same factor: P(z) = (1 − z)^(a−1) Σ (a)ₙ₋₁ zⁿ/n!. One series with positive terms, dₙ, follows,
/// which cancels nothing; the other one is shorter for a large x. Where ρ is far above c their terms alternate; then purchases are counted as if nobody
/// left, N ~ negative binomial (ρ, z), of which the customer stays for E[1 + q + … + q^(N−1)], q = 1 − p: a third series, of positive terms too.
/// Every series' coefficients depend on x alone, so many horizons share them.
struct PurchaseExpectation {
    private enum Form {
        /// (1 − z)^(a−1) Σ dₙ zⁿ
        case joined
        /// c P(z) − (1 − z)^(a−1) Σ eₙ zⁿ
        case split
        /// (1 − z)^ρ Σ (ρ)ₙ/n! Mₙ zⁿ, with Mₙ = Σ E[qᵏ] for k < n.
        case mixture
    }

    private let form: Form
    private let rho, c, a: Double
    private let integral: DropoutIntegral
    /// More terms than this are dearer than quadrature.
    private static let longest = 8_000

    init(_ model: BGNBD, frequency: Int) {
        let x = Double(frequency)
        rho = model.r + x
        c = model.a + model.b + x - 1
        a = model.a
        integral = DropoutIntegral(a: model.a, b: model.b + x, rho: rho)
        if rho > c + 8 {
            form = .mixture
        } else {
            form = frequency >= 8 && c < 30 * rho ? .split : .joined
        }
    }

    /// For one horizon t and s = α + T.
    func value(horizon: Double, pace: Double) -> Double {
        values([horizon / (pace + horizon)], ratios: [horizon / pace])[0]
    }

    /// For many: z = t/(s + t) and the matching ratios t/s.
    func values(_ z: [Double], ratios: [Double]) -> [Double] {
        guard let greatest = z.max(), greatest > 0 else { return z.map { _ in 0 } }
        guard let coefficients = coefficients(upTo: greatest) else { return ratios.map { integral.value(ratio: $0) } }
        var results = z
        results.withUnsafeMutableBufferPointer { PowerSeries.evaluate(coefficients, $0) }
        for index in results.indices {
            let log = -Double.log(onePlus: ratios[index])
            let power = Double.exp((form == .mixture ? rho : a - 1) * log)
            results[index] = form == .split ? c * primitive(log) - power * results[index] : power * results[index]
        }
        return results
    }

    /// ((1 − z)^(a−1) − 1)/(1 − a) from log(1 − z).
    private func primitive(_ log: Double) -> Double {
        a == 1 ? -log : -Double.expMinusOne((a - 1) * log) / (a - 1)
    }

    /// The coefficients of z¹, z², … as far as `greatest` needs them; nil where that is too far, or out of range.
    private func coefficients(upTo greatest: Double) -> [Double]? {
        if form == .mixture && -rho * Double.log(onePlus: -greatest) > 600 { return nil }
        var result: [Double] = []
        result.reserveCapacity(64)
        var term = first
        var power = greatest
        var sum = 0.0
        let enough = 1e-17 * (1 - greatest)
        while result.count < PurchaseExpectation.longest {
            let coefficient = term.factor * term.share
            result.append(coefficient)
            let size = abs(coefficient) * power
            sum += size
            if !sum.isFinite { return nil }
            if size <= enough * sum && term.n > rho - c { return result }
            power *= greatest
            advance(&term)
        }
        return nil
    }

    /// The nth coefficient is factor · share.
    private struct Term {
        var n = 1.0
        var factor, share: Double
        /// E[qⁿ] for the mixture.
        var stay = 1.0
    }

    private var first: Term {
        switch form {
        case .joined: Term(factor: 1, share: rho)
        case .split: Term(factor: 1, share: c - rho)
        case .mixture: Term(factor: rho, share: 1, stay: (c + 1 - a) / (c + 1))
        }
    }

    @inline(__always)
    private func advance(_ term: inout Term) {
        let n = term.n
        switch form {
        case .joined:
            term.factor *= (a + n - 1) / (n + 1)
            term.share += (c - term.share) * rho / (c + n)
        case .split:
            term.factor *= (a + n - 1) / (n + 1) * ((c - rho + n) / (c + n))
        case .mixture:
            term.factor *= (rho + n) / (n + 1)
            term.share += term.stay
            term.stay *= (c + 1 - a + n) / (c + 1 + n)
        }
        term.n = n + 1
    }
}

/// Σ coefficients[n] zⁿ⁺¹ for many z at once.
enum PowerSeries {
    /// Replaces every z by the sum.
    static func evaluate(_ coefficients: [Double], _ z: UnsafeMutableBufferPointer<Double>) {
        var index = 0
        while index < z.count {
            let count = min(8, z.count - index)
            var lanes = SIMD8<Double>(repeating: 0)
            for lane in 0..<count { lanes[lane] = z[index + lane] }
            let sums = horner(coefficients, lanes)
            for lane in 0..<count { z[index + lane] = sums[lane] }
            index += count
        }
    }

    private static func horner(_ coefficients: [Double], _ z: SIMD8<Double>) -> SIMD8<Double> {
        var sum = SIMD8<Double>(repeating: 0)
        for coefficient in coefficients.reversed() { sum = (sum + coefficient) * z }
        return sum
    }
}
