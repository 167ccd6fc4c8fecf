/// An ad account.
public struct AdAccountRow: CanonicalRow {
    /// The stream.
    public static let stream = "ad_accounts"
    /// The platform's id.
    public var id: String
    /// What people call it.
    public var name: String?
    /// ISO 4217 code.
    public var currency: String?
    /// IANA name.
    public var timeZone: String?
    /// Its state.
    public var status: String?
    /// More members, as they came.
    public var attributes: JSONView

    /// A row; what is left out is unknown.
    public init(
        id: String, name: String? = nil, currency: String? = nil, timeZone: String? = nil, status: String? = nil, attributes: JSONView = .missing
    ) {
        self.id = id
        self.name = name
        self.currency = currency
        self.timeZone = timeZone
        self.status = status
        self.attributes = attributes
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("name", name)
        row.text("currency", currency)
        row.text("time_zone", timeZone)
        row.text("status", status)
        row.raw("attributes", attributes)
    }
}
