/// A keyword that an ad group bids on, or (negative) keeps away from.
public struct KeywordRow: CanonicalRow {
    /// The stream.
    public static let stream = "keywords"
    /// The platform's id.
    public var id: String
    /// The ad account.
    public var accountID: String?
    /// Its campaign.
    public var campaignID: String?
    /// Its ad group; none where a whole campaign keeps away from it.
    public var adGroupID: String?
    /// The words.
    public var text: String?
    /// How a search must match.
    public var matchType: KeywordMatch?
    /// Whether it keeps ads away.
    public var isNegative: Bool?
    /// Its state in our words.
    public var status: EntityStatus?
    /// Its state in the platform's words.
    public var rawStatus: String?
    /// The most that a click may cost.
    public var bid: Micros?
    /// ISO 4217 code.
    public var currency: String?
    /// The platform's mark, 1 to 10.
    public var qualityScore: Int64?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// More members, as they came.
    public var attributes: JSONView

    /// A row; what is left out is unknown.
    public init(
        id: String, accountID: String? = nil, campaignID: String? = nil, adGroupID: String? = nil, text: String? = nil,
        matchType: KeywordMatch? = nil, isNegative: Bool? = nil, status: EntityStatus? = nil, rawStatus: String? = nil, bid: Micros? = nil,
        currency: String? = nil, qualityScore: Int64? = nil, updatedAt: Instant? = nil, attributes: JSONView = .missing
    ) {
        self.id = id
        self.accountID = accountID
        self.campaignID = campaignID
        self.adGroupID = adGroupID
        self.text = text
        self.matchType = matchType
        self.isNegative = isNegative
        self.status = status
        self.rawStatus = rawStatus
        self.bid = bid
        self.currency = currency
        self.qualityScore = qualityScore
        self.updatedAt = updatedAt
        self.attributes = attributes
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("account_id", accountID)
        row.text("campaign_id", campaignID)
        row.text("ad_group_id", adGroupID)
        row.text("text", text)
        row.text("match_type", matchType?.rawValue)
        row.boolean("is_negative", isNegative)
        row.text("status", status?.rawValue)
        row.text("raw_status", rawStatus)
        row.micros("bid_micros", bid)
        row.text("currency", currency)
        row.integer("quality_score", qualityScore)
        row.instant("updated_at", updatedAt)
        row.raw("attributes", attributes)
    }
}
