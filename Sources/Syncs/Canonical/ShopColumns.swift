/// Columns of what shops sell.
enum ShopColumns {
    static let orders: [StagingColumn] =
        .entity(.order) + [
            .text("number"), .text("customer_id"), .instant("placed_at").needed, .day("day").needed, .text("currency", most: 3).needed,
            .integer("total_micros").needed, .integer("subtotal_micros"), .integer("discount_micros"), .integer("tax_micros"),
            .integer("shipping_micros"), .integer("refunded_micros"), .integer("quantity"), .text("status"), .text("source"),
            .flag("is_test").orNo, .instant("cancelled_at"), .instant("updated_at"), .extra,
        ]

    static let lines: [StagingColumn] =
        .entity(.orderLine) + [
            .id(.order, "order_id").needed, .text("product_id"), .text("variant_id"), .text("sku"), .text("title", most: 1_000),
            .integer("quantity").needed, .integer("unit_micros"), .integer("total_micros"), .text("currency", most: 3).needed,
        ]

    static let refunds: [StagingColumn] =
        .entity(.refund) + [
            .id(.order, "order_id").needed, .integer("amount_micros").needed, .text("currency", most: 3).needed, .instant("refunded_at").needed,
            .day("day").needed,
        ]

    static let products: [StagingColumn] =
        .entity(.product) + [
            .text("title", most: 1_000), .text("handle"), .text("status"), .text("vendor"), .text("product_type"), .json("variants"),
            .instant("created_at"), .instant("updated_at"), .extra,
        ]
}
