/// A line of an order.
public struct OrderLineRow: CanonicalRow {
    /// The stream.
    public static let stream = "order_lines"
    /// The platform's id.
    public var id: String
    /// Its order.
    public var orderID: String
    /// The product.
    public var productID: String?
    /// The variant.
    public var variantID: String?
    /// The stock keeping unit.
    public var sku: String?
    /// What it is called.
    public var title: String?
    /// Units.
    public var quantity: Int64?
    /// Price of a unit.
    public var unit: Micros?
    /// Price of the line.
    public var total: Micros?
    /// ISO 4217 code.
    public var currency: String?

    /// A row; what is left out is unknown.
    public init(
        id: String, orderID: String, productID: String? = nil, variantID: String? = nil, sku: String? = nil, title: String? = nil,
        quantity: Int64? = nil, unit: Micros? = nil, total: Micros? = nil, currency: String? = nil
    ) {
        self.id = id
        self.orderID = orderID
        self.productID = productID
        self.variantID = variantID
        self.sku = sku
        self.title = title
        self.quantity = quantity
        self.unit = unit
        self.total = total
        self.currency = currency
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("order_id", orderID)
        row.text("product_id", productID)
        row.text("variant_id", variantID)
        row.text("sku", sku)
        row.text("title", title)
        row.integer("quantity", quantity)
        row.micros("unit_micros", unit)
        row.micros("total_micros", total)
        row.text("currency", currency)
    }
}
