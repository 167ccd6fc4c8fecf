import RealModule

/// Sums over the rows of one x that the likelihood and its derivatives are made of.
///
/// With s = α + T, u = α + t_x, R = log(s/u), D = log(a/(b + x − 1)) + (r + x) R and π = 1/(1 + e⁻ᴰ), the probability of having left.
struct BGNBDSums: Sendable {
    /// Σ log s, Σ 1/s, Σ 1/s².
    var log = 0.0, inverse = 0.0, square = 0.0
    /// Σ log(1 + eᴰ).
    var gone = 0.0
    /// Σ π, Σ π R, Σ π e, Σ π f, with e = 1/s − 1/u and f = 1/u² − 1/s².
    var p = 0.0, pR = 0.0, pE = 0.0, pF = 0.0
    /// With π(1 − π) in place of π: the sums of 1, R, e, R², R e, e².
    var v = 0.0, vR = 0.0, vE = 0.0, vRR = 0.0, vRE = 0.0, vEE = 0.0

    mutating func add(_ other: BGNBDSums) {
        log += other.log
        inverse += other.inverse
        square += other.square
        gone += other.gone
        p += other.p
        pR += other.pR
        pE += other.pE
        pF += other.pF
        v += other.v
        vR += other.vR
        vE += other.vE
        vRR += other.vRR
        vRE += other.vRE
        vEE += other.vEE
    }
}

/// The sums over a range of rows, four rows at a time; the range starts and ends at multiples of four.
enum BGNBDRows {
    typealias Columns = (recency: UnsafeBufferPointer<Double>, age: UnsafeBufferPointer<Double>, weight: UnsafeBufferPointer<Double>)

    /// Customers without repeats: only s counts.
    @inline(__always)
    static func living(_ columns: Columns, _ range: Range<Int>, alpha: Double) -> BGNBDSums {
        var (log, inverse, square) = (Lanes(), Lanes(), Lanes())
        var index = range.lowerBound
        while index < range.upperBound {
            let weight = lanes(columns.weight, index)
            let s = lanes(columns.age, index) + alpha
            let one = 1 / s
            log += weight * s.logarithm()
            inverse += weight * one
            square += weight * (one * one)
            index += 4
        }
        return BGNBDSums(log: log.sum(), inverse: inverse.sum(), square: square.sum())
    }

    /// Customers with repeats: `rho` is r + x, `odds` is log(a/(b + x − 1)). Second-order sums only where `curved`.
    @inline(__always)
    static func repeating(
        _ columns: Columns, _ range: Range<Int>, alpha: Double, rho: Double, odds: Double, curved: Bool
    ) -> BGNBDSums {
        var (log, inverse, square, gone) = (Lanes(), Lanes(), Lanes(), Lanes())
        var (p, pR, pE, pF) = (Lanes(), Lanes(), Lanes(), Lanes())
        var (v, vR, vE, vRR, vRE, vEE) = (Lanes(), Lanes(), Lanes(), Lanes(), Lanes(), Lanes())
        var index = range.lowerBound
        while index < range.upperBound {
            let weight = lanes(columns.weight, index)
            let s = lanes(columns.age, index) + alpha
            let u = lanes(columns.recency, index) + alpha
            let both = 1 / (s * u)
            let overS = both * u
            let overU = both * s
            let ratio = (s * overU).logarithm()
            let d = ratio * rho + odds
            let small = (-magnitude(d)).exponential()
            let part = 1 / (small + 1)
            let share = part.replacing(with: small * part, where: d .< 0)
            let positive = d.replacing(with: 0, where: d .< 0)
            let e = overS - overU
            let mass = weight * share
            log += weight * s.logarithm()
            inverse += weight * overS
            gone += weight * (positive + small.logarithmOnePlus(reciprocal: part))
            p += mass
            pR += mass * ratio
            pE += mass * e
            if curved {
                square += weight * (overS * overS)
                pF -= mass * (e * (overS + overU))
                let spread = mass * (1 - share)
                v += spread
                let spreadR = spread * ratio
                let spreadE = spread * e
                vR += spreadR
                vE += spreadE
                vRR += spreadR * ratio
                vRE += spreadR * e
                vEE += spreadE * e
            }
            index += 4
        }
        return BGNBDSums(
            log: log.sum(), inverse: inverse.sum(), square: square.sum(), gone: gone.sum(), p: p.sum(), pR: pR.sum(), pE: pE.sum(),
            pF: pF.sum(), v: v.sum(), vR: vR.sum(), vE: vE.sum(), vRR: vRR.sum(), vRE: vRE.sum(), vEE: vEE.sum())
    }

    @inline(__always)
    private static func lanes(_ column: UnsafeBufferPointer<Double>, _ index: Int) -> Lanes {
        Lanes(column[index], column[index + 1], column[index + 2], column[index + 3])
    }

    @inline(__always)
    private static func magnitude(_ value: Lanes) -> Lanes {
        unsafeBitCast(unsafeBitCast(value, to: SIMD4<UInt64>.self) & 0x7FFF_FFFF_FFFF_FFFF, to: Lanes.self)
    }
}
