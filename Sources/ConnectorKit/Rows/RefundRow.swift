/// A refund.
public struct RefundRow: CanonicalRow {
    /// The stream.
    public static let stream = "refunds"
    /// The platform's id.
    public var id: String
    /// Its order.
    public var orderID: String
    /// What was given back, positive.
    public var amount: Micros?
    /// ISO 4217 code.
    public var currency: String?
    /// When.
    public var refundedAt: Instant?
    /// The day in the shop's zone.
    public var day: Day?

    /// A row; what is left out is unknown.
    public init(
        id: String, orderID: String, amount: Micros? = nil, currency: String? = nil, refundedAt: Instant? = nil, day: Day? = nil
    ) {
        self.id = id
        self.orderID = orderID
        self.amount = amount
        self.currency = currency
        self.refundedAt = refundedAt
        self.day = day
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("order_id", orderID)
        row.micros("amount_micros", amount)
        row.text("currency", currency)
        row.instant("refunded_at", refundedAt)
        row.day("day", day)
    }
}
