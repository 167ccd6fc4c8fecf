import Core

/// What a query may be FROM, with the fields that go with it.
struct GoogleAdsResource: Sendable {
    let name: String
    /// Groups of fields that may be asked for with it.
    let groups: Set<String>
    let hasMetrics: Bool
    /// All its rows without figures.
    let rows: @Sendable (GoogleAdsView) -> [GoogleAdsRow]

    static let all: [String: GoogleAdsResource] = Dictionary(
        uniqueKeysWithValues: [
            GoogleAdsResource(name: "customer", groups: ["customer"], hasMetrics: true) { _ in [GoogleAdsRow()] },
            GoogleAdsResource(name: "customer_client", groups: ["customer", "customer_client"], hasMetrics: false) { view in
                // A manager shows itself and what is below, an account only itself.
                guard let account = view.account else { return (0...view.google.accounts.count).map { GoogleAdsRow(client: $0) } }
                return [GoogleAdsRow(client: account + 1)]
            },
            GoogleAdsResource(name: "campaign", groups: ["customer", "campaign", "campaign_budget"], hasMetrics: true, rows: campaigns),
            GoogleAdsResource(name: "campaign_budget", groups: ["customer", "campaign", "campaign_budget"], hasMetrics: false, rows: campaigns),
            GoogleAdsResource(name: "ad_group", groups: ["customer", "campaign", "ad_group"], hasMetrics: true) { view in
                view.google.adSets.indices.compactMap { index in
                    let campaign = view.google.adSets[index].campaign
                    guard view.owns(campaign: campaign), view.hasAdGroups(campaign: campaign) else { return nil }
                    return GoogleAdsRow(campaign: campaign, adSet: index)
                }
            },
            GoogleAdsResource(name: "ad_group_ad", groups: ["customer", "campaign", "ad_group", "ad_group_ad"], hasMetrics: true) { view in
                view.google.ads.indices.compactMap { index in
                    let ad = view.google.ads[index]
                    guard view.owns(campaign: ad.campaign), view.hasAdGroups(campaign: ad.campaign) else { return nil }
                    return GoogleAdsRow(campaign: ad.campaign, adSet: ad.adSet, ad: index)
                }
            },
            GoogleAdsResource(
                name: "ad_group_criterion", groups: ["customer", "campaign", "ad_group", "ad_group_criterion"], hasMetrics: false, rows: keywords),
            GoogleAdsResource(
                name: "keyword_view", groups: ["customer", "campaign", "ad_group", "ad_group_criterion", "keyword_view"], hasMetrics: true,
                rows: keywords),
            GoogleAdsResource(
                name: "search_term_view", groups: ["customer", "campaign", "ad_group", "search_term_view"], hasMetrics: true
            ) { _ in [] },
            GoogleAdsResource(name: "conversion_action", groups: ["customer", "conversion_action"], hasMetrics: false) { view in
                view.account == nil ? [] : GoogleAdsView.actions.indices.map { GoogleAdsRow(action: $0) }
            },
        ].map { ($0.name, $0) })

    private static let campaigns: @Sendable (GoogleAdsView) -> [GoogleAdsRow] = { view in
        view.google.campaigns.indices.filter { view.owns(campaign: $0) }.map { GoogleAdsRow(campaign: $0) }
    }

    private static let keywords: @Sendable (GoogleAdsView) -> [GoogleAdsRow] = { view in
        view.business.keywords.indices.compactMap { index in
            let keyword = view.business.keywords[index]
            return view.owns(campaign: keyword.campaign) ? GoogleAdsRow(campaign: keyword.campaign, adSet: keyword.adSet, keyword: index) : nil
        }
    }

    /// The resource's own name in an answer, for queries that do not leave it out.
    func resourceName(_ row: GoogleAdsRow, _ view: GoogleAdsView) -> String {
        switch name {
        case "campaign": row.campaign.map { view.name(campaign: $0) } ?? ""
        case "campaign_budget": row.campaign.map { view.name(budget: $0) } ?? ""
        case "ad_group": row.adSet.map { view.name(adSet: $0) } ?? ""
        case "ad_group_ad": row.ad.map { view.name(ad: $0) } ?? ""
        case "ad_group_criterion", "keyword_view": row.keyword.map { view.name(keyword: $0) } ?? ""
        case "conversion_action": row.action.map { view.name(action: $0) } ?? ""
        default: "customers/\(view.customer)"
        }
    }
}
