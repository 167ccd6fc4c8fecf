import Core

/// A field that a query may name.
struct GoogleAdsField: Sendable {
    typealias Read = @Sendable (GoogleAdsRow, GoogleAdsView) -> GoogleAdsValue?
    let name: String
    /// Where the value stands in an answer: lower camel case.
    let path: [String]
    let read: Read

    init(_ name: String, _ read: @escaping Read) {
        self.name = name
        path = name.split(separator: ".").map { Self.camel($0) }
        self.read = read
    }

    /// The part before the first point: a resource, `segments` or `metrics`.
    var group: String { String(name.prefix { $0 != "." }) }
    var isMetric: Bool { group == "metrics" }
    var isSegment: Bool { group == "segments" }

    static func camel(_ text: Substring) -> String {
        let words = text.split(separator: "_")
        return words.enumerated().map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }.joined()
    }

    /// All fields by name.
    static let all: [String: GoogleAdsField] = {
        let lists = [customers, campaigns, adGroups, ads, keywords, terms, actions, GoogleAdsFigures.segments, GoogleAdsFigures.metrics]
        return Dictionary(lists.flatMap { $0 }.map { ($0.name, $0) }) { first, _ in first }
    }()

    private static func account(_ row: GoogleAdsRow, _ view: GoogleAdsView) -> AdAccount? {
        if let client = row.client { return client == 0 ? nil : view.google.accounts[client - 1] }
        return view.account.map { view.google.accounts[$0] }
    }

    /// Of `customer` and of `customer_client`, which say the same.
    private static func about(_ prefix: String) -> [GoogleAdsField] {
        [
            .init("\(prefix).id") { .whole(account($0, $1).flatMap { Int64($0.id) } ?? Int64(GoogleAdsView.manager(of: $1.google)) ?? 0) },
            .init("\(prefix).descriptive_name") { row, view in
                .text("\(view.business.name) \(account(row, view)?.name ?? "Manager")")
            },
            .init("\(prefix).currency_code") { .text(account($0, $1)?.currency.code ?? $1.business.currency.code) },
            .init("\(prefix).time_zone") { .text(account($0, $1)?.zone.name ?? $1.business.shopZone.name) },
            .init("\(prefix).manager") { .flag(account($0, $1) == nil) },
            .init("\(prefix).test_account") { _, _ in .flag(false) },
            .init("\(prefix).status") { _, _ in .text("ENABLED") },
        ]
    }

    private static let customers: [GoogleAdsField] =
        about("customer") + about("customer_client") + [
            .init("customer_client.level") { row, _ in .whole(row.client == 0 ? 0 : 1) },
            .init("customer_client.hidden") { _, _ in .flag(false) },
            .init("customer_client.client_customer") { row, view in
                .text("customers/\(account(row, view)?.id ?? GoogleAdsView.manager(of: view.google))")
            },
        ]

    private static let campaigns: [GoogleAdsField] = [
        .init("campaign.id") { row, view in row.campaign.flatMap { Int64(view.google.campaigns[$0].id) }.map { .whole($0) } },
        .init("campaign.name") { row, view in row.campaign.map { .text(view.google.campaigns[$0].name) } },
        .init("campaign.status") { row, view in row.campaign.map { .text(view.status(campaign: $0)) } },
        .init("campaign.advertising_channel_type") { row, view in row.campaign.map { .text(view.google.campaigns[$0].objective) } },
        .init("campaign.bidding_strategy_type") { row, view in
            row.campaign.map { .text(view.google.campaigns[$0].objective == "SEARCH" ? "MANUAL_CPC" : "MAXIMIZE_CONVERSION_VALUE") }
        },
        .init("campaign.campaign_budget") { row, view in row.campaign.map { .text(view.name(budget: $0)) } },
        .init("campaign.start_date_time") { row, view in row.campaign.map { .text("\(view.google.campaigns[$0].start) 00:00:00") } },
        .init("campaign.end_date_time") { row, view in
            row.campaign.map { .text(view.google.campaigns[$0].end.map { "\($0) 23:59:59" } ?? "2037-12-30 23:59:59") }
        },
        .init("campaign.start_date") { row, view in row.campaign.map { .text(view.google.campaigns[$0].start.description) } },
        .init("campaign.end_date") { row, view in
            row.campaign.map { .text(view.google.campaigns[$0].end?.description ?? "2037-12-30") }
        },
        .init("campaign_budget.id") { row, view in row.campaign.flatMap { Int64(view.budgetID($0)) }.map { .whole($0) } },
        .init("campaign_budget.name") { row, view in row.campaign.map { .text("Budget of \(view.google.campaigns[$0].name)") } },
        .init("campaign_budget.amount_micros") { row, view in row.campaign.map { .whole(view.budget(campaign: $0)) } },
        .init("campaign_budget.total_amount_micros") { _, _ in nil },
        .init("campaign_budget.period") { row, _ in row.campaign.map { _ in .text("DAILY") } },
        .init("campaign_budget.explicitly_shared") { row, _ in row.campaign.map { _ in .flag(false) } },
    ]

    private static let adGroups: [GoogleAdsField] = [
        .init("ad_group.id") { row, view in row.adSet.flatMap { Int64(view.google.adSets[$0].id) }.map { .whole($0) } },
        .init("ad_group.name") { row, view in row.adSet.map { .text(view.google.adSets[$0].name) } },
        .init("ad_group.status") { row, view in row.adSet.map { .text(view.status(adSet: $0)) } },
        .init("ad_group.type") { row, view in
            row.adSet.map {
                .text(["SEARCH": "SEARCH_STANDARD", "SHOPPING": "SHOPPING_PRODUCT_ADS"][view.google.adSets[$0].goal] ?? "DISPLAY_STANDARD")
            }
        },
        .init("ad_group.campaign") { row, view in row.campaign.map { .text(view.name(campaign: $0)) } },
        .init("ad_group.cpc_bid_micros") { row, view in row.adSet.flatMap { view.bid(adSet: $0) }.map { .whole($0) } },
    ]

    private static let ads: [GoogleAdsField] = [
        .init("ad_group_ad.ad.id") { row, view in row.ad.flatMap { Int64(view.google.ads[$0].id) }.map { .whole($0) } },
        .init("ad_group_ad.ad.name") { row, view in row.ad.map { .text(view.google.ads[$0].name) } },
        .init("ad_group_ad.ad.type") { row, view in
            row.ad.map {
                .text(view.google.campaigns[view.google.ads[$0].campaign].objective == "SEARCH" ? "RESPONSIVE_SEARCH_AD" : "RESPONSIVE_DISPLAY_AD")
            }
        },
        .init("ad_group_ad.ad.final_urls") { row, _ in row.ad.map { _ in .texts(["https://shop.example/"]) } },
        .init("ad_group_ad.status") { row, view in row.ad.map { .text(view.status(ad: $0)) } },
        .init("ad_group_ad.ad_group") { row, view in row.adSet.map { .text(view.name(adSet: $0)) } },
    ]

    private static let keywords: [GoogleAdsField] = [
        .init("ad_group_criterion.criterion_id") { row, view in row.keyword.flatMap { Int64(view.business.keywords[$0].id) }.map { .whole($0) } },
        .init("ad_group_criterion.type") { row, _ in row.keyword.map { _ in .text("KEYWORD") } },
        .init("ad_group_criterion.keyword.text") { row, view in row.keyword.map { .text(view.business.keywords[$0].text) } },
        .init("ad_group_criterion.keyword.match_type") { row, view in row.keyword.map { .text(view.business.keywords[$0].match) } },
        .init("ad_group_criterion.negative") { row, view in row.keyword.map { .flag(view.business.keywords[$0].isNegative) } },
        .init("ad_group_criterion.status") { row, view in row.keyword.map { .text(view.status(keyword: $0)) } },
        .init("ad_group_criterion.cpc_bid_micros") { row, view in row.keyword.flatMap { view.bid(keyword: $0) }.map { .whole($0) } },
        .init("ad_group_criterion.quality_info.quality_score") { row, view in
            row.keyword.flatMap { view.business.keywords[$0].isNegative ? nil : .small(view.business.keywords[$0].quality) }
        },
    ]

    private static let terms: [GoogleAdsField] = [
        .init("search_term_view.search_term") { row, _ in row.term.map { .text($0) } },
        .init("search_term_view.ad_group") { row, view in row.adSet.map { .text(view.name(adSet: $0)) } },
        .init("search_term_view.status") { _, _ in .text("NONE") },
    ]

    private static let actions: [GoogleAdsField] = [
        .init("conversion_action.id") { row, _ in row.action.flatMap { Int64(GoogleAdsView.actions[$0].id) }.map { .whole($0) } },
        .init("conversion_action.name") { row, _ in row.action.map { .text(GoogleAdsView.actions[$0].name) } },
        .init("conversion_action.type") { _, _ in .text("UPLOAD_CLICKS") },
        .init("conversion_action.status") { _, _ in .text("ENABLED") },
    ]
}
