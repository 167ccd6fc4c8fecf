/// Columns of messages to people on lists.
enum MessageColumns {
    static let messages: [StagingColumn] =
        .entity(.message) + [
            .word("kind", ["campaign", "flow", "other"]).needed, channel, .text("name", most: 1_000), .text("subject", most: 2_000),
        ] + .status + [
            .text("flow_id", most: 200), .instant("sent_at"), .instant("created_at"), .instant("updated_at"), .json("attributes"),
        ]

    static let daily: [StagingColumn] = [
        .ordinal, .day("day").needed, .id(.message, "message_id").needed, .text("message_id", most: 200).needed, channel.orEmpty,
        .text("time_zone", most: 64), .currency("currency"), .integer("recipients"), .integer("delivered"), .integer("opens"),
        .integer("unique_opens"), .integer("clicks"), .integer("unique_clicks"), .integer("bounces"), .integer("unsubscribes"),
        .integer("spam_complaints"), .decimal("conversions"), .amount("revenue_micros"), .text("attribution"),
    ]

    private static let channel = StagingColumn.word("channel", ["email", "sms", "push", "other"])
}
