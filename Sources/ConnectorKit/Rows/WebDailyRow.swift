/// The visits of one day by where they came from.
public struct WebDailyRow: CanonicalRow {
    /// The stream.
    public static let stream = "web_daily"
    /// The day in the property's zone.
    public var day: Day
    /// The web site or app.
    public var propertyID: String
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
    /// Visits.
    public var sessions: Int64?
    /// People.
    public var users: Int64?
    /// People who came for the first time.
    public var newUsers: Int64?
    /// Visits in which something was done.
    public var engagedSessions: Int64?
    /// Conversions; may be parts of one.
    public var conversions: Micros?
    /// What was bought.
    public var revenue: Micros?
    /// Whether the platform estimated the figures from a sample.
    public var isSampled: Bool?

    /// A row; what is left out is unknown.
    public init(
        day: Day, propertyID: String, source: String? = nil, medium: String? = nil, campaign: String? = nil, timeZone: String? = nil,
        currency: String? = nil, sessions: Int64? = nil, users: Int64? = nil, newUsers: Int64? = nil, engagedSessions: Int64? = nil,
        conversions: Micros? = nil, revenue: Micros? = nil, isSampled: Bool? = nil
    ) {
        self.day = day
        self.propertyID = propertyID
        self.source = source
        self.medium = medium
        self.campaign = campaign
        self.timeZone = timeZone
        self.currency = currency
        self.sessions = sessions
        self.users = users
        self.newUsers = newUsers
        self.engagedSessions = engagedSessions
        self.conversions = conversions
        self.revenue = revenue
        self.isSampled = isSampled
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.day("day", day)
        row.text("property_id", propertyID)
        row.text("source", source)
        row.text("medium", medium)
        row.text("campaign", campaign)
        row.text("time_zone", timeZone)
        row.text("currency", currency)
        row.integer("sessions", sessions)
        row.integer("users", users)
        row.integer("new_users", newUsers)
        row.integer("engaged_sessions", engagedSessions)
        row.decimal("conversions", conversions)
        row.micros("revenue_micros", revenue)
        row.boolean("is_sampled", isSampled)
    }
}
