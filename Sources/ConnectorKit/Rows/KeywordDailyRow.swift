/// The figures of one keyword on one day.
public struct KeywordDailyRow: CanonicalRow {
    /// The stream.
    public static let stream = "keyword_daily"
    /// The day in the account's zone.
    public var day: Day
    /// The ad account.
    public var accountID: String
    /// The keyword.
    public var keywordID: String
    /// Its campaign.
    public var campaignID: String?
    /// Its ad group.
    public var adGroupID: String?
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
    /// The platform's mark that day, 1 to 10.
    public var qualityScore: Int64?
    /// Times shown as a part of all times it could have been, 0 to 1.
    public var impressionShare: Micros?
    /// The same for the places above the results, 0 to 1.
    public var topImpressionShare: Micros?

    /// A row; what is left out is unknown.
    public init(
        day: Day, accountID: String, keywordID: String, campaignID: String? = nil, adGroupID: String? = nil, currency: String,
        timeZone: String? = nil, spend: Micros? = nil, impressions: Int64? = nil, clicks: Int64? = nil, conversions: Micros? = nil,
        conversionValue: Micros? = nil, qualityScore: Int64? = nil, impressionShare: Micros? = nil, topImpressionShare: Micros? = nil
    ) {
        self.day = day
        self.accountID = accountID
        self.keywordID = keywordID
        self.campaignID = campaignID
        self.adGroupID = adGroupID
        self.currency = currency
        self.timeZone = timeZone
        self.spend = spend
        self.impressions = impressions
        self.clicks = clicks
        self.conversions = conversions
        self.conversionValue = conversionValue
        self.qualityScore = qualityScore
        self.impressionShare = impressionShare
        self.topImpressionShare = topImpressionShare
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.day("day", day)
        row.text("account_id", accountID)
        row.text("keyword_id", keywordID)
        row.text("campaign_id", campaignID)
        row.text("ad_group_id", adGroupID)
        row.text("currency", currency)
        row.text("time_zone", timeZone)
        row.micros("spend_micros", spend)
        row.integer("impressions", impressions)
        row.integer("clicks", clicks)
        row.decimal("conversions", conversions)
        row.micros("conversion_value_micros", conversionValue)
        row.integer("quality_score", qualityScore)
        row.decimal("impression_share", impressionShare)
        row.decimal("top_impression_share", topImpressionShare)
    }
}
