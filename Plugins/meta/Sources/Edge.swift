import ConnectorKit

/// The lists of an account's structure. Raw values are our names of the streams.
enum Edge: String {
    case campaigns
    case adGroups = "ad_groups"
    case ads
    case creatives

    /// Meta's name in the path.
    var path: String {
        switch self {
        case .campaigns: "campaigns"
        case .adGroups: "adsets"
        case .ads: "ads"
        case .creatives: "adcreatives"
        }
    }

    /// Only fields that are asked for are returned.
    var fields: String {
        switch self {
        case .campaigns:
            "id,account_id,name,objective,status,configured_status,effective_status,daily_budget,lifetime_budget,bid_strategy,buying_type,"
                + "start_time,stop_time,created_time,updated_time"
        case .adGroups:
            "id,account_id,campaign_id,name,status,configured_status,effective_status,optimization_goal,billing_event,bid_amount,daily_budget,"
                + "lifetime_budget,attribution_spec,start_time,created_time,updated_time"
        case .ads:
            "id,account_id,campaign_id,adset_id,name,status,configured_status,effective_status,creative{id},created_time,updated_time"
        case .creatives: Creatives.fields
        }
    }

    /// The states to list; none where the edge does not ask for any. Without them Meta leaves out what is archived or deleted, and figures would lack
    /// their campaign.
    func statuses(deleted: Bool) -> [String] {
        let common = ["ACTIVE", "PAUSED", "ARCHIVED", "IN_PROCESS", "WITH_ISSUES"] + (deleted ? ["DELETED"] : [])
        return switch self {
        case .campaigns: common
        case .adGroups: common + ["CAMPAIGN_PAUSED"]
        case .ads: common + ["CAMPAIGN_PAUSED", "ADSET_PAUSED", "PENDING_REVIEW", "DISAPPROVED", "PREAPPROVED", "PENDING_BILLING_INFO"]
        case .creatives: []
        }
    }

    /// Emits the row of one object.
    func emit(_ view: JSONView, _ account: AdAccount, _ host: Host) throws {
        switch self {
        case .campaigns: try host.emit(campaign(view, account))
        case .adGroups: try host.emit(adGroup(view, account))
        case .ads: try host.emit(ad(view, account))
        case .creatives: try host.emit(Creatives.row(view, account))
        }
    }

    private func campaign(_ view: JSONView, _ account: AdAccount) throws -> CampaignRow {
        CampaignRow(
            id: try view.requiredString("id"), accountID: account.id, name: view["name"].string, status: Status.of(view), rawStatus: Status.raw(view),
            objective: view["objective"].filledString, currency: account.currency,
            dailyBudget: Amounts.budget(view["daily_budget"], account.currency),
            lifetimeBudget: Amounts.budget(view["lifetime_budget"], account.currency),
            // Written in the account's zone, so the day is that of the account.
            startDay: view["start_time"].day, endDay: view["stop_time"].day, updatedAt: view["updated_time"].instant,
            attributes: try Attributes.of(view, ["configured_status", "bid_strategy", "buying_type", "created_time"]))
    }

    private func adGroup(_ view: JSONView, _ account: AdAccount) throws -> AdGroupRow {
        AdGroupRow(
            id: try view.requiredString("id"), accountID: account.id, campaignID: view["campaign_id"].filledString, name: view["name"].string,
            status: Status.of(view), rawStatus: Status.raw(view), currency: account.currency,
            dailyBudget: Amounts.budget(view["daily_budget"], account.currency), bid: Amounts.budget(view["bid_amount"], account.currency),
            updatedAt: view["updated_time"].instant,
            attributes: try Attributes.of(
                view,
                ["configured_status", "optimization_goal", "billing_event", "lifetime_budget", "attribution_spec", "start_time", "created_time"]))
    }

    private func ad(_ view: JSONView, _ account: AdAccount) throws -> AdRow {
        AdRow(
            id: try view.requiredString("id"), accountID: account.id, campaignID: view["campaign_id"].filledString,
            adGroupID: view["adset_id"].filledString, name: view["name"].string, status: Status.of(view), rawStatus: Status.raw(view),
            creativeID: view["creative.id"].filledString, updatedAt: view["updated_time"].instant,
            attributes: try Attributes.of(view, ["configured_status", "created_time"]))
    }
}

/// Meta's states in our words.
enum Status {
    /// The state that counts: with the states above taken in where Meta gives it.
    static func raw(_ view: JSONView) -> String? {
        view["effective_status"].filledString ?? view["configured_status"].filledString ?? view["status"].filledString
    }

    static func of(_ view: JSONView) -> EntityStatus? {
        switch raw(view) {
        case "IN_PROCESS", "WITH_ISSUES": word(view["configured_status"].filledString ?? view["status"].filledString)
        case let state: word(state)
        }
    }

    /// Nil for a word that is new: the platform's own stays beside it.
    private static func word(_ state: String?) -> EntityStatus? {
        switch state {
        case "ACTIVE": .active
        case "PAUSED", "CAMPAIGN_PAUSED", "ADSET_PAUSED", "DISAPPROVED": .paused
        case "ARCHIVED": .ended
        case "DELETED": .removed
        case "PENDING_REVIEW", "PREAPPROVED", "PENDING_BILLING_INFO": .draft
        default: nil
        }
    }
}
