import RealModule

extension MixWorkspace {
    /// The saturation curve, its steepness by the argument, and the argument, for every row.
    @inline(__always)
    func saturate(_ channel: UnsafeMutablePointer<Channel>) {
        let c = channel.pointee
        let place = c.places.saturation
        switch c.saturation {
        case .hill: hill(c, half: values[place], slope: values[place + 1])
        case .logistic: logistic(c, rate: values[place])
        }
    }

    /// S = 1 / (1 + e^−z), z = slope · ln(x/κ); steepness dS/dz = S (1 − S). No spend: no effect, and no steepness.
    @inline(__always)
    private func hill(_ c: Channel, half: Double, slope: Double) {
        let logHalf = Double.log(half)
        var row = 0
        while row < c.rows {
            let x = c.adstocked.four(row)
            let none = x .<= 0
            let some = x.replacing(with: 1, where: none)
            let z = slope * (Vector.log(some) - logHalf)
            let e = Vector.exp(-z)
            let s = 1 / (1 + e)
            c.curve.store(s.replacing(with: 0, where: none), row)
            c.steepness.store((e * s * s).replacing(with: 0, where: none), row)
            c.argument.store(z, row)
            c.adstocked.store(some, row)
            row &+= 4
        }
    }

    /// S = (1 − e^−u) / (1 + e^−u), u = λx; steepness dS/du = 2e^−u / (1 + e^−u)².
    @inline(__always)
    private func logistic(_ c: Channel, rate: Double) {
        var row = 0
        while row < c.rows {
            let u = rate * c.adstocked.four(row)
            let e = Vector.exp(-u)
            let inverse = 1 / (1 + e)
            c.curve.store((1 - e) * inverse, row)
            c.steepness.store(2 * e * inverse * inverse, row)
            c.argument.store(u, row)
            row &+= 4
        }
    }

    /// From the pull on the curve to the gradient of saturation and adstock. The pull on a fitted week is scale · residual + constant.
    @inline(__always)
    func desaturate(_ channel: UnsafeMutablePointer<Channel>, scale: Double, constant: Double, _ gradient: Doubles) {
        let c = channel.pointee
        let place = c.places.saturation
        let isHill = c.saturation == .hill
        let factor = isHill ? values[place + 1] : values[place]
        let tested = c.experiments > 0
        var (all, byArgument) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        var row = 0
        while row < c.rows {
            var pull = tested ? c.pull.four(row) : .zero
            if row < rows { pull += scale * residual.four(row) + constant }
            let steep = pull * c.steepness.four(row)
            all += steep
            byArgument += steep * c.argument.four(row)
            let onSpend = isHill ? factor * steep / c.adstocked.four(row) : factor * steep
            c.pull.store(onSpend, row)
            row &+= 4
        }
        if isHill {
            gradient[place] -= factor * all.total * changes[place] / values[place]
            gradient[place + 1] += byArgument.total * changes[place + 1] / factor
        } else {
            gradient[place] += byArgument.total * changes[place] / factor
        }
        for lag in 0..<lags { c.weightPull[lag] = 0 }
        for index in 0..<c.stretches { correlate(c, stretches[c.firstStretch + index]) }
        spreadPull(channel, gradient)
    }

    /// Pull on each adstock weight: Σ_t pull_t · spend_{t−lag}.
    @inline(__always)
    private func correlate(_ c: Channel, _ stretch: MixPlan.Stretch) {
        let (pull, spend) = (c.pull + stretch.row, c.spend + stretch.spend)
        for lag in 0..<lags {
            var (first, second) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
            var row = 0
            while row < stretch.rows {
                first += pull.four(row) * spend.four(row &- lag)
                second += pull.four(row &+ 4) * spend.four(row &+ 4 &- lag)
                row &+= 8
            }
            c.weightPull[lag] += (first + second).total
        }
    }
}
