import ConnectorKit

/// A report of figures by day: what is asked for, and which facts its rows replace.
enum Report: Equatable {
    case entities(AdLevel)
    case keywords
    case searchTerms

    /// The reports of a stream, in the order in which they are read.
    static func of(_ stream: String, _ settings: Settings) -> [Report]? {
        switch stream {
        case AdDailyRow.stream: settings.levels.map { .entities($0) }
        case KeywordDailyRow.stream: [.keywords]
        case SearchTermDailyRow.stream: [.searchTerms]
        default: nil
        }
    }

    /// The stream that its rows belong to.
    var stream: String {
        switch self {
        case .entities: AdDailyRow.stream
        case .keywords: KeywordDailyRow.stream
        case .searchTerms: SearchTermDailyRow.stream
        }
    }

    /// The query for a window of days.
    func query(_ window: DateWindows.Window, _ settings: Settings) -> GAQL {
        let figures = Self.figures + conversions(settings.conversionDay)
        // In order of days, because figures of one day are added up: see `TermDay`.
        let order: StaticString? = self == .searchTerms ? "segments.date" : nil
        return GAQL(["segments.date", "campaign.id"] + own(settings) + figures, from: resource, where: [.days(window)], order: order)
    }

    /// Says that what follows is all there is of that window.
    func replace(_ account: AdAccount, _ window: DateWindows.Window, _ host: Host) throws {
        switch self {
        case .entities(let level): try host.replaceAdDaily(account: account.id, level: level, window)
        case .keywords, .searchTerms: try host.replace(stream, scope: [("account_id", account.id)], window)
        }
    }

    private static let figures: [StaticString] = ["metrics.cost_micros", "metrics.impressions", "metrics.clicks"]

    private var resource: StaticString {
        switch self {
        case .entities(.adGroup): "ad_group"
        case .entities(.ad): "ad_group_ad"
        case .entities: "campaign"
        case .keywords: "keyword_view"
        case .searchTerms: "search_term_view"
        }
    }

    private func own(_ settings: Settings) -> [StaticString] {
        switch self {
        case .entities(.adGroup): ["ad_group.id"]
        case .entities(.ad): ["ad_group.id", "ad_group_ad.ad.id"]
        case .entities: []
        case .keywords: ["ad_group.id", "ad_group_criterion.criterion_id"] + (settings.hasKeywordDetails ? Self.details : [])
        case .searchTerms: ["ad_group.id", "search_term_view.search_term", "segments.search_term_match_type"]
        }
    }

    private static let details: [StaticString] = [
        "metrics.historical_quality_score", "metrics.search_impression_share", "metrics.search_top_impression_share",
    ]

    private func conversions(_ day: Settings.ConversionDay) -> [StaticString] {
        let own: [StaticString] =
            day == .click
            ? ["metrics.conversions", "metrics.conversions_value"]
            : ["metrics.conversions_by_conversion_date", "metrics.conversions_value_by_conversion_date"]
        guard case .entities = self else { return own }
        let all: [StaticString] =
            day == .click
            ? ["metrics.all_conversions", "metrics.all_conversions_value"]
            : ["metrics.all_conversions_by_conversion_date", "metrics.all_conversions_value_by_conversion_date"]
        return own + all + ["metrics.view_through_conversions"]
    }
}
