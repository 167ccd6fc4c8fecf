import RealModule

/// One channel at one spend, four draws at a time. What the carried spend alone would bring does not depend on the plan and is left in: it is the same
/// for every plan.
struct SurfaceSweep {
    private let tables: UnsafePointer<Double>
    private let live: [Int]
    private let size, carry, settled: Int
    /// Spend as part of the largest week, its logarithm, and one over the largest week.
    private let spend, log, inverse: Double

    init(_ channel: ResponseSurface.Channel, _ spend: Double, _ tables: UnsafePointer<Double>) {
        (self.tables, live, size, carry, settled) = (tables, channel.live, channel.size, channel.carry, channel.settled)
        self.spend = spend / channel.scale
        log = Double.log(max(self.spend, 1e-300))
        inverse = 1 / channel.scale
    }

    /// The Hill curve S = 1 / (1 + e), e = (x/κ)^−s, over the weeks of the horizon. With q = S(1−S) and y = reach/x its derivatives by the plan's spend
    /// are s·q·y and s·q·y²·(s(1−2S) − 1); y is 1/spend in weeks that the plan alone reaches.
    @inline(__always)
    func hill(_ group: Int) -> ResponseSurface.Four {
        let table = tables + group &* size
        let (k, s, a, b) = (table.four(4), table.four(8), table.four(12), table.four(16))
        let edge = ResponseSurface.edge
        // Σ S; Σ qy, Σ qy², Σ qy²(1−2S) of weeks with carried spend; Σ q, Σ q(1−2S) of the others; the slope and bend of the parabola near 0.
        var value = SIMD4<Double>.zero
        var (first, second, third) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
        var (ownFirst, ownThird) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        var (lowSlope, lowBend) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        var week = table + 4 &* ResponseSurface.Channel.head
        for _ in 0..<carry {
            let (carried, reach) = (week.four(0), week.four(4))
            week += 8
            let x = carried + reach * spend
            let low = x .< edge
            let some = x.replacing(with: edge, where: low)
            let e = Vector.exp(s * (k - Vector.log(some)))
            // One division for S and for 1/x.
            let part = 1 / ((1 + e) * some)
            let high = some * part
            let y = reach * ((1 + e) * part)
            var qy = e * high * high * y
            if any(low) {
                qy.replace(with: 0, where: low)
                value += high.replacing(with: x * (a + b * x), where: low)
                lowSlope += (reach * (a + 2 * (b * x))).replacing(with: 0, where: .!low)
                lowBend += (2 * (reach * reach * b)).replacing(with: 0, where: .!low)
            } else {
                value += high
            }
            let qyy = qy * y
            first += qy
            second += qyy
            third += qyy * (1 - 2 * high)
        }
        let power = Vector.exp(s * -log)
        for _ in 0..<live[group] {
            let reach = week.four(4)
            let x = reach * spend
            let low = x .< edge
            let e = week.four(0) * power
            let high = 1 / (1 + e)
            var q = e * high * high
            week += 8
            if any(low) {
                q.replace(with: 0, where: low)
                value += high.replacing(with: x * (a + b * x), where: low)
                lowSlope += (reach * (a + 2 * (b * x))).replacing(with: 0, where: .!low)
                lowBend += (2 * (reach * reach * b)).replacing(with: 0, where: .!low)
            } else {
                value += high
            }
            ownFirst += q
            ownThird += q * (1 - 2 * high)
        }
        if settled > 0 {
            let times = Double(settled)
            if spend < edge {
                value += times * (spend * (a + b * spend))
                lowSlope += times * (a + 2 * (b * spend))
                lowBend += times * (b + b)
            } else {
                let e = Vector.exp(s * (k - log))
                let high = 1 / (1 + e)
                let q = times * e * high * high
                value += times * high
                ownFirst += q
                ownThird += q * (1 - 2 * high)
            }
        }
        // Where the spend is next to nothing, so are these sums.
        let y = 1 / max(spend, edge)
        let top = table.four(0)
        let slope = s * (first + ownFirst * y) + lowSlope
        let bend = s * (s * (third + ownThird * (y * y)) - (second + ownFirst * (y * y))) + lowBend
        return ResponseSurface.Four(value: top * value, slope: top * slope * inverse, bend: top * bend * (inverse * inverse))
    }

    /// The value that `hill` gives.
    @inline(__always)
    func hillValue(_ group: Int) -> SIMD4<Double> {
        let table = tables + group &* size
        let (k, s, a, b) = (table.four(4), table.four(8), table.four(12), table.four(16))
        let edge = ResponseSurface.edge
        var value = SIMD4<Double>.zero
        var week = table + 4 &* ResponseSurface.Channel.head
        for _ in 0..<carry {
            let (carried, reach) = (week.four(0), week.four(4))
            week += 8
            let x = carried + reach * spend
            let low = x .< edge
            let high = 1 / (1 + Vector.exp(s * (k - Vector.log(x.replacing(with: edge, where: low)))))
            value += any(low) ? high.replacing(with: x * (a + b * x), where: low) : high
        }
        let power = Vector.exp(s * -log)
        for _ in 0..<live[group] {
            let x = week.four(4) * spend
            let low = x .< edge
            let high = 1 / (1 + week.four(0) * power)
            week += 8
            value += any(low) ? high.replacing(with: x * (a + b * x), where: low) : high
        }
        if settled > 0 {
            let high = 1 / (1 + Vector.exp(s * (k - log)))
            value += Double(settled) * (spend < edge ? spend * (a + b * spend) : high)
        }
        return table.four(0) * value
    }

    /// S = (1 − e^−u) / (1 + e^−u), u = λx; S' = λ(1 − S²)/2, S'' = −λ S S'.
    @inline(__always)
    func logistic(_ group: Int) -> ResponseSurface.Four {
        let table = tables + group &* size
        let rate = table.four(4)
        var sums = ResponseSurface.Four(value: .zero, slope: .zero, bend: .zero)
        func add(_ x: SIMD4<Double>, _ reach: SIMD4<Double>, _ times: Double) {
            let e = Vector.exp(-(rate * x))
            let value = (1 - e) / (1 + e)
            let slope = 0.5 * rate * (1 - value * value)
            sums.value += times * value
            sums.slope += times * slope * reach
            sums.bend -= times * rate * value * slope * reach * reach
        }
        var week = table + 4 &* ResponseSurface.Channel.head
        for _ in 0..<carry {
            let (carried, reach) = (week.four(0), week.four(4))
            week += 8
            add(carried + reach * spend, reach, 1)
        }
        if settled > 0 { add(SIMD4(repeating: spend), SIMD4(repeating: 1), Double(settled)) }
        let top = table.four(0)
        return ResponseSurface.Four(value: top * sums.value, slope: top * sums.slope * inverse, bend: top * sums.bend * (inverse * inverse))
    }
}
