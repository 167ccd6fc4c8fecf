/// A line of a platform's plan: one campaign before the seed dresses it. `from` and `to` are parts of the founding time; `to` of `nil` runs on.
struct AdLine: Sendable {
    let name: String
    let account: Int
    let objective: String
    let share: Double
    let from: Double
    let to: Double?
    let status: AdStatus

    init(
        _ name: String, _ objective: String, share: Double, account: Int = 0, from: Double = 0, to: Double? = nil, status: AdStatus = .active
    ) {
        self.name = name
        self.account = account
        self.objective = objective
        self.share = share
        self.from = from
        self.to = to
        self.status = status
    }

    /// As many campaigns as asked for: the plan's own lines, and behind them the same lines again for further markets, each with its part
    /// of the line's share.
    static func lines(of platform: AdPlatform, count: Int) -> [AdLine] {
        let plan = platform.plan
        return (0..<max(1, count)).map { index in
            let line = plan[index % plan.count]
            let copies = (max(1, count) - index % plan.count + plan.count - 1) / plan.count
            let name = index < plan.count ? line.name : "\(line.name) | Market \(index / plan.count + 1)"
            return AdLine(
                name, line.objective, share: line.share / Double(copies), account: line.account, from: line.from, to: line.to, status: line.status)
        }
    }
}

extension AdPlatform {
    fileprivate var plan: [AdLine] {
        switch self {
        case .meta: Self.metaPlan
        case .google: Self.googlePlan
        case .tiktok: Self.tiktokPlan
        case .snapchat: Self.snapchatPlan
        case .linkedin: Self.linkedinPlan
        }
    }

    private static let metaPlan = [
        AdLine("Prospecting | Broad", "OUTCOME_SALES", share: 0.24), AdLine("Prospecting | Lookalikes", "OUTCOME_SALES", share: 0.16),
        AdLine("Retargeting | Visitors", "OUTCOME_SALES", share: 0.14), AdLine("Catalogue | Bestsellers", "OUTCOME_SALES", share: 0.12, from: 0.05),
        AdLine("Brand | \"Made to last\" video", "OUTCOME_AWARENESS", share: 0.10),
        AdLine("Launch | New season", "OUTCOME_SALES", share: 0.08, from: 0.35, to: 0.7, status: .paused),
        AdLine("US | Prospecting", "OUTCOME_SALES", share: 0.10, account: 1, from: 0.02),
        AdLine("US | Clearance", "OUTCOME_SALES", share: 0.06, account: 1, to: 0.4, status: .archived),
    ]

    private static let googlePlan = [
        AdLine("Search | Brand", "SEARCH", share: 0.14), AdLine("Search | Generic", "SEARCH", share: 0.24),
        AdLine("Shopping | All products", "SHOPPING", share: 0.18, from: 0.03),
        AdLine("Performance Max | Bestsellers", "PERFORMANCE_MAX", share: 0.16),
        AdLine("Search | Gifts", "SEARCH", share: 0.08, from: 0.3, to: 0.75, status: .paused),
        AdLine("Display | Remarketing", "DISPLAY", share: 0.08), AdLine("US | Search | Generic", "SEARCH", share: 0.08, account: 1, from: 0.05),
        AdLine("Demand Gen | New season", "DEMAND_GEN", share: 0.04, from: 0.1, to: 0.5, status: .archived),
    ]

    private static let tiktokPlan = [
        AdLine("Conversions | Broad", "WEB_CONVERSIONS", share: 0.30), AdLine("Conversions | Lookalikes", "WEB_CONVERSIONS", share: 0.20),
        AdLine("Spark | Creators", "WEB_CONVERSIONS", share: 0.16, from: 0.08),
        AdLine("Traffic | Spring", "TRAFFIC", share: 0.08, to: 0.45, status: .paused),
        AdLine("Catalogue | Video shopping", "PRODUCT_SALES", share: 0.10, from: 0.2), AdLine("Reach | Brand", "REACH", share: 0.06),
        AdLine("Conversions | Retargeting", "WEB_CONVERSIONS", share: 0.06),
        AdLine("Test | Hooks", "VIDEO_VIEWS", share: 0.04, to: 0.3, status: .archived),
    ]

    private static let snapchatPlan = [
        AdLine("Sales | Broad", "SALES", share: 0.34), AdLine("Sales | Lookalikes", "SALES", share: 0.20),
        AdLine("Story | New season", "AWARENESS_AND_ENGAGEMENT", share: 0.12, from: 0.1), AdLine("Catalogue | Collection", "SALES", share: 0.12),
        AdLine("Retargeting | Visitors", "SALES", share: 0.08), AdLine("Traffic | Launch", "TRAFFIC", share: 0.06, to: 0.5, status: .paused),
        AdLine("US | Sales", "SALES", share: 0.05, account: 1, from: 0.1),
        AdLine("Test | Lenses", "AWARENESS_AND_ENGAGEMENT", share: 0.03, to: 0.35, status: .archived),
    ]

    private static let linkedinPlan = [
        AdLine("Corporate gifts | Decision makers", "WEBSITE_CONVERSION", share: 0.30),
        AdLine("Corporate gifts | HR", "WEBSITE_CONVERSION", share: 0.20),
        AdLine("Retailers | Wholesale", "LEAD_GENERATION", share: 0.16, from: 0.05), AdLine("Website visitors", "WEBSITE_VISIT", share: 0.12),
        AdLine("Brand | Founder's story", "BRAND_AWARENESS", share: 0.10),
        AdLine("Year's end | Gifts", "WEBSITE_CONVERSION", share: 0.06, from: 0.5, to: 0.8, status: .paused),
        AdLine("Video | Workshop", "VIDEO_VIEW", share: 0.04), AdLine("Careers", "ENGAGEMENT", share: 0.02, to: 0.3, status: .archived),
    ]
}
