/// A product.
public struct ProductRow: CanonicalRow {
    /// A variant.
    public struct Variant: Hashable, Sendable {
        /// The platform's id.
        public var id: String
        /// The stock keeping unit.
        public var sku: String?
        /// Price.
        public var price: Micros?
        /// Cost.
        public var cost: Micros?
        /// Units in stock.
        public var inventory: Int64?

        /// A variant.
        public init(id: String, sku: String? = nil, price: Micros? = nil, cost: Micros? = nil, inventory: Int64? = nil) {
            self.id = id
            self.sku = sku
            self.price = price
            self.cost = cost
            self.inventory = inventory
        }

        func write(to row: inout Row) {
            row.text("id", id)
            row.text("sku", sku)
            row.micros("price_micros", price)
            row.micros("cost_micros", cost)
            row.integer("inventory", inventory)
        }
    }

    /// The stream.
    public static let stream = "products"
    /// The platform's id.
    public var id: String
    /// What it is called.
    public var title: String?
    /// Its name in URLs.
    public var handle: String?
    /// Its state.
    public var status: String?
    /// Who makes it.
    public var vendor: String?
    /// What kind it is.
    public var productType: String?
    /// When it was made.
    public var createdAt: Instant?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// Its variants.
    public var variants: [Variant]

    /// A row; what is left out is unknown.
    public init(
        id: String, title: String? = nil, handle: String? = nil, status: String? = nil, vendor: String? = nil, productType: String? = nil,
        createdAt: Instant? = nil, updatedAt: Instant? = nil, variants: [Variant] = []
    ) {
        self.id = id
        self.title = title
        self.handle = handle
        self.status = status
        self.vendor = vendor
        self.productType = productType
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.variants = variants
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("title", title)
        row.text("handle", handle)
        row.text("status", status)
        row.text("vendor", vendor)
        row.text("product_type", productType)
        row.instant("created_at", createdAt)
        row.instant("updated_at", updatedAt)
        if !variants.isEmpty { row.objects("variants", variants) { $1.write(to: &$0) } }
    }
}
