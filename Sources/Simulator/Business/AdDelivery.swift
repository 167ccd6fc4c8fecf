import Core
import Foundation

/// What the ads of one platform delivered and how strongly they worked: everything of advertising that does not depend on who bought.
struct AdDelivery: Sendable {
    let platform: AdPlatform
    let accounts: [AdAccount]
    let campaigns: [AdCampaign]
    let adSets: [AdSet]
    let ads: [Ad]
    /// In order of day and ad.
    private let delivered: [AdFact]
    /// First purchases per day that each campaign brings, relative to the mean day: `[campaign][day - since]`.
    let effects: [[Double]]

    init(_ platform: AdPlatform, _ frame: BusinessFrame) {
        let plan = AdPlan(platform, frame)
        self.platform = platform
        accounts = plan.accounts
        campaigns = plan.campaigns
        adSets = plan.adSets
        ads = plan.ads
        delivered = (0..<frame.days).flatMap { Self.deliver(plan, on: frame.since + $0, frame) }
        effects = Self.effects(of: plan.campaigns, delivered, frame)
    }

    private static func deliver(_ plan: AdPlan, on day: Day, _ frame: BusinessFrame) -> [AdFact] {
        let running = plan.ads.indices.filter { plan.ads[$0].start <= day && (plan.ads[$0].end.map { day <= $0 } ?? true) }
        let habits = AdHabits.of(plan.platform)
        var weights = Array(repeating: 0.0, count: plan.campaigns.count)
        for ad in running { weights[plan.ads[ad].campaign] += plan.ads[ad].weight }
        return running.compactMap { index in
            let ad = plan.ads[index]
            var stream = RandomStream(seed: plan.platform.seed(frame), "delivery", index, day.number - frame.since.number)
            guard !stream.chance(0.04) else { return nil }
            let share = ad.weight / weights[ad.campaign]
            let budget = Double(plan.campaigns[ad.campaign].dailyBudget) * share * weekday(day) * stream.noise(0.15)
            return fact(of: ad, index, habits, on: day, spend: Int64((budget / 10_000).rounded()) * 10_000, &stream)
        }
    }

    private static func fact(
        of ad: Ad, _ index: Int, _ habits: AdHabits, on day: Day, spend: Int64, _ stream: inout RandomStream
    ) -> AdFact? {
        let costPerThousand = (5 + Double(ad.campaign % 8) * 1.1) * habits.price * stream.noise(0.15)
        let impressions = Int(Double(spend) / 1_000 / costPerThousand)
        guard spend > 0, impressions > 0 else { return nil }
        let clicks = min(impressions, stream.poisson(mean: Double(impressions) * (0.012 + 0.002 * Double(ad.campaign % 4)) * habits.clickRate))
        let linkClicks = Int(Double(clicks) * stream.between(0.7, 0.95))
        let landings = Int(Double(linkClicks) * stream.between(0.7, 0.95))
        let video = ad.name.hasPrefix("Video") ? Int(Double(impressions) * stream.between(0.15, 0.35)) : 0
        return AdFact(
            day: day, ad: index, campaign: ad.campaign, adSet: ad.adSet, spend: spend, impressions: impressions,
            reach: max(1, Int(Double(impressions) / stream.between(1.05, 1.8))), clicks: clicks, linkClicks: linkClicks, landingViews: landings,
            carts: landings / 4, videoViews: video)
    }

    /// Weekends are weaker. Day 0 of the epoch was a Thursday.
    private static func weekday(_ day: Day) -> Double { [1.05, 1.02, 0.85, 0.88, 1.08, 1.06, 1.06][(day.number % 7 + 7) % 7] }

    private static func effects(of campaigns: [AdCampaign], _ facts: [AdFact], _ frame: BusinessFrame) -> [[Double]] {
        var spend = Array(repeating: Array(repeating: 0.0, count: frame.days), count: campaigns.count)
        for fact in facts { spend[fact.campaign][fact.day - frame.since] += Double(fact.spend) / 1_000_000 }
        return campaigns.indices.map { index in
            let response = campaigns[index].response
            var stock = 0.0
            return spend[index].map { today in
                stock = today + response.decay * stock
                let powered = pow(stock, response.slope)
                return stock > 0 ? response.effect * powered / (powered + pow(response.halfSaturation, response.slope)) : 0
            }
        }
    }
}

// Which ad the platform credits with which order.
extension AdDelivery {
    /// The delivered facts with the purchases before an instant that the platform attributes to them.
    func facts(with commerce: Commerce, before end: Instant, _ frame: BusinessFrame) -> [AdFact] {
        var facts = delivered
        var byCampaignDay: [[[Int]]] = Array(repeating: Array(repeating: [], count: frame.days), count: campaigns.count)
        for (index, fact) in facts.enumerated() where fact.clicks > 0 { byCampaignDay[fact.campaign][fact.day - frame.since].append(index) }
        for order in commerce.orders.prefix(commerce.orders.partition(by: { $0.placed >= end })) {
            guard let touch = commerce.customers[order.customer].touch, touch.platform == platform, !order.isTest else { continue }
            var stream = AdClaim.stream(of: order, frame)
            guard AdClaim.holds(order, &stream, frame) else { continue }
            let lag = stream.chance(0.65) ? 0 : 1 + stream.below(6)
            let bought = accounts[campaigns[touch.campaign].account].zone.day(of: order.placed) - frame.since
            let day = bought - lag
            guard day >= 0, day < frame.days else { continue }
            let candidates = byCampaignDay[touch.campaign][day]
            guard let chosen = stream.index(weights: candidates.map { Double(facts[$0].clicks) }) else { continue }
            facts[candidates[chosen]].add(order.total, isPrompt: lag == 0)
        }
        return facts
    }
}

/// Whether the platform that won a customer claims an order of theirs: the first always, a later one by a toss.
enum AdClaim {
    static func stream(of order: SimulatedOrder, _ frame: BusinessFrame) -> RandomStream {
        RandomStream(seed: frame.seed, "attribution", order.customer, order.sequence)
    }

    static func holds(_ order: SimulatedOrder, _ stream: inout RandomStream, _ frame: BusinessFrame) -> Bool {
        stream.uniform() < (order.sequence == 0 ? 1 : frame.parameters.repeatAttribution)
    }
}

extension AdFact {
    fileprivate mutating func add(_ amount: Int64, isPrompt: Bool) {
        purchases += 1
        value += amount
        guard isPrompt else { return }
        promptPurchases += 1
        promptValue += amount
    }
}
