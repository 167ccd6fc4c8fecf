/// A person on a list. The host seals e-mail, phone and names before it stores them.
public struct ProfileRow: CanonicalRow {
    /// The stream.
    public static let stream = "profiles"
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
    /// The customer of a shop who this is, by that shop's id.
    public var customerID: String?
    /// ISO 3166 code of two letters.
    public var country: String?
    /// City.
    public var city: String?
    /// Whether e-mail may be sent.
    public var isEmailSubscribed: Bool?
    /// Whether text messages may be sent.
    public var isSMSSubscribed: Bool?
    /// When it was made.
    public var createdAt: Instant?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// When it was last seen to do something.
    public var lastEventAt: Instant?
    /// An object whose members are written beside the others.
    public var extra: JSONView

    /// A row; what is left out is unknown.
    public init(
        id: String, email: String? = nil, phone: String? = nil, firstName: String? = nil, lastName: String? = nil, customerID: String? = nil,
        country: String? = nil, city: String? = nil, isEmailSubscribed: Bool? = nil, isSMSSubscribed: Bool? = nil, createdAt: Instant? = nil,
        updatedAt: Instant? = nil, lastEventAt: Instant? = nil, extra: JSONView = .missing
    ) {
        self.id = id
        self.email = email
        self.phone = phone
        self.firstName = firstName
        self.lastName = lastName
        self.customerID = customerID
        self.country = country
        self.city = city
        self.isEmailSubscribed = isEmailSubscribed
        self.isSMSSubscribed = isSMSSubscribed
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.lastEventAt = lastEventAt
        self.extra = extra
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("email", email)
        row.text("phone", phone)
        row.text("first_name", firstName)
        row.text("last_name", lastName)
        row.text("customer_id", customerID)
        row.text("country", country)
        row.text("city", city)
        row.boolean("is_email_subscribed", isEmailSubscribed)
        row.boolean("is_sms_subscribed", isSMSSubscribed)
        row.instant("created_at", createdAt)
        row.instant("updated_at", updatedAt)
        row.instant("last_event_at", lastEventAt)
        for member in extra.members { row.raw(named: member.name, member.value) }
    }
}
