/// Columns of ads and what they belong to.
enum AdColumns {
    static let accounts: [StagingColumn] =
        .entity(.adAccount) + [
            .text("name"), .text("currency", most: 3), .text("time_zone", most: 64), .text("status", most: 64), .json("attributes"),
        ]

    static let campaigns: [StagingColumn] =
        .entity(.campaign) + .account + .state + [
            .text("objective"), .text("currency", most: 3), .integer("daily_budget_micros"), .integer("lifetime_budget_micros"), .day("start_day"),
            .day("end_day"), .instant("updated_at"), .json("attributes"),
        ]

    static let groups: [StagingColumn] =
        .entity(.adGroup) + .account + .campaign + .state + [
            .text("currency", most: 3), .integer("daily_budget_micros"), .integer("bid_micros"), .instant("updated_at"), .json("attributes"),
        ]

    static let ads: [StagingColumn] =
        .entity(.ad) + .account + .campaign + .adGroup + .state + [.text("creative_id"), .instant("updated_at"), .json("attributes")]

    static let creatives: [StagingColumn] =
        .entity(.creative) + .account + [
            .text("name", most: 1_000), .word("kind", ["image", "video", "carousel", "text", "product", "other"]), .text("title", most: 2_000),
            .text("body", most: 20_000), .text("call_to_action"), .text("link_url", most: 8_192), .text("image_url", most: 8_192),
            .text("video_id", most: 200),
        ] + .status + [.instant("updated_at"), .json("attributes")]

    static let daily: [StagingColumn] =
        [.ordinal, .day("day").needed] + .neededAccount + [
            .word("level", ["account", "campaign", "ad_group", "ad"]).needed, .init(.factEntityID), .text("entity_id", most: 200).needed,
            .text("breakdown").orEmpty,
        ] + .campaign + [
            .text("currency", most: 3).needed, .text("time_zone", most: 64), .integer("spend_micros"), .integer("impressions"), .integer("clicks"),
            .integer("reach"), .integer("video_views"), .decimal("conversions"), .integer("conversion_value_micros"), .text("attribution"),
            .json("actions"),
        ]
}
