import RealModule

/// The response to a constant weekly spend per channel, over posterior draws, with first and second derivatives.
///
/// In week t of the horizon the adstocked spend is carried_t + reach_t · spend: what earlier spend carries in, and the adstock weights that the plan has
/// reached so far. In the long run reach is 1 and nothing is carried in.
struct ResponseSurface {
    /// One channel: constants of four draws at a time, week after week.
    struct Channel {
        var isHill: Bool
        /// Largest spend: what the model's spend is divided by.
        var scale: Double
        /// Per draw: asymptote in the unit of the data; log κ and slope, or rate.
        var top, first, second: [Double]
        /// `[group of four draws][week][draw of the group]`.
        var carried, reach: [Double]
    }

    let draws: Int
    /// `draws` rounded up to a multiple of four.
    let rows: Int
    /// Weeks that differ; 1 in the long run.
    let weeks: Int
    let channels: [Channel]

    init(_ plan: MixPlan, _ data: MixData, _ draws: Draws, horizon: BudgetProblem.Horizon) {
        let rows = (draws.total + 3) / 4 * 4
        self.draws = draws.total
        self.rows = rows
        let planned: Int? = if case .weeks(let count) = horizon { count } else { nil }
        let weeks = planned.map { $0 + plan.lags - 1 } ?? 1
        self.weeks = weeks
        var channels = plan.channels.indices.map { index in
            let zeros = [Double](repeating: 0, count: rows)
            return Channel(
                isHill: plan.channels[index].saturation == .hill, scale: plan.spendScales[index], top: zeros, first: zeros,
                second: zeros, carried: [Double](repeating: 0, count: rows * weeks), reach: [Double](repeating: 1, count: rows * weeks))
        }
        let last = data.channels.indices.map { index in data.channels[index].values.suffix(plan.lags - 1).map { $0 / plan.spendScales[index] } }
        var weights = AdstockWeights(plan)
        for draw in 0..<draws.total {
            let values = draws.point(draw)
            let start = values.startIndex
            for index in plan.channels.indices {
                let places = plan.channels[index].places
                channels[index].top[draw] = values[start + places.effect] * plan.targetScale
                let first = values[start + places.saturation]
                channels[index].first[draw] = channels[index].isHill ? Double.log(first) : first
                channels[index].second[draw] = channels[index].isHill ? values[start + places.saturation + 1] : 1
            }
            guard let planned else { continue }
            weights.set(values)
            for index in plan.channels.indices {
                channels[index].fill(draw, planned, plan.lags, last[index], weights.channel(index))
            }
        }
        self.channels = channels
    }
}

extension ResponseSurface.Channel {
    /// What is carried in and what is reached, in every week of the horizon. `last` is the spend of the lags − 1 weeks before it.
    fileprivate mutating func fill(
        _ draw: Int, _ planned: Int, _ lags: Int, _ last: [Double], _ weights: UnsafeMutablePointer<Double>
    ) {
        var reached = 0.0
        let first = draw / 4 * 4 * (planned + lags - 1) + draw % 4
        for week in 0..<planned + lags - 1 {
            if week < lags { reached += weights[week] }
            if week >= planned { reached -= weights[week - planned] }
            var before = 0.0
            for lag in (week + 1)..<max(lags, week + 1) where last.count + week - lag >= 0 { before += weights[lag] * last[last.count + week - lag] }
            carried[first + 4 * week] = before
            reach[first + 4 * week] = max(reached, 0)
        }
    }
}

/// Adstock weights of one draw after another.
private struct AdstockWeights {
    let workspace: MixWorkspace
    let plan: MixPlan

    init(_ plan: MixPlan) {
        self.plan = plan
        workspace = MixWorkspace(plan, .plain)
    }

    mutating func set(_ natural: ArraySlice<Double>) {
        for channel in plan.channels.indices {
            let places = plan.channels[channel].places
            for place in places.adstock..<places.saturation { workspace.values[place] = natural[natural.startIndex + place] }
            workspace.spread(workspace.channels + channel)
        }
    }

    func channel(_ index: Int) -> UnsafeMutablePointer<Double> { workspace.channels[index].weights }
}
