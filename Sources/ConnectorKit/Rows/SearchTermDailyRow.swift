/// The figures of what people searched for, on one day.
public struct SearchTermDailyRow: CanonicalRow {
    /// The stream.
    public static let stream = "search_term_daily"
    /// The day in the account's zone.
    public var day: Day
    /// The ad account.
    public var accountID: String
    /// Its ad group.
    public var adGroupID: String?
    /// What they typed.
    public var searchTerm: String
    /// How it matched the keyword.
    public var matchType: KeywordMatch?
    /// Its campaign.
    public var campaignID: String?
    /// The keyword that it matched.
    public var keywordID: String?
    /// ISO 4217 code.
    public var currency: String
    /// The account's zone.
    public var timeZone: String?
    /// Cost.
    public var spend: Micros?
    /// Times shown.
    public var impressions: Int64?
    /// Clicks.
    public var clicks: Int64?
    /// Conversions; may be parts of one.
    public var conversions: Micros?
    /// What they were worth.
    public var conversionValue: Micros?

    /// A row; what is left out is unknown.
    public init(
        day: Day, accountID: String, adGroupID: String? = nil, searchTerm: String, matchType: KeywordMatch? = nil, campaignID: String? = nil,
        keywordID: String? = nil, currency: String, timeZone: String? = nil, spend: Micros? = nil, impressions: Int64? = nil, clicks: Int64? = nil,
        conversions: Micros? = nil, conversionValue: Micros? = nil
    ) {
        self.day = day
        self.accountID = accountID
        self.adGroupID = adGroupID
        self.searchTerm = searchTerm
        self.matchType = matchType
        self.campaignID = campaignID
        self.keywordID = keywordID
        self.currency = currency
        self.timeZone = timeZone
        self.spend = spend
        self.impressions = impressions
        self.clicks = clicks
        self.conversions = conversions
        self.conversionValue = conversionValue
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.day("day", day)
        row.text("account_id", accountID)
        row.text("ad_group_id", adGroupID)
        row.text("search_term", searchTerm)
        row.text("match_type", matchType?.rawValue)
        row.text("campaign_id", campaignID)
        row.text("keyword_id", keywordID)
        row.text("currency", currency)
        row.text("time_zone", timeZone)
        row.micros("spend_micros", spend)
        row.integer("impressions", impressions)
        row.integer("clicks", clicks)
        row.decimal("conversions", conversions)
        row.micros("conversion_value_micros", conversionValue)
    }
}
