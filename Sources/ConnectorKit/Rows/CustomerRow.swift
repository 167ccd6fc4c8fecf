/// A customer.
public struct CustomerRow: CanonicalRow {
    /// The stream.
    public static let stream = "customers"
    /// The platform's id.
    public var id: String
    /// E-mail address.
    public var email: String?
    /// Telephone number.
    public var phone: String?
    /// First name.
    public var firstName: String?
    /// Last name.
    public var lastName: String?
    /// When first seen.
    public var createdAt: Instant?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// Orders so far.
    public var ordersCount: Int64?
    /// Spent so far.
    public var spent: Micros?
    /// ISO 4217 code.
    public var currency: String?
    /// ISO 3166 code.
    public var country: String?

    /// A row; what is left out is unknown.
    public init(
        id: String, email: String? = nil, phone: String? = nil, firstName: String? = nil, lastName: String? = nil, createdAt: Instant? = nil,
        updatedAt: Instant? = nil, ordersCount: Int64? = nil, spent: Micros? = nil, currency: String? = nil, country: String? = nil
    ) {
        self.id = id
        self.email = email
        self.phone = phone
        self.firstName = firstName
        self.lastName = lastName
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.ordersCount = ordersCount
        self.spent = spent
        self.currency = currency
        self.country = country
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("email", email)
        row.text("phone", phone)
        row.text("first_name", firstName)
        row.text("last_name", lastName)
        row.instant("created_at", createdAt)
        row.instant("updated_at", updatedAt)
        row.integer("orders_count", ordersCount)
        row.micros("spent_micros", spent)
        row.text("currency", currency)
        row.text("country", country)
    }
}
