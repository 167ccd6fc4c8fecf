/// An order.
public struct OrderRow: CanonicalRow {
    /// The stream.
    public static let stream = "orders"
    /// The platform's id.
    public var id: String
    /// The number that people see.
    public var number: String?
    /// Who bought.
    public var customerID: String?
    /// When.
    public var placedAt: Instant?
    /// The day in the shop's zone.
    public var day: Day?
    /// ISO 4217 code.
    public var currency: String?
    /// What was to be paid.
    public var total: Micros?
    /// The goods, after discounts.
    public var subtotal: Micros?
    /// Discounts, positive.
    public var discount: Micros?
    /// Taxes.
    public var tax: Micros?
    /// Shipping.
    public var shipping: Micros?
    /// What was given back, positive.
    public var refunded: Micros?
    /// Units.
    public var quantity: Int64?
    /// Its state.
    public var status: String?
    /// Where it was placed.
    public var source: String?
    /// Whether it is a test.
    public var isTest: Bool?
    /// When it was cancelled.
    public var cancelledAt: Instant?
    /// When it was last changed.
    public var updatedAt: Instant?

    /// A row; what is left out is unknown.
    public init(
        id: String, number: String? = nil, customerID: String? = nil, placedAt: Instant? = nil, day: Day? = nil, currency: String? = nil,
        total: Micros? = nil, subtotal: Micros? = nil, discount: Micros? = nil, tax: Micros? = nil, shipping: Micros? = nil,
        refunded: Micros? = nil, quantity: Int64? = nil, status: String? = nil, source: String? = nil, isTest: Bool? = nil,
        cancelledAt: Instant? = nil, updatedAt: Instant? = nil
    ) {
        self.id = id
        self.number = number
        self.customerID = customerID
        self.placedAt = placedAt
        self.day = day
        self.currency = currency
        self.total = total
        self.subtotal = subtotal
        self.discount = discount
        self.tax = tax
        self.shipping = shipping
        self.refunded = refunded
        self.quantity = quantity
        self.status = status
        self.source = source
        self.isTest = isTest
        self.cancelledAt = cancelledAt
        self.updatedAt = updatedAt
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("number", number)
        row.text("customer_id", customerID)
        row.instant("placed_at", placedAt)
        row.day("day", day)
        row.text("currency", currency)
        row.micros("total_micros", total)
        row.micros("subtotal_micros", subtotal)
        row.micros("discount_micros", discount)
        row.micros("tax_micros", tax)
        row.micros("shipping_micros", shipping)
        row.micros("refunded_micros", refunded)
        row.integer("quantity", quantity)
        row.text("status", status)
        row.text("source", source)
        row.boolean("is_test", isTest)
        row.instant("cancelled_at", cancelledAt)
        row.instant("updated_at", updatedAt)
    }
}
