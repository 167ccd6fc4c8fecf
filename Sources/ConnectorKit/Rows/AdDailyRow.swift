/// The figures of one entity on one day.
public struct AdDailyRow: CanonicalRow {
    /// Conversions of one type. Types of the same `group` overlap and must not be added up.
    public struct Action: Hashable, Sendable {
        /// The platform's type.
        public var type: String
        /// The group of types that overlap.
        public var group: String
        /// How many; may be parts of one.
        public var count: Micros?
        /// What they were worth.
        public var value: Micros?

        /// Conversions of one type.
        public init(type: String, group: String, count: Micros? = nil, value: Micros? = nil) {
            self.type = type
            self.group = group
            self.count = count
            self.value = value
        }

        func write(to row: inout Row) {
            row.text("type", type)
            row.text("group", group)
            row.decimal("count", count)
            row.micros("value_micros", value)
        }
    }

    /// The stream.
    public static let stream = "ad_daily"
    /// The day in the account's zone.
    public var day: Day
    /// The ad account.
    public var accountID: String
    /// What the figures belong to.
    public var level: AdLevel
    /// The id of the account, campaign, ad group or ad.
    public var entityID: String
    /// The campaign.
    public var campaignID: String?
    /// Empty, or such as `age=25-34`.
    public var breakdown: String?
    /// ISO 4217 code.
    public var currency: String?
    /// The account's zone.
    public var timeZone: String?
    /// Cost.
    public var spend: Micros?
    /// Times shown.
    public var impressions: Int64?
    /// Clicks.
    public var clicks: Int64?
    /// People reached.
    public var reach: Int64?
    /// Video views.
    public var videoViews: Int64?
    /// Conversions; may be parts of one.
    public var conversions: Micros?
    /// What they were worth.
    public var conversionValue: Micros?
    /// The attribution setting.
    public var attribution: String?
    /// Conversions by type.
    public var actions: [Action]

    /// A row; what is left out is unknown.
    public init(
        day: Day, accountID: String, level: AdLevel, entityID: String, campaignID: String? = nil, breakdown: String? = nil,
        currency: String? = nil, timeZone: String? = nil, spend: Micros? = nil, impressions: Int64? = nil, clicks: Int64? = nil,
        reach: Int64? = nil, videoViews: Int64? = nil, conversions: Micros? = nil, conversionValue: Micros? = nil, attribution: String? = nil,
        actions: [Action] = []
    ) {
        self.day = day
        self.accountID = accountID
        self.level = level
        self.entityID = entityID
        self.campaignID = campaignID
        self.breakdown = breakdown
        self.currency = currency
        self.timeZone = timeZone
        self.spend = spend
        self.impressions = impressions
        self.clicks = clicks
        self.reach = reach
        self.videoViews = videoViews
        self.conversions = conversions
        self.conversionValue = conversionValue
        self.attribution = attribution
        self.actions = actions
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.day("day", day)
        row.text("account_id", accountID)
        row.text("level", level.rawValue)
        row.text("entity_id", entityID)
        row.text("campaign_id", campaignID)
        row.text("breakdown", breakdown)
        row.text("currency", currency)
        row.text("time_zone", timeZone)
        row.micros("spend_micros", spend)
        row.integer("impressions", impressions)
        row.integer("clicks", clicks)
        row.integer("reach", reach)
        row.integer("video_views", videoViews)
        row.decimal("conversions", conversions)
        row.micros("conversion_value_micros", conversionValue)
        row.text("attribution", attribution)
        if !actions.isEmpty { row.objects("actions", actions) { $1.write(to: &$0) } }
    }
}
