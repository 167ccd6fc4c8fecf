import RealModule

/// log of (r)ₓ (b)ₓ/(a + b)ₓ and the sums it differentiates to, carried upwards from one x to the next instead of asked of the gamma function.
struct RisingLogs {
    private let r, b, both: Double
    private var x = 0
    /// log (r)ₓ + log (b)ₓ − log (a + b)ₓ.
    private(set) var log = 0.0
    /// Σ 1/(y + k) for k < x and y = r, b, a + b.
    private(set) var overR = 0.0, overB = 0.0, overBoth = 0.0
    /// Σ 1/(y + k)².
    private(set) var squareR = 0.0, squareB = 0.0, squareBoth = 0.0

    init(_ model: BGNBD) {
        r = model.r
        b = model.b
        both = model.a + model.b
    }

    mutating func rise(to next: Int) {
        if next - x > 100 { leap(from: Double(x), to: Double(next)) } else { climb(to: next) }
        x = next
    }

    private mutating func climb(to next: Int) {
        for k in x..<next {
            let step = Double(k)
            let (oneR, oneB, oneBoth) = (1 / (r + step), 1 / (b + step), 1 / (both + step))
            log += Double.log((r + step) * (b + step) * oneBoth)
            overR += oneR
            overB += oneB
            overBoth += oneBoth
            squareR += oneR * oneR
            squareB += oneB * oneB
            squareBoth += oneBoth * oneBoth
        }
    }

    private mutating func leap(from x: Double, to next: Double) {
        let step = next - x
        log += Special.logGammaRatio(both + x, plus: step) - Special.logGammaRatio(r + x, plus: step) - Special.logGammaRatio(b + x, plus: step)
        overR += Special.digamma(r + next) - Special.digamma(r + x)
        overB += Special.digamma(b + next) - Special.digamma(b + x)
        overBoth += Special.digamma(both + next) - Special.digamma(both + x)
        squareR += Special.trigamma(r + x) - Special.trigamma(r + next)
        squareB += Special.trigamma(b + x) - Special.trigamma(b + next)
        squareBoth += Special.trigamma(both + x) - Special.trigamma(both + next)
    }
}
