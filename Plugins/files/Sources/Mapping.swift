/// What a row of the file becomes: the name of a stream.
enum Mapping: String, CaseIterable {
    case orders, customers, products
    case adDaily = "ad_daily"

    /// The fields it knows.
    var fields: [Field] {
        switch self {
        case .orders: [.id, .number, .customer, .day, .value, .quantity, .currency, .status, .source, .discount, .tax, .shipping, .refunded]
        case .customers: [.id, .email, .phone, .firstName, .lastName, .createdAt, .country, .ordersCount, .spent, .currency]
        case .products: [.id, .title, .handle, .status, .vendor, .productType, .sku, .price, .cost, .inventory]
        case .adDaily:
            [.day, .account, .campaign, .value, .impressions, .clicks, .reach, .videoViews, .conversions, .conversionValue, .currency]
        }
    }

    /// The fields without which a row says nothing. Orders also need an id or a customer.
    var required: [Field] {
        switch self {
        case .orders: [.day, .value]
        case .customers, .products: [.id]
        case .adDaily: [.day, .value]
        }
    }
}

/// A field of a row. The raw value is its place in a table of columns.
enum Field: Int, CaseIterable {
    case id, number, customer, day, value, quantity, currency, status, source, discount, tax, shipping, refunded
    case email, phone, country, spent, firstName, lastName, createdAt, ordersCount
    case title, handle, vendor, sku, price, cost, inventory, productType
    case account, campaign, impressions, clicks, reach, conversions, videoViews, conversionValue

    /// The name that the settings use.
    var name: String {
        switch self {
        case .firstName: "first_name"
        case .lastName: "last_name"
        case .createdAt: "created_at"
        case .ordersCount: "orders_count"
        case .productType: "product_type"
        case .videoViews: "video_views"
        case .conversionValue: "conversion_value"
        default: "\(self)"
        }
    }

    /// The field of a name, or of another name that people use for it.
    init?(name: String) {
        switch name.lowercased() {
        case "customer_id": self = .customer
        case "date", "placed_at": self = .day
        case "total", "spend", "amount": self = .value
        case "account_id": self = .account
        case "campaign_id": self = .campaign
        case let plain:
            guard let field = Field.allCases.first(where: { $0.name == plain }) else { return nil }
            self = field
        }
    }
}
