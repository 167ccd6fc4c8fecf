/// What a fit says about the channels, in the unit of the data.
public struct MixAnswer: Sendable {
    public struct Channel: Sendable, Equatable {
        public let name: String
        /// Spend over the weeks fitted.
        public let spend: Double
        /// Outcome caused over the weeks fitted.
        public let contribution: Estimate
        /// Part of what all channels caused.
        public let shareOfMedia: Estimate
        /// Part of the whole outcome.
        public let shareOfOutcome: Estimate
        /// Outcome per unit of spend.
        public let roas: Estimate
        /// Outcome per further unit of spend, spread as the spend was.
        public let marginalROAS: Estimate
        /// Weeks until half of the effect has arrived.
        public let halfLife: Estimate
        /// Adstock weights, as means over the draws.
        public let adstock: [Double]
        /// How much of the return's posterior the prior alone already said: 0 nothing, 1 all.
        public let priorOverlap: Double
    }

    /// One component over the weeks fitted.
    public struct Weekly: Sendable, Equatable {
        public let name: String
        public let mean, low, high: [Double]
    }

    public let channels: [Channel]
    /// Contribution of each channel per week, then the outcome without media, then the prediction without noise.
    public let weekly: [Weekly]
    /// All channels' part of the outcome.
    public let mediaShare: Estimate
    /// Part of the draws in which the outcome without media sums to less than nothing.
    public let baseBelowZero: Double
    /// Correlation over the draws between the intercept and all media contributions.
    public let interceptMediaCorrelation: Double

    /// The outcome without media, per week.
    public var base: Weekly? { weekly.count == channels.count + 2 ? weekly[channels.count] : nil }
}

extension MixAnswer {
    init(_ density: MixDensity, _ data: MixData, _ draws: Draws, probability: Double, seed: UInt64) {
        let plan = density.plan
        let totals = MixTotals(plan, draws)
        let prior = MixTotals(plan, density.priorDraws(2_000, seed: seed))
        let outcome = data.target.reduce(0, +)
        func estimate(_ values: [Double]) -> Estimate { Estimate(values, probability: probability) }
        channels = data.channels.indices.map { index in
            let spend = data.channels[index].sum
            let total = totals.contribution[index]
            return Channel(
                name: data.channels[index].name, spend: spend, contribution: estimate(total),
                shareOfMedia: estimate(zip(total, totals.media).map { $1 > 0 ? $0 / $1 : 0 }), shareOfOutcome: estimate(total.map { $0 / outcome }),
                roas: estimate(total.map { $0 / spend }), marginalROAS: estimate(totals.elasticity[index].map { $0 / spend }),
                halfLife: estimate(totals.halfLife[index]), adstock: totals.adstock[index],
                priorOverlap: Overlap.ofLogs(prior.contribution[index], total))
        }
        weekly = MixWeeks(plan, draws).components(data.channels.map(\.name), probability: probability)
        mediaShare = estimate(totals.media.map { $0 / outcome })
        baseBelowZero = Double(totals.media.count { $0 > outcome }) / Double(max(totals.media.count, 1))
        interceptMediaCorrelation = correlation(draws.parameter(plan.layout.intercept), totals.media)
    }
}

/// Sums over the weeks fitted, per draw.
struct MixTotals {
    /// Per channel and draw.
    private(set) var contribution, elasticity, halfLife: [[Double]]
    /// Per draw, all channels.
    private(set) var media: [Double] = []
    /// Per channel and lag, mean over the draws.
    private(set) var adstock: [[Double]]

    init(_ plan: MixPlan, _ draws: Draws) {
        let channels = plan.channels.count
        let empty = [[Double]](repeating: [], count: channels)
        (contribution, elasticity, halfLife) = (empty, empty, empty)
        adstock = [[Double]](repeating: [Double](repeating: 0, count: plan.lags), count: channels)
        var sweep = MixSweep(plan)
        for draw in 0..<draws.total {
            sweep.set(draws.point(draw))
            var all = 0.0
            for channel in 0..<channels {
                let total = sweep.total(channel, 0..<plan.weeks)
                let weights = sweep.weights(channel)
                contribution[channel].append(total)
                elasticity[channel].append(sweep.elasticity(channel, 0..<plan.weeks))
                halfLife[channel].append(Adstock.halfLife(weights))
                for lag in weights.indices { adstock[channel][lag] += weights[lag] / Double(draws.total) }
                all += total
            }
            media.append(all)
        }
    }
}

/// Components per week, per draw; one component is held in memory at a time.
struct MixWeeks {
    let plan: MixPlan
    let draws: Draws

    init(_ plan: MixPlan, _ draws: Draws) {
        self.plan = plan
        self.draws = draws
    }

    func components(_ names: [String], probability: Double) -> [MixAnswer.Weekly] {
        let channels = names.enumerated().map { index, name in band(name, probability) { $0.contribution(index, $1) } }
        return channels + [
            band("baseline", probability) { $0.baseline($1) },
            band("prediction", probability) { sweep, week in
                names.indices.reduce(sweep.baseline(week)) { $0 + sweep.contribution($1, week) }
            },
        ]
    }

    /// Mean and equal-tailed interval of a quantity in each week.
    func band(_ name: String, _ probability: Double, _ quantity: (MixSweep, Int) -> Double) -> MixAnswer.Weekly {
        let weeks = plan.weeks
        var values = [Double](repeating: 0, count: weeks * draws.total)
        var sweep = MixSweep(plan)
        for draw in 0..<draws.total {
            sweep.set(draws.point(draw))
            for week in 0..<weeks { values[week * draws.total + draw] = quantity(sweep, week) }
        }
        var (mean, low, high): ([Double], [Double], [Double]) = ([], [], [])
        for week in 0..<weeks {
            let column = values[week * draws.total..<(week + 1) * draws.total].sorted()
            mean.append(column.reduce(0, +) / Double(column.count))
            low.append(Quantiles.quantile((1 - probability) / 2, ofSorted: column))
            high.append(Quantiles.quantile((1 + probability) / 2, ofSorted: column))
        }
        return MixAnswer.Weekly(name: name, mean: mean, low: low, high: high)
    }
}
