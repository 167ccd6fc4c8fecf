import ConnectorKit

/// Customers.
struct CustomerMapper: RowMapper {
    let currency: String

    mutating func map(_ fields: FieldReader, isBehindCursor: Bool, _ host: Host) throws {
        if isBehindCursor { return }
        let id = try fields.required(.id)
        let created = try fields.date(.createdAt)
        let orders = try fields.whole(.ordersCount)
        let spent = try fields.amount(.spent)
        let currency = try fields.currency()
        try host.emit("customers") { row in
            row.text("id", bytes: id)
            row.text("email", fields.bytes(.email))
            row.text("phone", fields.bytes(.phone))
            row.text("first_name", fields.bytes(.firstName))
            row.text("last_name", fields.bytes(.lastName))
            row.instant("created_at", created.map { $0.instant ?? fields.zone.start(of: $0.day) })
            row.integer("orders_count", orders)
            row.amount("spent_micros", spent, text: "spent_text", fields.bytes(.spent))
            if let currency { row.text("currency", bytes: currency) } else if spent != nil { row.text("currency", self.currency) }
            row.text("country", fields.bytes(.country))
        }
    }
}

/// Products, each with one variant of the same id where the file says anything about one.
struct ProductMapper: RowMapper {
    mutating func map(_ fields: FieldReader, isBehindCursor: Bool, _ host: Host) throws {
        if isBehindCursor { return }
        let id = try fields.required(.id)
        let sku = fields.bytes(.sku)
        let price = try fields.amount(.price)
        let cost = try fields.amount(.cost)
        let inventory = try fields.whole(.inventory)
        let hasVariant = sku != nil || price != nil || cost != nil || inventory != nil
        try host.emit("products") { row in
            row.text("id", bytes: id)
            row.text("title", fields.bytes(.title))
            row.text("handle", fields.bytes(.handle))
            row.text("status", fields.bytes(.status))
            row.text("vendor", fields.bytes(.vendor))
            row.text("product_type", fields.bytes(.productType))
            if hasVariant {
                row.objects("variants", CollectionOfOne(id)) { variant, id in
                    variant.text("id", bytes: id)
                    variant.text("sku", sku)
                    variant.micros("price_micros", price?.micros)
                    variant.micros("cost_micros", cost?.micros)
                    variant.integer("inventory", inventory)
                }
            }
        }
    }
}

/// Figures of advertising: of a campaign where a column names it, else of the account.
struct AdDailyMapper: RowMapper {
    let settings: Settings
    let range: DayRange

    mutating func map(_ fields: FieldReader, isBehindCursor: Bool, _ host: Host) throws {
        if isBehindCursor { return }
        let date = try fields.requiredDate(.day)
        if !range.contains(date.day) { return }
        let value = try fields.required(.value)
        guard let spend = fields.numbers.read(value) else { throw FieldFault(.value, "The field is no number.", value) }
        let campaign = fields.bytes(.campaign)
        let counts = try (fields.whole(.impressions), fields.whole(.clicks), fields.whole(.reach), fields.whole(.videoViews))
        let conversions = try fields.amount(.conversions)
        let conversionValue = try fields.amount(.conversionValue)
        let currency = try fields.currency()
        try host.emit("ad_daily") { row in
            row.day("day", date.day)
            let account = fields.bytes(.account)
            if let account { row.text("account_id", bytes: account) } else { row.text("account_id", settings.account) }
            row.text("level", campaign == nil ? "account" : "campaign")
            if let entity = campaign ?? account { row.text("entity_id", bytes: entity) } else { row.text("entity_id", settings.account) }
            row.text("campaign_id", campaign)
            row.text("breakdown", "")
            if let currency { row.text("currency", bytes: currency) } else { row.text("currency", settings.currency) }
            row.text("time_zone", settings.zone.name)
            row.amount("spend_micros", spend, text: "spend_text", value)
            row.integer("impressions", counts.0)
            row.integer("clicks", counts.1)
            row.integer("reach", counts.2)
            row.integer("video_views", counts.3)
            row.decimal("conversions", conversions?.micros)
            row.micros("conversion_value_micros", conversionValue?.micros)
        }
    }
}
