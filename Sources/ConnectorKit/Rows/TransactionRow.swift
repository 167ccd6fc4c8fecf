/// A movement of money at a payment provider. Amounts carry their sign: what left the balance is negative.
public struct TransactionRow: CanonicalRow {
    /// What moved.
    public enum Kind: String, Sendable, CaseIterable { case charge, refund, fee, payout, dispute, transfer, adjustment, other }

    /// The stream.
    public static let stream = "transactions"
    /// The platform's id.
    public var id: String
    /// What moved.
    public var kind: Kind
    /// The id of the charge, refund or transfer behind it.
    public var sourceID: String?
    /// Its order.
    public var orderID: String?
    /// Its customer.
    public var customerID: String?
    /// The payout it was settled with.
    public var payoutID: String?
    /// When.
    public var occurredAt: Instant
    /// The day in the account's zone.
    public var day: Day
    /// When the money may be paid out.
    public var availableAt: Instant?
    /// ISO 4217 code.
    public var currency: String
    /// Before fees.
    public var gross: Micros
    /// The provider's fees.
    public var fee: Micros?
    /// After fees.
    public var net: Micros
    /// Units of this currency for one of the currency that was paid in.
    public var exchangeRate: DecimalText?
    /// Its state in the platform's words.
    public var status: String?
    /// What it was for.
    public var description: String?
    /// Whether no real money moved.
    public var isTest: Bool?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// An object whose members are written beside the others.
    public var extra: JSONView

    /// A row; what is left out is unknown.
    public init(
        id: String, kind: Kind, sourceID: String? = nil, orderID: String? = nil, customerID: String? = nil, payoutID: String? = nil,
        occurredAt: Instant, day: Day, availableAt: Instant? = nil, currency: String, gross: Micros, fee: Micros? = nil, net: Micros,
        exchangeRate: DecimalText? = nil, status: String? = nil, description: String? = nil, isTest: Bool? = nil, updatedAt: Instant? = nil,
        extra: JSONView = .missing
    ) {
        self.id = id
        self.kind = kind
        self.sourceID = sourceID
        self.orderID = orderID
        self.customerID = customerID
        self.payoutID = payoutID
        self.occurredAt = occurredAt
        self.day = day
        self.availableAt = availableAt
        self.currency = currency
        self.gross = gross
        self.fee = fee
        self.net = net
        self.exchangeRate = exchangeRate
        self.status = status
        self.description = description
        self.isTest = isTest
        self.updatedAt = updatedAt
        self.extra = extra
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("kind", kind.rawValue)
        row.text("source_id", sourceID)
        row.text("order_id", orderID)
        row.text("customer_id", customerID)
        row.text("payout_id", payoutID)
        row.instant("occurred_at", occurredAt)
        row.day("day", day)
        row.instant("available_at", availableAt)
        row.text("currency", currency)
        row.micros("gross_micros", gross)
        row.micros("fee_micros", fee)
        row.micros("net_micros", net)
        row.text("exchange_rate", exchangeRate?.description)
        row.text("status", status)
        row.text("description", description)
        row.boolean("is_test", isTest)
        row.instant("updated_at", updatedAt)
        for member in extra.members { row.raw(named: member.name, member.value) }
    }
}
