/// What a scenario would bring, with the adstock of past spend carried in and that of its own spend carried out.
public struct MixPrediction: Sendable {
    /// Per week: each channel's contribution, the outcome without media, and the outcome with noise.
    public let weekly: [MixAnswer.Weekly]
    /// Outcome over the scenario's weeks, with noise.
    public let outcome: Estimate
    /// Per channel: contribution within the scenario's weeks, carried in from spend before them included.
    public let contribution: [Estimate]
    /// Per channel: the part of `contribution` that would come without any spend in the scenario.
    public let carriedIn: [Estimate]
    /// Per channel: what arrives after the last week because of spend until then.
    public let carriedOut: [Estimate]
    /// Per channel: what the scenario's spend adds, within its weeks and after, per unit of that spend; nil without spend.
    public let roas: [Estimate?]
    /// Draws of the outcome per week, with noise: `[week][draw]`.
    public let draws: [[Double]]
}

extension MixFit {
    /// Predicts a scenario.
    ///
    /// - Throws: `Refusal` where the scenario does not follow the weeks fitted, or does not fit the model.
    public func predict(_ scenario: MixScenario, seed: UInt64 = 1) throws -> MixPrediction {
        try MixPrediction(plan, data, draws, scenario, probability: probability, seed: seed)
    }
}

extension MixPrediction {
    init(_ plan: MixPlan, _ data: MixData, _ draws: Draws, _ scenario: MixScenario, probability: Double, seed: UInt64) throws {
        try scenario.check(data)
        let (silent, first) = (plan.lags - 1, data.weeks)
        let silence = MixScenario(days: scenario.days, spend: scenario.spend.map { $0.map { _ in 0 } }, controls: scenario.controls)
        let extended = plan.extended(by: scenario, data, silent: silent)
        let without = plan.extended(by: silence, data, silent: silent)
        let (range, after) = (first..<first + scenario.weeks, first + scenario.weeks..<first + scenario.weeks + silent)
        let channels = data.channels.count
        var (sweep, quiet) = (MixSweep(extended), MixSweep(without))
        let empty = [[Double]](repeating: [], count: channels)
        var (inside, carriedIn, carriedOut, added) = (empty, empty, empty, empty)
        var outcome = [[Double]](repeating: [], count: scenario.weeks)
        for draw in 0..<draws.total {
            sweep.set(draws.point(draw))
            quiet.set(draws.point(draw))
            var random = Philox(seed: seed, stream: 0x7363_0000_0000 + UInt64(draw))
            for channel in 0..<channels {
                inside[channel].append(sweep.total(channel, range))
                carriedIn[channel].append(quiet.total(channel, range))
                carriedOut[channel].append(sweep.total(channel, after))
                added[channel].append(
                    sweep.total(channel, range.lowerBound..<after.upperBound) - quiet.total(channel, range.lowerBound..<after.upperBound))
            }
            for week in range {
                let mean = (0..<channels).reduce(sweep.baseline(week)) { $0 + sweep.contribution($1, week) }
                outcome[week - first].append(mean + sweep.noise * random.normal())
            }
        }
        func estimate(_ values: [Double]) -> Estimate { Estimate(values, probability: probability) }
        contribution = inside.map(estimate)
        self.carriedIn = carriedIn.map(estimate)
        self.carriedOut = carriedOut.map(estimate)
        roas = (0..<channels).map { channel in
            let spend = scenario.spend[channel].reduce(0, +)
            return spend > 0 ? estimate(added[channel].map { $0 / spend }) : nil
        }
        self.outcome = estimate((0..<draws.total).map { draw in outcome.reduce(0) { $0 + $1[draw] } })
        self.draws = outcome
        let bands = MixWeeks(extended, draws).components(data.channels.map(\.name), probability: probability).dropLast()
        weekly = bands.map { $0.cut(range) } + [MixAnswer.Weekly("outcome", outcome, probability)]
    }
}

extension MixAnswer.Weekly {
    func cut(_ range: Range<Int>) -> MixAnswer.Weekly {
        MixAnswer.Weekly(name: name, mean: Array(mean[range]), low: Array(low[range]), high: Array(high[range]))
    }

    /// Mean and equal-tailed interval per week.
    init(_ name: String, _ draws: [[Double]], _ probability: Double) {
        let sorted = draws.map { $0.sorted() }
        self.init(
            name: name, mean: sorted.map { $0.reduce(0, +) / Double(max($0.count, 1)) },
            low: sorted.map { Quantiles.quantile((1 - probability) / 2, ofSorted: $0) },
            high: sorted.map { Quantiles.quantile((1 + probability) / 2, ofSorted: $0) })
    }
}
