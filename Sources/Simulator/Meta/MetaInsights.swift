import Core

/// Figures of one entity over some days.
struct MetaInsightRow: Sendable {
    let start: Day
    let stop: Day
    let account: Int
    /// Positions in the business's lists; `nil` above the level.
    let campaign: Int?
    let adSet: Int?
    let ad: Int?
    var figures = MetaFigures()
    /// The values of the breakdowns, in their order.
    var parts: [(name: String, value: String)] = []
}

/// Sums of facts. Everything adds up except reach: one person may see several ads, so each join above an ad keeps 85 % of the sum.
struct MetaFigures: Sendable {
    var spend: Int64 = 0
    var impressions = 0
    var clicks = 0
    var linkClicks = 0
    var landingViews = 0
    var carts = 0
    var videoViews = 0
    var purchases = 0
    var value: Int64 = 0
    var promptPurchases = 0
    var promptValue: Int64 = 0
    private var reachSum = 0
    private var largestReach = 0
    private var facts = 0

    var reach: Int { facts > 1 ? max(largestReach, reachSum * 85 / 100) : reachSum }

    mutating func add(_ fact: AdFact) {
        spend += fact.spend
        impressions += fact.impressions
        clicks += fact.clicks
        linkClicks += fact.linkClicks
        landingViews += fact.landingViews
        carts += fact.carts
        videoViews += fact.videoViews
        purchases += fact.purchases
        value += fact.value
        promptPurchases += fact.promptPurchases
        promptValue += fact.promptValue
        reachSum += fact.reach
        largestReach = max(largestReach, fact.reach)
        facts += 1
    }
}

/// Insights of an account, or of one of its entities.
enum MetaInsights {
    /// What part of the account is asked about.
    struct Scope: Sendable {
        let account: Int
        var campaign: Int?
        var adSet: Int?
        var ad: Int?
    }

    private struct Place: Hashable {
        let stretch: Int
        let entity: Int
    }

    /// The rows in order of date and entity. Entities without delivery in a stretch of days have no row for it.
    static func rows(_ query: MetaInsightsQuery, _ scope: Scope, _ business: SimulatedBusiness) -> [MetaInsightRow] {
        var rows: [MetaInsightRow] = []
        var places: [Place: Int] = [:]
        let advertising = business.advertising(on: .meta)
        for fact in advertising.facts(from: query.since, through: query.until) where scope.contains(fact, advertising.campaigns) {
            let stretch = query.increment.map { (fact.day - query.since) / $0 } ?? 0
            let key = Place(stretch: stretch, entity: entity(of: fact, query.level))
            let place = places[key] ?? rows.count
            if place == rows.count {
                places[key] = place
                rows.append(row(for: fact, stretch, query, scope))
            }
            rows[place].figures.add(fact)
        }
        let sorted = rows.filter { query.filter.admits(id: id(of: $0, query.level, business)) }
            .sorted { ($0.start, $0.campaign ?? 0, $0.adSet ?? 0, $0.ad ?? 0) < ($1.start, $1.campaign ?? 0, $1.adSet ?? 0, $1.ad ?? 0) }
        return query.breakdowns.isEmpty ? sorted : sorted.flatMap { MetaAudience.split($0, by: query.breakdowns) }
    }

    private static func row(for fact: AdFact, _ stretch: Int, _ query: MetaInsightsQuery, _ scope: Scope) -> MetaInsightRow {
        let start = query.increment.map { query.since + stretch * $0 } ?? query.since
        let stop = query.increment.map { min(start + $0 - 1, query.until) } ?? query.until
        return MetaInsightRow(
            start: start, stop: stop, account: scope.account, campaign: query.level == .account ? nil : fact.campaign,
            adSet: query.level == .adSet || query.level == .ad ? fact.adSet : nil, ad: query.level == .ad ? fact.ad : nil)
    }

    private static func entity(of fact: AdFact, _ level: MetaInsightsQuery.Level) -> Int {
        switch level {
        case .account: 0
        case .campaign: fact.campaign
        case .adSet: fact.adSet
        case .ad: fact.ad
        }
    }

    private static func id(of row: MetaInsightRow, _ level: MetaInsightsQuery.Level, _ business: SimulatedBusiness) -> String {
        switch level {
        case .account: business.adAccounts[row.account].id
        case .campaign: row.campaign.map { business.campaigns[$0].id } ?? ""
        case .adSet: row.adSet.map { business.adSets[$0].id } ?? ""
        case .ad: row.ad.map { business.ads[$0].id } ?? ""
        }
    }
}

extension MetaInsights.Scope {
    fileprivate func contains(_ fact: AdFact, _ campaigns: [AdCampaign]) -> Bool {
        campaigns[fact.campaign].account == account && (campaign ?? fact.campaign) == fact.campaign && (adSet ?? fact.adSet) == fact.adSet
            && (ad ?? fact.ad) == fact.ad
    }
}
