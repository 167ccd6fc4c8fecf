/// An ad group (ad set).
public struct AdGroupRow: CanonicalRow {
    /// The stream.
    public static let stream = "ad_groups"
    /// The platform's id.
    public var id: String
    /// The ad account.
    public var accountID: String?
    /// Its campaign.
    public var campaignID: String?
    /// What people call it.
    public var name: String?
    /// Its state in our words.
    public var status: EntityStatus?
    /// Its state in the platform's words.
    public var rawStatus: String?
    /// ISO 4217 code.
    public var currency: String?
    /// Budget of a day.
    public var dailyBudget: Micros?
    /// Bid.
    public var bid: Micros?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// More members, as they came.
    public var attributes: JSONView

    /// A row; what is left out is unknown.
    public init(
        id: String, accountID: String? = nil, campaignID: String? = nil, name: String? = nil, status: EntityStatus? = nil,
        rawStatus: String? = nil, currency: String? = nil, dailyBudget: Micros? = nil, bid: Micros? = nil, updatedAt: Instant? = nil,
        attributes: JSONView = .missing
    ) {
        self.id = id
        self.accountID = accountID
        self.campaignID = campaignID
        self.name = name
        self.status = status
        self.rawStatus = rawStatus
        self.currency = currency
        self.dailyBudget = dailyBudget
        self.bid = bid
        self.updatedAt = updatedAt
        self.attributes = attributes
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("account_id", accountID)
        row.text("campaign_id", campaignID)
        row.text("name", name)
        row.text("status", status?.rawValue)
        row.text("raw_status", rawStatus)
        row.text("currency", currency)
        row.micros("daily_budget_micros", dailyBudget)
        row.micros("bid_micros", bid)
        row.instant("updated_at", updatedAt)
        row.raw("attributes", attributes)
    }
}
