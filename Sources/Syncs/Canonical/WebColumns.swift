/// Columns of what happens on web sites, and of how people find them.
enum WebColumns {
    static let daily: [StagingColumn] =
        property + origin + [
            .text("time_zone", most: 64), .currency("currency"), .integer("sessions"), .integer("users"), .integer("new_users"),
            .integer("engaged_sessions"), .decimal("conversions"), .amount("revenue_micros"),
        ] + report

    static let events: [StagingColumn] =
        property + [.name("event_name", most: 200)] + origin + [
            .text("time_zone", most: 64), .currency("currency"), .integer("event_count"), .integer("users"), .amount("value_micros"),
        ] + report

    static let demographics: [StagingColumn] =
        property + [
            .word("dimension", ["age", "gender", "country", "city", "device", "language"]).needed, .text("value").needed,
            .text("time_zone", most: 64), .integer("sessions"), .integer("users"), .integer("new_users"), .integer("engaged_sessions"),
            .decimal("conversions"),
        ] + report

    static let searches: [StagingColumn] = [
        .ordinal, .day("day").needed, .name("site", most: 200), .text("search_type", most: 64).orEmpty, .text("query", most: 4_096).orEmpty,
        .text("page", most: 8_192).orEmpty, .text("country", most: 100).orEmpty, .text("device", most: 100).orEmpty,
        .init(.facetID(members: ["search_type", "query", "page", "country", "device"])), .integer("clicks"), .integer("impressions"),
        .decimal("position"), .flag("is_final").orNo,
    ]

    /// What is so for all rows of the report that they come from.
    private static let report: [StagingColumn] = [.flag("is_sampled").orNo, .flag("is_thresholded").orNo, .flag("has_other_row").orNo]

    private static let property: [StagingColumn] = [.ordinal, .day("day").needed, .name("property_id", most: 200)]

    /// Where visitors came from. The three stand in keys, so they are short enough for an index together.
    private static let origin: [StagingColumn] = [.text("source").orEmpty, .text("medium").orEmpty, .text("campaign").orEmpty]
}
