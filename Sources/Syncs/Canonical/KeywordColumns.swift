/// Columns of keywords, and of what people typed.
enum KeywordColumns {
    static let keywords: [StagingColumn] =
        .entity(.keyword) + .account + .campaign + .adGroup + [.text("text", most: 1_000), match, .flag("is_negative").orNo] + .status + [
            .integer("bid_micros"), .currency("currency"), .integer("quality_score", in: marks), .instant("updated_at"), .json("attributes"),
        ]

    static let daily: [StagingColumn] =
        [.ordinal, .day("day").needed] + .neededAccount + [.id(.keyword, "keyword_id").needed, .text("keyword_id", most: 200).needed] + .campaign
        + .adGroup + figures + [.integer("quality_score", in: marks), .share("impression_share"), .share("top_impression_share")]

    static let searchTerms: [StagingColumn] =
        [.ordinal, .day("day").needed] + .neededAccount + [.id(.adGroup, "ad_group_id"), .text("ad_group_id", most: 200).orEmpty] + [
            .name("search_term", most: 1_000), match.orEmpty,
            .id(.campaign, "campaign_id"), .text("campaign_id", most: 200).orEmpty, .id(.keyword, "keyword_id"), .text("keyword_id"),
        ] + figures

    private static let match = StagingColumn.word("match_type", ["exact", "phrase", "broad", "other"])

    /// A platform's marks for quality.
    private static let marks: ClosedRange<Int64> = 1...10

    private static let figures: [StagingColumn] = [
        .currency("currency").needed, .text("time_zone", most: 64), .integer("spend_micros"), .integer("impressions"), .integer("clicks"),
        .decimal("conversions"), .integer("conversion_value_micros"),
    ]
}
