import RealModule

extension MixWorkspace {
    /// Adstock weights from the channel's parameters. `raw` holds them before they are divided by their sum.
    @inline(__always)
    func spread(_ channel: UnsafeMutablePointer<Channel>) {
        let c = channel.pointee
        let place = c.places.adstock
        switch c.adstock {
        case .geometric:
            var weight = 1.0
            for lag in 0..<lags {
                c.raw[lag] = weight
                weight *= values[place]
            }
        case .weibullDensity: weibullDensity(channel, shape: values[place], scale: values[place + 1])
        case .weibullSurvival: weibullSurvival(c, shape: values[place], scale: values[place + 1])
        }
        var total = 0.0
        for lag in 0..<lags { total += c.raw[lag] }
        channel.pointee.rawSum = total
        let inverse = 1 / total
        for lag in 0..<lags { c.weights[lag] = c.raw[lag] * inverse }
    }

    /// (u/λ)^k and its logarithm for all lags u = 1…
    @inline(__always)
    private func powers(_ c: Channel, shape: Double, scale: Double) {
        let logScale = Double.log(scale)
        var lag = 0
        while lag < lagRows {
            let log = logLags.four(lag) - logScale
            c.log.store(log, lag)
            c.power.store(Vector.exp(shape * log), lag)
            lag &+= 4
        }
    }

    /// The density at u = 1…L less its least value. Factors that all lags share fall out of the division by the sum.
    @inline(__always)
    private func weibullDensity(_ channel: UnsafeMutablePointer<Channel>, shape: Double, scale: Double) {
        let c = channel.pointee
        powers(c, shape: shape, scale: scale)
        var top = -Double.infinity
        for lag in 0..<lags {
            let log = (shape - 1) * c.log[lag] - c.power[lag]
            c.raw[lag] = log
            top = max(top, log)
        }
        var lag = 0
        while lag < lagRows {
            c.raw.store(Vector.exp(c.raw.four(lag) - top), lag)
            lag &+= 4
        }
        // A density with one peak or none is least at one of its ends.
        let (first, last) = (c.raw[0], c.raw[lags - 1])
        let least = first < last ? 0 : lags - 1
        channel.pointee.leastShare = leastShare(first: first, last: last)
        let value = c.raw[least]
        for lag in 0..<lags {
            c.density[lag] = c.raw[lag]
            c.raw[lag] -= value
        }
    }

    /// The part of the least value's slope that the first lag carries: 1 or 0, but when sampling it passes smoothly from one to the other where both
    /// ends of the density are alike. The density itself stays exact; a leapfrog step is reversible and keeps volume with any force that depends on
    /// the position alone, so the posterior stays exact, too, and the kink of the minimum no longer costs acceptance.
    @inline(__always)
    private func leastShare(first: Double, last: Double) -> Double {
        let hard: Double = first < last ? 1 : 0
        guard centred, first > 0, last > 0 else { return hard }
        let distance = (last - first) / (0.5 * (last + first)) / 0.25
        guard abs(distance) < 1 else { return hard }
        let t = (distance + 1) / 2
        return t * t * (3 - 2 * t)
    }

    /// w_j = exp(−Σ_{i≤j} (i/λ)^k), w_0 = 1.
    @inline(__always)
    private func weibullSurvival(_ c: Channel, shape: Double, scale: Double) {
        powers(c, shape: shape, scale: scale)
        var sum = 0.0
        c.raw[0] = 1
        for lag in 1..<max(lags, 1) {
            sum += c.power[lag - 1]
            c.raw[lag] = Double.exp(-sum)
        }
    }

    /// From the pull on the weights to the gradient of the adstock parameters.
    @inline(__always)
    func spreadPull(_ channel: UnsafeMutablePointer<Channel>, _ gradient: Doubles) {
        let c = channel.pointee
        let place = c.places.adstock
        var mean = 0.0
        for lag in 0..<lags { mean += c.weightPull[lag] * c.weights[lag] }
        let inverse = 1 / c.rawSum
        for lag in 0..<lags { c.weightPull[lag] = (c.weightPull[lag] - mean) * inverse }
        switch c.adstock {
        case .geometric:
            var slope = 0.0
            for lag in 0..<lags { slope += c.weightPull[lag] * Double(lag) * c.raw[lag] }
            gradient[place] += slope * changes[place] / values[place]
        case .weibullDensity: weibullDensityPull(c, place, gradient)
        case .weibullSurvival: weibullSurvivalPull(c, place, gradient)
        }
    }

    @inline(__always)
    private func weibullDensityPull(_ c: Channel, _ place: Int, _ gradient: Doubles) {
        var all = 0.0
        for lag in 0..<lags { all += c.weightPull[lag] }
        c.weightPull[0] -= all * c.leastShare
        c.weightPull[lags - 1] -= all * (1 - c.leastShare)
        let (shape, scale) = (values[place], values[place + 1])
        var (byShape, byScale) = (0.0, 0.0)
        for lag in 0..<lags {
            let pull = c.weightPull[lag] * c.density[lag]
            byShape += pull * c.log[lag] * (1 - c.power[lag])
            byScale += pull * (shape * c.power[lag] - (shape - 1))
        }
        gradient[place] += byShape * changes[place]
        gradient[place + 1] += byScale * changes[place + 1] / scale
    }

    @inline(__always)
    private func weibullSurvivalPull(_ c: Channel, _ place: Int, _ gradient: Doubles) {
        let (shape, scale) = (values[place], values[place + 1])
        var (logSlope, sum, byShape) = (0.0, 0.0, 0.0)
        var byScale = 0.0
        for lag in 1..<max(lags, 1) {
            logSlope += c.power[lag - 1] * c.log[lag - 1]
            sum += c.power[lag - 1]
            let pull = c.weightPull[lag] * c.raw[lag]
            byShape -= pull * logSlope
            byScale += pull * shape * sum
        }
        gradient[place] += byShape * changes[place]
        gradient[place + 1] += byScale * changes[place + 1] / scale
    }
}
