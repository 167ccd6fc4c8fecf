import ConnectorKit

extension GoogleAds: Writing {
    /// The operations of the manifest.
    static let operations = ["pause", "resume", "set_budget", "set_bid", "upload_conversions"]

    func write(_ operation: Operation, _ host: Host) throws -> OperationResult {
        guard Self.operations.contains(operation.name) else { throw operation.unknown }
        let ads = Ads(try Settings(operation.config), host)
        do {
            let access = try Accounts(ads: ads).access(to: operation.target.accountID)
            if operation.name == "upload_conversions" { return try ConversionUpload(ads: ads, access: access, operation: operation).run() }
            let change = Change(ads: ads, access: access, operation: operation, entity: try WriteTarget(operation))
            return switch operation.name {
            case "pause": try change.setStatus("PAUSED")
            case "resume": try change.setStatus("ENABLED")
            case "set_budget": try change.setBudget()
            default: try change.setBid()
            }
        } catch let refusal as Refusal { throw refusal.failure }
    }
}

extension Accounts {
    /// The way to an account that is to be changed. Only what the connection reads may be written to.
    func access(to number: String?) throws -> Access {
        guard let id = number.flatMap({ CustomerID($0) }) ?? ads.settings.customer else {
            throw ConnectorFailure(.permanent, "The operation needs the number of its account.")
        }
        if id == ads.settings.customer { return Access(customer: id, login: ads.settings.login) }
        guard let account = try all().first(where: { $0.access.customer == id }) else {
            throw ConnectorFailure(.permanent, "The connection does not reach the account \(id).")
        }
        return account.access
    }
}

/// What is to be changed, by numbers: a target's id comes from outside.
enum WriteTarget: Equatable {
    case campaign(Int64)
    case adGroup(Int64)
    case ad(Int64)
    case keyword(group: Int64, criterion: Int64)

    init(_ operation: Operation) throws {
        let id = try operation.targetID()
        let numbers = id.split(separator: "~", omittingEmptySubsequences: false).map { Int64($0) }
        switch (operation.target.level, numbers.count, numbers.first ?? nil, numbers.last ?? nil) {
        case ("campaign", 1, let id?, _): self = .campaign(id)
        case ("ad_group", 1, let id?, _): self = .adGroup(id)
        case ("ad", 1, let id?, _): self = .ad(id)
        case ("keyword", 2, let group?, let criterion?): self = .keyword(group: group, criterion: criterion)
        default:
            let level = operation.target.level ?? "nothing"
            throw ConnectorFailure(.permanent, "The operation \"\(operation.name)\" does not know \(level) \"\(id.prefix(60))\".")
        }
    }

    /// The query for its present state.
    var query: GAQL {
        switch self {
        case .campaign(let id):
            GAQL(
                [
                    "customer.currency_code", "campaign.id", "campaign.status", "campaign.campaign_budget", "campaign_budget.amount_micros",
                    "campaign_budget.period", "campaign_budget.explicitly_shared",
                ], from: "campaign", where: [.number("campaign.id", id)], limit: 1)
        case .adGroup(let id):
            GAQL(
                ["customer.currency_code", "ad_group.id", "ad_group.status", "ad_group.cpc_bid_micros"], from: "ad_group",
                where: [.number("ad_group.id", id)], limit: 1)
        case .ad(let id):
            GAQL(
                ["ad_group.id", "ad_group_ad.ad.id", "ad_group_ad.status"], from: "ad_group_ad", where: [.number("ad_group_ad.ad.id", id)], limit: 1)
        case .keyword(let group, let criterion):
            GAQL(
                [
                    "customer.currency_code", "ad_group.id", "ad_group_criterion.criterion_id", "ad_group_criterion.status",
                    "ad_group_criterion.cpc_bid_micros", "ad_group_criterion.negative",
                ], from: "ad_group_criterion",
                where: [.number("ad_group.id", group), .number("ad_group_criterion.criterion_id", criterion)], limit: 1)
        }
    }

    /// The member of a row that describes it.
    var member: String {
        switch self {
        case .campaign: "campaign"
        case .adGroup: "adGroup"
        case .ad: "adGroupAd"
        case .keyword: "adGroupCriterion"
        }
    }

    /// The word of its service in paths and resource names.
    var collection: String {
        switch self {
        case .campaign: "campaigns"
        case .adGroup: "adGroups"
        case .ad: "adGroupAds"
        case .keyword: "adGroupCriteria"
        }
    }

    /// Its resource name. An ad is named with its ad group, which its row tells.
    func resource(_ customer: CustomerID, _ row: JSONView) -> String {
        let own =
            switch self {
            case .campaign(let id), .adGroup(let id): "\(id)"
            case .ad(let id): "\(row["adGroup.id"].string ?? "0")~\(id)"
            case .keyword(let group, let criterion): "\(group)~\(criterion)"
            }
        return "customers/\(customer)/\(collection)/\(own)"
    }
}
