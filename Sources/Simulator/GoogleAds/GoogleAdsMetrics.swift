import Core

extension GoogleAdsFigures {
    /// What divides figures into more rows. All that tell days come from the row's own.
    static let segments: [GoogleAdsField] = [
        .init("segments.date") { row, _ in row.day.map { .text($0.description) } },
        .init("segments.week") { row, _ in row.day.map { .text(GoogleAdsStretch.week.start(of: $0).description) } },
        .init("segments.month") { row, _ in row.day.map { .text(GoogleAdsStretch.month.start(of: $0).description) } },
        .init("segments.year") { row, _ in row.day.map { .small($0.parts.year) } },
        .init("segments.search_term_match_type") { row, _ in row.match.map { .text($0) } },
        .init("segments.keyword.ad_group_criterion") { row, view in row.keyword.map { .text(view.name(keyword: $0)) } },
    ]

    static let metrics: [GoogleAdsField] = [
        metric("cost_micros") { .whole($0.spend) },
        metric("impressions") { .whole(Int64($0.impressions)) },
        metric("clicks") { .whole(Int64($0.clicks)) },
        metric("interactions") { .whole(Int64($0.clicks)) },
        metric("conversions") { .amount(Int64($0.purchases) * 1_000_000) },
        metric("conversions_value") { .amount($0.value) },
        metric("all_conversions") { .amount(Int64($0.purchases + $0.others) * 1_000_000) },
        metric("all_conversions_value") { .amount($0.value) },
        metric("conversions_by_conversion_date") { .amount(Int64($0.purchases) * 1_000_000) },
        metric("conversions_value_by_conversion_date") { .amount($0.value) },
        metric("all_conversions_by_conversion_date") { .amount(Int64($0.purchases + $0.others) * 1_000_000) },
        metric("all_conversions_value_by_conversion_date") { .amount($0.value) },
        metric("view_through_conversions") { .whole(Int64($0.impressions / 20_000)) },
        metric("ctr") { ratio(Int64($0.clicks) * 1_000_000, Int64($0.impressions)) },
        // An amount of money as a decimal number of micros.
        metric("average_cpc") { figures in figures.clicks == 0 ? .amount(0) : .amount(figures.spend / Int64(figures.clicks) * 1_000_000) },
        .init("metrics.historical_quality_score") { row, view in row.keyword.map { .whole(Int64(view.business.keywords[$0].quality)) } },
        .init("metrics.search_impression_share") { row, view in row.keyword.map { .amount(share(view.business.keywords[$0].quality, of: 75_000)) } },
        .init("metrics.search_top_impression_share") { row, view in
            row.keyword.map { .amount(share(view.business.keywords[$0].quality, of: 45_000)) }
        },
    ]

    private static func metric(_ name: String, _ value: @escaping @Sendable (GoogleAdsFigures) -> GoogleAdsValue) -> GoogleAdsField {
        GoogleAdsField("metrics.\(name)") { row, _ in value(row.figures ?? GoogleAdsFigures()) }
    }

    /// A better mark wins more of the places: millionths of one.
    private static func share(_ quality: Int, of most: Int64) -> Int64 { Int64(quality) * most + 150_000 }

    private static func ratio(_ value: Int64, _ by: Int64) -> GoogleAdsValue { .amount(by == 0 ? 0 : value / by) }
}

/// A stretch of days that figures are added up over.
enum GoogleAdsStretch: Sendable {
    case day
    case week
    case month
    case year

    /// The finest that the fields of a query name; `nil` for all days together.
    init?(_ fields: [String]) {
        if fields.contains("segments.date") {
            self = .day
        } else if fields.contains("segments.week") {
            self = .week
        } else if fields.contains("segments.month") {
            self = .month
        } else if fields.contains("segments.year") {
            self = .year
        } else {
            return nil
        }
    }

    /// Weeks begin on Mondays. Day 0 of the epoch was a Thursday.
    func start(of day: Day) -> Day {
        switch self {
        case .day: day
        case .week: day - ((day.number + 3) % 7 + 7) % 7
        case .month: day - (day.parts.day - 1)
        case .year: Day(year: day.parts.year, month: 1, day: 1) ?? day
        }
    }
}
