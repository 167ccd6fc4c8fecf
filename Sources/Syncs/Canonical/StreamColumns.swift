extension CanonicalStream {
    /// The columns of the staging table, in the order of the COPY (`StreamMerge` has the SQL that they go with).
    var columns: [StagingColumn] {
        switch self {
        case .adAccounts:
            entity(.adAccount) + [
                .text("name"), .text("currency", most: 3), .text("time_zone", most: 64), .text("status", most: 64), .json("attributes"),
            ]
        case .campaigns:
            entity(.campaign) + account + state + [
                .text("objective"), .text("currency", most: 3), .integer("daily_budget_micros"), .integer("lifetime_budget_micros"),
                .day("start_day"),
                .day("end_day"), .instant("updated_at"), .json("attributes"),
            ]
        case .adGroups:
            entity(.adGroup) + account + campaign + state + [
                .text("currency", most: 3), .integer("daily_budget_micros"), .integer("bid_micros"), .instant("updated_at"), .json("attributes"),
            ]
        case .ads:
            entity(.ad) + account + campaign + [.init(.derivedID(.adGroup, member: "ad_group_id")), .text("ad_group_id")] + state + [
                .text("creative_id"), .instant("updated_at"), .json("attributes"),
            ]
        case .adDaily:
            [
                .init(.ordinal), .init(.day(member: "day"), required: true), .init(.derivedID(.adAccount, member: "account_id"), required: true),
                .init(.text(member: "account_id", most: 200), required: true),
                .init(.word(member: "level", ["account", "campaign", "ad_group", "ad"]), required: true), .init(.factEntityID, required: true),
                .init(.text(member: "entity_id", most: 200), required: true), .text("breakdown"),
            ] + campaign + [
                .init(.text(member: "currency", most: 3), required: true), .text("time_zone", most: 64), .integer("spend_micros"),
                .integer("impressions"),
                .integer("clicks"), .integer("reach"), .integer("video_views"), .decimal("conversions"), .integer("conversion_value_micros"),
                .text("attribution"), .json("actions"),
            ]
        case .orders:
            entity(.order) + [
                .text("number"), .text("customer_id"), .init(.instant(member: "placed_at"), required: true),
                .init(.day(member: "day"), required: true),
                .init(.text(member: "currency", most: 3), required: true), .init(.integer(member: "total_micros"), required: true),
                .integer("subtotal_micros"), .integer("discount_micros"), .integer("tax_micros"), .integer("shipping_micros"),
                .integer("refunded_micros"),
                .integer("quantity"), .text("status"), .text("source"), .init(.flag(member: "is_test")), .instant("cancelled_at"),
                .instant("updated_at"),
                .init(.extra),
            ]
        case .orderLines:
            entity(.orderLine) + order + [
                .text("product_id"), .text("variant_id"), .text("sku"), .text("title", most: 1_000),
                .init(.integer(member: "quantity"), required: true),
                .integer("unit_micros"), .integer("total_micros"), .init(.text(member: "currency", most: 3), required: true),
            ]
        case .refunds:
            entity(.refund) + order + [
                .init(.integer(member: "amount_micros"), required: true), .init(.text(member: "currency", most: 3), required: true),
                .init(.instant(member: "refunded_at"), required: true), .init(.day(member: "day"), required: true),
            ]
        case .customers:
            entity(.customer) + [
                .init(.sealed(member: "email")), .init(.blindIndex(member: "email")), .init(.sealed(member: "phone")),
                .init(.blindIndex(member: "phone")),
                .init(.sealed(member: "first_name")), .init(.sealed(member: "last_name")), .init(.personalDigest), .integer("orders_count"),
                .integer("spent_micros"), .text("currency", most: 3), .text("country", most: 2), .instant("created_at"), .instant("updated_at"),
                .init(.extra),
            ]
        case .products:
            entity(.product) + [
                .text("title", most: 1_000), .text("handle"), .text("status"), .text("vendor"), .text("product_type"), .json("variants"),
                .instant("created_at"), .instant("updated_at"), .init(.extra),
            ]
        }
    }

    /// Whether what no column asks for is kept.
    var keepsExtra: Bool {
        switch self {
        case .orders, .customers, .products: true
        default: false
        }
    }

    private func entity(_ kind: EntityKind) -> [StagingColumn] {
        [.init(.ordinal), .init(.derivedID(kind, member: "id"), required: true), .init(.text(member: "id", most: 200), required: true)]
    }

    private var account: [StagingColumn] { [.init(.derivedID(.adAccount, member: "account_id")), .text("account_id")] }

    private var campaign: [StagingColumn] { [.init(.derivedID(.campaign, member: "campaign_id")), .text("campaign_id")] }

    private var order: [StagingColumn] { [.init(.derivedID(.order, member: "order_id"), required: true)] }

    private var state: [StagingColumn] {
        [
            .text("name", most: 1_000), .init(.word(member: "status", ["active", "paused", "ended", "removed", "draft"])),
            .text("raw_status", most: 64),
        ]
    }
}

extension StagingColumn {
    fileprivate static func text(_ member: String, most: Int = 500) -> StagingColumn { .init(.text(member: member, most: most)) }
    fileprivate static func integer(_ member: String) -> StagingColumn { .init(.integer(member: member)) }
    fileprivate static func decimal(_ member: String) -> StagingColumn { .init(.decimal(member: member)) }
    fileprivate static func day(_ member: String) -> StagingColumn { .init(.day(member: member)) }
    fileprivate static func instant(_ member: String) -> StagingColumn { .init(.instant(member: member)) }
    fileprivate static func json(_ member: String) -> StagingColumn { .init(.json(member: member)) }
}
