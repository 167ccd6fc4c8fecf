import RealModule

extension MixWorkspace {
    /// Adstock, saturation and strength of one channel; answers the log prior of the strength.
    @inline(__always)
    func forward(_ channel: UnsafeMutablePointer<Channel>) -> Double {
        spread(channel)
        for stretch in 0..<channel.pointee.stretches { convolve(channel, stretches[channel.pointee.firstStretch + stretch]) }
        saturate(channel)
        for stretch in 0..<channel.pointee.stretches { clear(channel, stretches[channel.pointee.firstStretch + stretch]) }
        let mean = sum(channel.pointee.curve, rows) / Double(weeks)
        guard mean > 0 else { return -.infinity }
        let logMean = Double.log(mean)
        let logBeta = centred ? channel.pointee.strength - logMean : channel.pointee.strength
        let argument = channel.pointee.effect == .coefficient ? logBeta : logBeta + logMean + channel.pointee.logFactor
        let term = terms[channel.pointee.places.effect].evaluate(argument)
        channel.pointee.mean = mean
        channel.pointee.beta = Double.exp(logBeta)
        channel.pointee.effectSlope = term.slope
        return term.logDensity
    }

    /// Gradient of one channel's shape, and the pull on its log strength; answers the log likelihood of its experiments.
    @inline(__always)
    func backward(_ channel: UnsafeMutablePointer<Channel>, _ precision: Double, _ gradient: Doubles) -> Double {
        let c = channel.pointee
        var betaPull = dot(c.curve, residual, rows) * precision
        var density = 0.0
        if c.experiments > 0 {
            c.pull.update(repeating: 0, count: c.rows)
            for index in 0..<c.experiments { density += experiment(channel, experiments[c.firstExperiment + index], &betaPull) }
        }
        let strengthPull = c.beta * betaPull + c.effectSlope
        channel.pointee.strengthPull = strengthPull
        // The mean of the curve enters through β in contribution coordinates, and through a prior on the contribution.
        let meanPull = (c.effect == .total ? c.effectSlope : 0) - (centred ? strengthPull : 0)
        desaturate(channel, scale: c.beta * precision, constant: meanPull / (c.mean * Double(weeks)), gradient)
        return density
    }

    /// Spend to adstocked spend over one stretch.
    @inline(__always)
    private func convolve(_ channel: UnsafeMutablePointer<Channel>, _ stretch: MixPlan.Stretch) {
        let (weights, spend, out) = (channel.pointee.weights, channel.pointee.spend + stretch.spend, channel.pointee.adstocked + stretch.row)
        let lags = self.lags
        var row = 0
        while row < stretch.rows {
            var (first, second) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
            for lag in 0..<lags {
                let weight = SIMD4(repeating: weights[lag])
                first += weight * spend.four(row &- lag)
                second += weight * spend.four(row &+ 4 &- lag)
            }
            out.store(first, row)
            out.store(second, row &+ 4)
            row &+= 8
        }
    }

    /// Rows that only fill up to a multiple of eight have no effect.
    @inline(__always)
    private func clear(_ channel: UnsafeMutablePointer<Channel>, _ stretch: MixPlan.Stretch) {
        for row in stretch.row + stretch.count..<stretch.row + stretch.rows {
            channel.pointee.curve[row] = 0
            channel.pointee.steepness[row] = 0
        }
    }

    /// One experiment's likelihood, and its pull on the curve and on β.
    private func experiment(_ channel: UnsafeMutablePointer<Channel>, _ test: MixPlan.Experiment, _ betaPull: inout Double) -> Double {
        let c = channel.pointee
        let stretch = stretches[c.firstStretch + test.stretch]
        var difference = 0.0
        for week in 0..<stretch.count { difference += c.curve[stretch.row + week] - c.curve[test.window + week] }
        let z = (test.lift - c.beta * difference) * test.inverseError
        let pull = z * test.inverseError
        betaPull += pull * difference
        for week in 0..<stretch.count {
            c.pull[stretch.row + week] += pull * c.beta
            c.pull[test.window + week] -= pull * c.beta
        }
        return test.constant - 0.5 * z * z
    }
}
