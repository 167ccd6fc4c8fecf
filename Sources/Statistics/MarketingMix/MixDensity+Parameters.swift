import RealModule

extension MixWorkspace {
    /// The model's parameters on their natural scale (with β itself as a channel's strength) at a point of the line.
    func natural(_ point: UnsafePointer<Double>, _ out: Doubles) {
        for index in 0..<channelCount {
            let places = channels[index].places
            for place in places.adstock..<places.effect { values[place] = terms[place].evaluate(point[place]).value }
        }
        for place in linear..<intercept { values[place] = point[place] * columnUnits[place - linear] }
        values[noise] = terms[noise].evaluate(point[noise]).value
        values[intercept] = split(point).intercept
        for index in 0..<channelCount {
            _ = forward(channels + index)
            values[channels[index].places.effect] = channels[index].beta
        }
        for place in 0...noise { out[place] = values[place] }
    }
}

extension MixDensity {
    /// Draws on the line turned into the model's parameters, in the order of `names`.
    public func natural(_ draws: Draws) -> Draws {
        let workspace = self.workspace()
        return draws.mapped(to: dimension) { from, to in
            guard let from = from.baseAddress, let to = to.baseAddress else { return }
            workspace.natural(from, to)
        }
    }

    /// Whether draws on their natural scale are of this model: one number per parameter, each within its support.
    func holds(_ draws: Draws) -> Bool {
        guard draws.dimension == dimension, draws.total > 0 else { return false }
        let supports = plan.layout.priors.map(\.support)
        return draws.values.indices.allSatisfy { supports[$0 % dimension].contains(draws.values[$0]) }
    }

    /// The point of the line that belongs to parameters on their natural scale.
    public func point(_ natural: [Double]) -> [Double] {
        var point = zip(plan.layout.priors, natural).map { $0.unconstrained($1) }
        for channel in plan.channels { point[channel.places.effect] = Double.log(natural[channel.places.effect]) }
        guard coordinates == .contributions else { return point }
        let workspace = self.workspace()
        var scratch = [Double](repeating: 0, count: dimension)
        // Forward with strengths of log mean contribution 0 tells each channel's mean saturation.
        var probe = point
        for channel in plan.channels { probe[channel.places.effect] = 0 }
        probe.withUnsafeBufferPointer { from in
            scratch.withUnsafeMutableBufferPointer { to in
                if let from = from.baseAddress, let to = to.baseAddress { workspace.natural(from, to) }
            }
        }
        let intercept = natural[plan.layout.intercept]
        let strengths = plan.channels.indices.map {
            point[plan.channels[$0].places.effect] + Double.log(workspace.channels[$0].mean)
        }
        let media = strengths.reduce(0) { $0 + Double.exp($1) }
        var level = intercept + media
        // Where the intercept is positive: t from G = media / level, as t⁴ = G⁴ / (1 − G⁴), and e_c = t · C_c / media.
        let part = media / level
        let odds = part / Double.pow(1 - part * part * part * part, 0.25)
        let shift = workspace.positiveIntercept ? Double.log(odds / media) : 0
        for (channel, strength) in zip(plan.channels, strengths) { point[channel.places.effect] = strength + shift }
        for column in plan.columnMeans.indices {
            level += natural[plan.layout.linear + column] * plan.columnMeans[column]
            point[plan.layout.linear + column] /= plan.columnUnits[column]
        }
        point[plan.layout.intercept] = (level - plan.level) / plan.levelUnit
        return point
    }

    /// One scattered starting point per chain around what the priors and the level of the outcome suggest.
    public func starts(chains: Int, seed: UInt64) -> [[Double]] {
        let outcome = plan.target[0..<plan.weeks]
        let mean = outcome.reduce(0, +) / Double(plan.weeks)
        let sd = (outcome.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(plan.weeks)).squareRoot()
        let spend = plan.channels.indices.map { index in
            let first = plan.channels[index].stretches[0]
            return plan.spendScales[index] * plan.channels[index].spend[first.spend..<first.spend + first.count].reduce(0, +)
        }
        let all = spend.reduce(0, +)
        return (0..<chains).map { chain in
            var random = Philox(seed: seed, stream: 0x4d69_7800 + UInt64(chain))
            var point = plan.layout.priors.map { $0.support == .real ? 0 : $0.unconstrained($0.mean) + 0.3 * random.normal() }
            for (index, channel) in plan.channels.enumerated() {
                point[channel.places.effect] =
                    Double.log(0.3 * max(spend[index] / all, 0.01) * (plan.model.intercept.support == .positive ? 1 : mean)) + 0.3 * random.normal()
            }
            for column in plan.columnMeans.indices { point[plan.layout.linear + column] = 3 * random.normal() }
            point[plan.layout.noise] = Double.log(0.6 * sd) + 0.2 * random.normal()
            point[plan.layout.intercept] = 3 * random.normal()
            return point
        }
    }
}
