/// An ad.
public struct AdRow: CanonicalRow {
    /// The stream.
    public static let stream = "ads"
    /// The platform's id.
    public var id: String
    /// The ad account.
    public var accountID: String?
    /// Its campaign.
    public var campaignID: String?
    /// Its ad group.
    public var adGroupID: String?
    /// What people call it.
    public var name: String?
    /// Its state in our words.
    public var status: EntityStatus?
    /// Its state in the platform's words.
    public var rawStatus: String?
    /// Its creative.
    public var creativeID: String?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// More members, as they came.
    public var attributes: JSONView

    /// A row; what is left out is unknown.
    public init(
        id: String, accountID: String? = nil, campaignID: String? = nil, adGroupID: String? = nil, name: String? = nil,
        status: EntityStatus? = nil, rawStatus: String? = nil, creativeID: String? = nil, updatedAt: Instant? = nil,
        attributes: JSONView = .missing
    ) {
        self.id = id
        self.accountID = accountID
        self.campaignID = campaignID
        self.adGroupID = adGroupID
        self.name = name
        self.status = status
        self.rawStatus = rawStatus
        self.creativeID = creativeID
        self.updatedAt = updatedAt
        self.attributes = attributes
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("account_id", accountID)
        row.text("campaign_id", campaignID)
        row.text("ad_group_id", adGroupID)
        row.text("name", name)
        row.text("status", status?.rawValue)
        row.text("raw_status", rawStatus)
        row.text("creative_id", creativeID)
        row.instant("updated_at", updatedAt)
        row.raw("attributes", attributes)
    }
}
