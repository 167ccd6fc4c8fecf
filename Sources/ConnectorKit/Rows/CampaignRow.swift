/// A campaign.
public struct CampaignRow: CanonicalRow {
    /// The stream.
    public static let stream = "campaigns"
    /// The platform's id.
    public var id: String
    /// The ad account.
    public var accountID: String?
    /// What people call it.
    public var name: String?
    /// Its state in our words.
    public var status: EntityStatus?
    /// Its state in the platform's words.
    public var rawStatus: String?
    /// What it is for.
    public var objective: String?
    /// ISO 4217 code.
    public var currency: String?
    /// Budget of a day.
    public var dailyBudget: Micros?
    /// Budget of its whole life.
    public var lifetimeBudget: Micros?
    /// First day.
    public var startDay: Day?
    /// Last day.
    public var endDay: Day?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// More members, as they came.
    public var attributes: JSONView

    /// A row; what is left out is unknown.
    public init(
        id: String, accountID: String? = nil, name: String? = nil, status: EntityStatus? = nil, rawStatus: String? = nil, objective: String? = nil,
        currency: String? = nil, dailyBudget: Micros? = nil, lifetimeBudget: Micros? = nil, startDay: Day? = nil, endDay: Day? = nil,
        updatedAt: Instant? = nil, attributes: JSONView = .missing
    ) {
        self.id = id
        self.accountID = accountID
        self.name = name
        self.status = status
        self.rawStatus = rawStatus
        self.objective = objective
        self.currency = currency
        self.dailyBudget = dailyBudget
        self.lifetimeBudget = lifetimeBudget
        self.startDay = startDay
        self.endDay = endDay
        self.updatedAt = updatedAt
        self.attributes = attributes
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("account_id", accountID)
        row.text("name", name)
        row.text("status", status?.rawValue)
        row.text("raw_status", rawStatus)
        row.text("objective", objective)
        row.text("currency", currency)
        row.micros("daily_budget_micros", dailyBudget)
        row.micros("lifetime_budget_micros", lifetimeBudget)
        row.day("start_day", startDay)
        row.day("end_day", endDay)
        row.instant("updated_at", updatedAt)
        row.raw("attributes", attributes)
    }
}
