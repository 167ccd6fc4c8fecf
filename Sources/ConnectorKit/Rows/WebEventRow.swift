/// How often one event happened on one day, by where the visits came from.
public struct WebEventRow: CanonicalRow {
    /// The stream.
    public static let stream = "web_events"
    /// The day in the property's zone.
    public var day: Day
    /// The web site or app.
    public var propertyID: String
    /// The event.
    public var eventName: String
    /// Where they came from.
    public var source: String?
    /// By which kind of way.
    public var medium: String?
    /// The campaign that brought them.
    public var campaign: String?
    /// The property's zone.
    public var timeZone: String?
    /// ISO 4217 code.
    public var currency: String?
    /// How often.
    public var eventCount: Int64?
    /// People.
    public var users: Int64?
    /// What the events were worth.
    public var value: Micros?
    /// Whether the platform estimated the figures from a sample.
    public var isSampled: Bool?

    /// A row; what is left out is unknown.
    public init(
        day: Day, propertyID: String, eventName: String, source: String? = nil, medium: String? = nil, campaign: String? = nil,
        timeZone: String? = nil, currency: String? = nil, eventCount: Int64? = nil, users: Int64? = nil, value: Micros? = nil,
        isSampled: Bool? = nil
    ) {
        self.day = day
        self.propertyID = propertyID
        self.eventName = eventName
        self.source = source
        self.medium = medium
        self.campaign = campaign
        self.timeZone = timeZone
        self.currency = currency
        self.eventCount = eventCount
        self.users = users
        self.value = value
        self.isSampled = isSampled
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.day("day", day)
        row.text("property_id", propertyID)
        row.text("event_name", eventName)
        row.text("source", source)
        row.text("medium", medium)
        row.text("campaign", campaign)
        row.text("time_zone", timeZone)
        row.text("currency", currency)
        row.integer("event_count", eventCount)
        row.integer("users", users)
        row.micros("value_micros", value)
        row.boolean("is_sampled", isSampled)
    }
}
