/// The visits of one day by one trait of the people.
public struct WebDemographicRow: CanonicalRow {
    /// The traits.
    public enum Dimension: String, Sendable, CaseIterable { case age, gender, country, city, device, language }

    /// The stream.
    public static let stream = "web_demographics"
    /// The day in the property's zone.
    public var day: Day
    /// The web site or app.
    public var propertyID: String
    /// The trait.
    public var dimension: Dimension
    /// What it is, such as `25-34`.
    public var value: String
    /// The property's zone.
    public var timeZone: String?
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
    /// Whether the platform estimated the figures from a sample.
    public var isSampled: Bool?

    /// A row; what is left out is unknown.
    public init(
        day: Day, propertyID: String, dimension: Dimension, value: String, timeZone: String? = nil, sessions: Int64? = nil, users: Int64? = nil,
        newUsers: Int64? = nil, engagedSessions: Int64? = nil, conversions: Micros? = nil, isSampled: Bool? = nil
    ) {
        self.day = day
        self.propertyID = propertyID
        self.dimension = dimension
        self.value = value
        self.timeZone = timeZone
        self.sessions = sessions
        self.users = users
        self.newUsers = newUsers
        self.engagedSessions = engagedSessions
        self.conversions = conversions
        self.isSampled = isSampled
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.day("day", day)
        row.text("property_id", propertyID)
        row.text("dimension", dimension.rawValue)
        row.text("value", value)
        row.text("time_zone", timeZone)
        row.integer("sessions", sessions)
        row.integer("users", users)
        row.integer("new_users", newUsers)
        row.integer("engaged_sessions", engagedSessions)
        row.decimal("conversions", conversions)
        row.boolean("is_sampled", isSampled)
    }
}
