/// Columns of people: those who buy, and those on lists.
enum PersonColumns {
    static let customers: [StagingColumn] =
        .entity(.customer) + personal + [
            .integer("orders_count"), .amount("spent_micros"), .text("currency", most: 3), .text("country", most: 2), .instant("created_at"),
            .instant("updated_at"), .extra,
        ]

    static let profiles: [StagingColumn] =
        .entity(.profile) + personal + [
            .text("customer_id"), .text("country", most: 2), .text("city"), .flag("is_email_subscribed"), .flag("is_sms_subscribed"),
            .instant("created_at"), .instant("updated_at"), .instant("last_event_at"), .extra,
        ]

    private static let personal: [StagingColumn] = [
        .init(.sealed(member: "email")), .init(.blindIndex(member: "email")), .init(.sealed(member: "phone")), .init(.blindIndex(member: "phone")),
        .init(.sealed(member: "first_name")), .init(.sealed(member: "last_name")), .init(.personalDigest),
    ]
}
