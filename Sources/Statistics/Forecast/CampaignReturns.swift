import RealModule

/// One campaign's spend and revenue by period (days or weeks), both in micros of one currency.
public struct CampaignHistory: Sendable, Equatable {
    public var id: String
    public var spend: [Int64]
    public var revenue: [Int64]

    public init(id: String, spend: [Int64], revenue: [Int64]) { (self.id, self.spend, self.revenue) = (id, spend, revenue) }
}

/// What one campaign returns per unit spent.
public struct CampaignReturn: Sendable, Equatable {
    public let id: String
    /// Revenue ÷ spend as seen; `nil` without spend.
    public let observed: Double?
    /// Median of the shrunk estimate.
    public let estimate: Double
    /// Central interval of the campaign's underlying return.
    public let lower, upper: Double
    /// Central interval of the return in one further period at the campaign's mean spend.
    public let nextLower, nextUpper: Double
    /// Weight of the campaign's own history against that of all campaigns, 0 to 1.
    public let ownWeight: Double
    /// Probability that the underlying return is at least the target.
    public let reachesTarget: Double
}

/// Campaign returns with uncertainty: empirical Bayes on log ROAS (Efron and Morris 1975).
///
/// yᵢ = log(Σrevenue/Σspend) with the variance of a ratio estimator by the delta method (Cochran 1977, section 6.3), itself pulled towards the common
/// variance per unit of spend; between campaigns normal, the deviation τ averaged over its posterior under a half-normal prior of scale 1. A campaign with
/// spend and no revenue counts as half of the least revenue of a period, with variance 2. Assumes that spend changes little: it is no response curve.
public struct CampaignReturns: Sendable {
    /// Geometric mean of the underlying returns.
    public let typical: Double
    /// Standard deviation of the log return between campaigns.
    public let spread: Double
    /// In the order given.
    public let campaigns: [CampaignReturn]

    /// Refuses fewer than 3 campaigns with spend, campaigns with fewer than 4 periods of spend on average, negative amounts, and no revenue at all.
    public init(_ histories: [CampaignHistory], target: Double = 1, level: Double = 0.9) throws {
        try CampaignReturns.check(histories, target: target, level: level)
        let ratios = CampaignReturns.ratios(histories)
        let used = ratios.compactMap { $0 }
        let worlds = ReturnSpread.worlds(used.map { ($0.log, $0.variance) })
        typical = Double.exp(worlds.reduce(0.0) { $0 + $1.probability * $1.mean })
        spread = worlds.reduce(0.0) { $0 + $1.probability * $1.deviation }
        let z = Special.normalQuantile(0.5 + level / 2)
        campaigns = zip(histories, ratios).map { CampaignReturns.shrink($0, $1, worlds: worlds, z: z, target: target) }
    }

    private static func check(_ histories: [CampaignHistory], target: Double, level: Double) throws {
        guard target > 0, target.isFinite, level > 0, level < 1 else {
            throw Refusal(
                code: "bad_settings", sentence: "The target must be above 0 and the level between 0 and 1.", advice: "Use for instance 2 and 0.9.")
        }
        for history in histories {
            guard history.spend.count == history.revenue.count, history.spend.allSatisfy({ $0 >= 0 }), history.revenue.allSatisfy({ $0 >= 0 }) else {
                throw Refusal(
                    code: "bad_campaign", sentence: "Campaign \(history.id) has negative amounts or spend and revenue of unequal length.",
                    advice: "Give one spend and one revenue per period, none below 0.")
            }
        }
        let spending = histories.map { $0.spend.count { $0 > 0 } }.filter { $0 > 0 }
        guard spending.count >= 3, spending.reduce(0, +) >= 4 * spending.count else {
            throw Refusal(
                code: "too_few_data", sentence: "\(spending.count) campaigns have spend, in \(spending.reduce(0, +)) periods together.",
                advice: "At least three campaigns with four periods of spend each are needed.")
        }
        guard histories.contains(where: { $0.revenue.contains { $0 > 0 } }) else {
            throw Refusal(
                code: "no_revenue", sentence: "No campaign has any revenue.", advice: "Check that conversions with values are being imported.")
        }
    }

    /// Log return of one campaign and the variance of that estimate.
    private struct Ratio {
        var log: Double
        var variance: Double
        let spend: Double
        /// Variance of one period's log return.
        var period: Double
        /// Factor on the interval's variance for a variance that is itself estimated: that of Student's t with one degree of freedom more than periods.
        var doubt = 1.0
    }

    /// How many periods the common variance counts for. A campaign's own says little: a month without a large order has low returns and a low variance.
    private static let pull = 60.0

    private static func ratios(_ histories: [CampaignHistory]) -> [Ratio?] {
        let least = histories.flatMap { $0.revenue }.filter { $0 > 0 }.min() ?? 1
        let raw = histories.map { ratio($0, least: Double(least)) }
        // Variance per unit of spend over all campaigns: what a campaign with few periods is pulled towards.
        let known = raw.compactMap { $0 }.filter { $0.variance < 2 }
        let common = known.isEmpty ? 0 : known.reduce(0.0) { $0 + $1.variance * $1.spend } / Double(known.count)
        return zip(histories, raw).map { history, ratio in
            guard var ratio else { return nil }
            let periods = Double(history.spend.count { $0 > 0 })
            if ratio.variance < 2, common > 0 {
                ratio.variance = ((periods - 1) * ratio.variance + pull * common / ratio.spend) / (periods - 1 + pull)
                // The log of a mean lies half its variance below the log of what it estimates.
                ratio.log += min(ratio.variance, 0.5) / 2
            }
            ratio.period = ratio.variance * periods
            ratio.doubt = (periods + 1) / max(periods - 1, 1)
            return ratio
        }
    }

    private static func ratio(_ history: CampaignHistory, least: Double) -> Ratio? {
        let spend = history.spend.reduce(0.0) { $0 + Double($1) }
        guard spend > 0 else { return nil }
        let revenue = history.revenue.reduce(0.0) { $0 + Double($1) }
        guard revenue > 0 else { return Ratio(log: Double.log(least / 2 / spend), variance: 2, spend: spend, period: 2) }
        let rate = revenue / spend
        var squares = 0.0
        var periods = 0.0
        for (spend, revenue) in zip(history.spend, history.revenue) where spend > 0 {
            let error = Double(revenue) - rate * Double(spend)
            squares += error * error
            periods += 1
        }
        let plain = periods > 1 ? squares * periods / (periods - 1) / (revenue * revenue) : 2
        // The next term of the expansion: a skewed sample's relative variance is low where its mean is.
        let variance = plain * (1 + 3 * plain)
        return Ratio(log: Double.log(rate), variance: min(max(variance, 1e-6), 2), spend: spend, period: 0)
    }

    /// The campaign's return in each world of between-campaign deviation, mixed by their probabilities.
    private static func shrink(_ history: CampaignHistory, _ ratio: Ratio?, worlds: [ReturnSpread], z: Double, target: Double) -> CampaignReturn {
        var centre = 0.0
        var square = 0.0
        var own = 0.0
        for world in worlds {
            let weight = ratio.map { world.variance / (world.variance + $0.variance) } ?? 0
            let median = world.mean + weight * ((ratio?.log ?? world.mean) - world.mean)
            let spread = world.variance * (1 - weight) * (ratio?.doubt ?? 1) + (1 - weight) * (1 - weight) * world.meanVariance
            centre += world.probability * median
            square += world.probability * (spread + median * median)
            own += world.probability * weight
        }
        let variance = max(square - centre * centre, 1e-12)
        let deviation = variance.squareRoot()
        let next = (variance + (ratio?.period ?? 2)).squareRoot()
        let spend = history.spend.reduce(0.0) { $0 + Double($1) }
        return CampaignReturn(
            id: history.id, observed: spend > 0 ? history.revenue.reduce(0.0) { $0 + Double($1) } / spend : nil, estimate: Double.exp(centre),
            lower: Double.exp(centre - z * deviation), upper: Double.exp(centre + z * deviation), nextLower: Double.exp(centre - z * next),
            nextUpper: Double.exp(centre + z * next), ownWeight: own,
            reachesTarget: Special.normalCumulative((centre - Double.log(target)) / deviation))
    }
}
