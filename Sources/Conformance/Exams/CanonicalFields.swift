/// The fields without which the host refuses a row of a canonical stream.
enum CanonicalFields {
    static func required(_ kind: String) -> [String] { byKind[kind] ?? [] }

    private static let byKind: [String: [String]] = [
        "ad_accounts": ["id"], "campaigns": ["id"], "ad_groups": ["id"], "ads": ["id"], "creatives": ["id"], "keywords": ["id"],
        "products": ["id"], "customers": ["id"], "profiles": ["id"],
        "ad_daily": ["day", "account_id", "level", "entity_id", "currency"],
        "keyword_daily": ["day", "account_id", "keyword_id", "currency"],
        "search_term_daily": ["day", "account_id", "search_term", "currency"],
        "orders": ["id", "placed_at", "day", "currency", "total_micros"],
        "order_lines": ["id", "order_id", "quantity", "currency"],
        "refunds": ["id", "order_id", "amount_micros", "currency", "refunded_at", "day"],
        "transactions": ["id", "kind", "occurred_at", "day", "currency", "gross_micros", "net_micros"],
        "messages": ["id", "kind"], "message_daily": ["day", "message_id"],
        "web_daily": ["day", "property_id"], "web_events": ["day", "property_id", "event_name"],
        "web_demographics": ["day", "property_id", "dimension", "value"], "search_daily": ["day", "site"],
        "fx_rates": ["day", "base", "quote", "rate"],
    ]
}
