/// The figures of one message on one day.
public struct MessageDailyRow: CanonicalRow {
    /// The stream.
    public static let stream = "message_daily"
    /// The day in the account's zone.
    public var day: Day
    /// The message.
    public var messageID: String
    /// How it was sent.
    public var channel: MessageChannel?
    /// The account's zone.
    public var timeZone: String?
    /// ISO 4217 code.
    public var currency: String?
    /// How many it was sent to.
    public var recipients: Int64?
    /// How many it reached.
    public var delivered: Int64?
    /// Times opened.
    public var opens: Int64?
    /// How many opened it.
    public var uniqueOpens: Int64?
    /// Clicks.
    public var clicks: Int64?
    /// How many clicked.
    public var uniqueClicks: Int64?
    /// How many it could not reach.
    public var bounces: Int64?
    /// How many left the list.
    public var unsubscribes: Int64?
    /// How many called it spam.
    public var spamComplaints: Int64?
    /// Conversions; may be parts of one.
    public var conversions: Micros?
    /// What was bought.
    public var revenue: Micros?
    /// The attribution setting.
    public var attribution: String?

    /// A row; what is left out is unknown.
    public init(
        day: Day, messageID: String, channel: MessageChannel? = nil, timeZone: String? = nil, currency: String? = nil, recipients: Int64? = nil,
        delivered: Int64? = nil, opens: Int64? = nil, uniqueOpens: Int64? = nil, clicks: Int64? = nil, uniqueClicks: Int64? = nil,
        bounces: Int64? = nil, unsubscribes: Int64? = nil, spamComplaints: Int64? = nil, conversions: Micros? = nil, revenue: Micros? = nil,
        attribution: String? = nil
    ) {
        self.day = day
        self.messageID = messageID
        self.channel = channel
        self.timeZone = timeZone
        self.currency = currency
        self.recipients = recipients
        self.delivered = delivered
        self.opens = opens
        self.uniqueOpens = uniqueOpens
        self.clicks = clicks
        self.uniqueClicks = uniqueClicks
        self.bounces = bounces
        self.unsubscribes = unsubscribes
        self.spamComplaints = spamComplaints
        self.conversions = conversions
        self.revenue = revenue
        self.attribution = attribution
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.day("day", day)
        row.text("message_id", messageID)
        row.text("channel", channel?.rawValue)
        row.text("time_zone", timeZone)
        row.text("currency", currency)
        row.integer("recipients", recipients)
        row.integer("delivered", delivered)
        row.integer("opens", opens)
        row.integer("unique_opens", uniqueOpens)
        row.integer("clicks", clicks)
        row.integer("unique_clicks", uniqueClicks)
        row.integer("bounces", bounces)
        row.integer("unsubscribes", unsubscribes)
        row.integer("spam_complaints", spamComplaints)
        row.decimal("conversions", conversions)
        row.micros("revenue_micros", revenue)
        row.text("attribution", attribution)
    }
}
