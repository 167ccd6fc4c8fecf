import RealModule

/// Forward passes over draws: every derived quantity is read off the workspace after a draw's parameters were set.
struct MixSweep {
    let workspace: MixWorkspace
    let plan: MixPlan
    private let priors: [Prior]
    private var point: [Double]
    private var scratch: [Double]

    init(_ plan: MixPlan) {
        self.plan = plan
        workspace = MixWorkspace(plan, .plain)
        var priors = plan.layout.priors
        // A strength is always β here, whatever its prior speaks of.
        for channel in plan.channels { priors[channel.places.effect] = .halfNormal(sd: 1) }
        self.priors = priors
        point = [Double](repeating: 0, count: plan.layout.dimension)
        scratch = point
    }

    /// Sets the parameters (natural scale) of a draw.
    mutating func set(_ natural: ArraySlice<Double>) {
        for (index, value) in natural.enumerated() { point[index] = priors[index].unconstrained(value) }
        point.withUnsafeBufferPointer { from in
            scratch.withUnsafeMutableBufferPointer { to in
                if let from = from.baseAddress, let to = to.baseAddress { workspace.natural(from, to) }
            }
        }
    }

    /// Contribution of a channel in a week, in the unit of the data.
    func contribution(_ channel: Int, _ week: Int) -> Double {
        workspace.channels[channel].beta * workspace.channels[channel].curve[week] * plan.targetScale
    }

    /// Contribution of a channel over weeks, in the unit of the data.
    func total(_ channel: Int, _ range: Range<Int>) -> Double {
        var sum = 0.0
        for week in range { sum += workspace.channels[channel].curve[week] }
        return sum * workspace.channels[channel].beta * plan.targetScale
    }

    /// What a relative increase of all spend would add, per part: derivative of `total` by the log of a common factor of the spend.
    func elasticity(_ channel: Int, _ range: Range<Int>) -> Double {
        let c = workspace.channels[channel]
        let slope = workspace.values[c.places.saturation + (c.saturation == .hill ? 1 : 0)]
        var sum = 0.0
        for week in range { sum += c.steepness[week] * (c.saturation == .hill ? slope : c.argument[week]) }
        return sum * c.beta * plan.targetScale
    }

    /// The outcome without media in a week, in the unit of the data.
    func baseline(_ week: Int) -> Double {
        var value = workspace.values[workspace.intercept]
        for column in 0..<workspace.columns {
            value += workspace.values[workspace.linear + column] * workspace.columnValues[column * workspace.rows + week]
        }
        return value * plan.targetScale
    }

    /// Adstock weights of a channel.
    func weights(_ channel: Int) -> [Double] {
        (0..<plan.lags).map { workspace.channels[channel].weights[$0] }
    }

    var noise: Double { workspace.values[workspace.noise] * plan.targetScale }
}

extension MixDensity {
    /// Draws of the parameters (natural scale) from the priors alone, as one chain.
    public func priorDraws(_ count: Int, seed: UInt64) -> Draws {
        var values: [Double] = []
        values.reserveCapacity(count * dimension)
        var sweep = MixSweep(plan)
        for index in 0..<count {
            var random = Philox(seed: seed, stream: 0x7072_0000_0000 + UInt64(index))
            var draw = plan.layout.priors.map { $0.draw(&random) }
            let totals = plan.channels.indices.filter { plan.channels[$0].effect == .total }
            if !totals.isEmpty {
                sweep.set(draw[...])
                for channel in totals {
                    let place = plan.channels[channel].places.effect
                    draw[place] *= Double.exp(-plan.channels[channel].logFactor) / sweep.workspace.channels[channel].mean
                }
            }
            values += draw
        }
        return Draws(chains: 1, count: count, dimension: dimension, values: values)
    }
}
