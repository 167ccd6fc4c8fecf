package import Core
import Web

/// What a campaign is doing, in the words that all platforms share; the platform's own word stands beside it as `raw_status`.
package enum CampaignStatus: String, Sendable, CaseIterable {
    case active, paused, ended, removed, draft
}

/// A campaign as the API shows it. PostgreSQL keeps its JSON text ready (`marketing.campaign_document`); this declares its shape.
package struct Campaign: Sendable {
    package let id: CampaignID
    package let platform: String
    package let externalID: String
    package let connectionID: ConnectionID?
    package let accountID: AdAccountID?
    package let name: String?
    package let status: CampaignStatus?
    package let rawStatus: String?
    package let objective: String?
    package let currency: Currency?
    package let dailyBudget: Money?
    package let lifetimeBudget: Money?
    package let startDay: Day?
    package let endDay: Day?
    package let platformUpdatedAt: Instant?
    package let createdAt: Instant
    package let updatedAt: Instant
}

extension Schema where Value == Campaign {
    static let campaign = Schema.record(
        "Campaign",
        field("id", \.id, .id(), "The campaign's id here; it stays the same over all syncs."),
        field("platform", \.platform, .string(), "The connector that brought it."),
        field("external_id", \.externalID, .string(), "The platform's own id."),
        field("connection_id", \.connectionID, .nullable(.id()), "The connection that owns it."),
        field("account_id", \.accountID, .nullable(.id()), "The ad account that pays for it."),
        field("name", \.name, .nullable(.string()), "Null while only its numbers are known."),
        field("status", \.status, .nullable(.enumeration()), "What it is doing."),
        field("raw_status", \.rawStatus, .nullable(.string()), "The platform's own word for it."),
        field("objective", \.objective, .nullable(.string()), "What it is for, in the platform's word."),
        field("currency", \.currency, .nullable(.currency), "Of its budgets and its spend."),
        field("daily_budget", \.dailyBudget, .nullable(.money), "A day's budget."),
        field("lifetime_budget", \.lifetimeBudget, .nullable(.money), "The budget of its whole life."),
        field("start_day", \.startDay, .nullable(.day), "In the account's time zone."),
        field("end_day", \.endDay, .nullable(.day), "In the account's time zone."),
        field("platform_updated_at", \.platformUpdatedAt, .nullable(.instant), "When the platform last changed it."),
        field("created_at", \.createdAt, .instant, "When it was first seen here."),
        field("updated_at", \.updatedAt, .instant, "When it last changed here."))
}
