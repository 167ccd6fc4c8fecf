/// Columns of money that moves, and of what it is worth in other money.
enum MoneyColumns {
    static let transactions: [StagingColumn] =
        .entity(.transaction) + [
            .word("kind", ["charge", "refund", "fee", "payout", "dispute", "transfer", "adjustment", "other"]).needed, .text("source_id", most: 200),
            .text("order_id", most: 200), .text("customer_id", most: 200), .text("payout_id", most: 200), .instant("occurred_at").needed,
            .day("day").needed, .instant("available_at"), .currency("currency").needed, .integer("gross_micros").needed, .integer("fee_micros"),
            .integer("net_micros").needed, .rate("exchange_rate"), .text("status"), .text("description", most: 2_000), .flag("is_test").orNo,
            .instant("updated_at"), .extra,
        ]

    static let rates: [StagingColumn] = [
        .ordinal, .day("day").needed, .currency("base").needed, .currency("quote").needed, .rate("rate").needed, .text("source", most: 200),
    ]
}
