import Core

/// The structure of the ad accounts as LinkedIn's objects: numbers as ids, URNs as references, budgets as decimal texts, times in milliseconds.
/// A LinkedIn campaign group is the business's campaign, a campaign its ad set, a creative its ad.
struct LinkedInObjects: Sendable {
    let business: SimulatedBusiness
    let ads: PlatformAdvertising

    init(_ business: SimulatedBusiness) {
        self.business = business
        ads = business.advertising(on: .linkedin)
    }

    /// The kinds of objects below an account, by their names in the path.
    enum Kind: String {
        case groups = "adCampaignGroups"
        case campaigns = "adCampaigns"
        case creatives

        var urn: String {
            switch self {
            case .groups: "urn:li:sponsoredCampaignGroup:"
            case .campaigns: "urn:li:sponsoredCampaign:"
            case .creatives: "urn:li:sponsoredCreative:"
            }
        }
    }

    static let accountURN = "urn:li:sponsoredAccount:"

    func account(_ index: Int) -> JSON {
        let account = ads.accounts[index]
        return [
            "id": Self.number(account.id), "name": .string("\(business.name) \(account.name)"), "currency": .string(account.currency.code),
            "status": "ACTIVE", "type": "BUSINESS", "reference": "urn:li:organization:77", "servingStatuses": ["RUNNABLE"], "test": false,
        ]
    }

    func group(_ index: Int) -> JSON {
        let campaign = ads.campaigns[index]
        let account = ads.accounts[campaign.account]
        var schedule: JSON = ["start": Self.milliseconds(account.zone.start(of: campaign.start))]
        if let end = campaign.end { schedule = schedule.setting("end", Self.milliseconds(account.zone.start(of: end + 1) - .seconds(1))) }
        return [
            "id": Self.number(campaign.id), "name": .string(campaign.name), "status": .string(campaign.status.rawValue),
            "account": .string(Self.accountURN + account.id), "dailyBudget": money(campaign.dailyBudget, account), "runSchedule": schedule,
            "servingStatuses": ["RUNNABLE"], "test": false, "changeAuditStamps": stamps(campaign.created, campaign.updated),
        ]
    }

    func campaign(_ index: Int) -> JSON {
        let set = ads.adSets[index]
        let group = ads.campaigns[set.campaign]
        let account = ads.accounts[group.account]
        let siblings = Int64(ads.adSets.count { $0.campaign == set.campaign })
        var object: JSON = [
            "id": Self.number(set.id), "name": .string(set.name), "status": .string(set.status.rawValue), "type": "SPONSORED_UPDATES",
            "costType": "CPM", "objectiveType": .string(group.objective), "optimizationTargetType": .string(set.goal),
            "campaignGroup": .string(Kind.groups.urn + group.id), "account": .string(Self.accountURN + account.id),
            "dailyBudget": money(group.dailyBudget / max(siblings, 1) / 10_000 * 10_000, account),
            "runSchedule": ["start": Self.milliseconds(set.created)], "servingStatuses": ["RUNNABLE"], "test": false,
            "changeAuditStamps": stamps(set.created, set.updated),
        ]
        if let bid = set.bid { object = object.setting("unitCost", money(bid, account)) }
        return object
    }

    func creative(_ index: Int) -> JSON {
        let ad = ads.ads[index]
        let account = ads.accounts[ads.campaigns[ad.campaign].account]
        return [
            "id": .string(Kind.creatives.urn + ad.id), "name": .string(ad.name), "intendedStatus": .string(ad.status.rawValue),
            "isServing": .bool(ad.status == .active), "campaign": .string(Kind.campaigns.urn + ads.adSets[ad.adSet].id),
            "account": .string(Self.accountURN + account.id), "content": ["reference": .string("urn:li:share:\(ad.creative)")],
            "createdAt": Self.milliseconds(ad.created), "lastModifiedAt": Self.milliseconds(ad.updated),
        ]
    }

    private func money(_ micros: Int64, _ account: AdAccount) -> JSON {
        ["amount": .string(Micros.text(micros)), "currencyCode": .string(account.currency.code)]
    }

    private func stamps(_ created: Instant, _ updated: Instant) -> JSON {
        ["created": ["time": Self.milliseconds(created)], "lastModified": ["time": Self.milliseconds(updated)]]
    }

    private static func milliseconds(_ instant: Instant) -> JSON { .integer(instant.microseconds / 1_000) }

    /// Ids of everything but creatives are numbers.
    private static func number(_ id: String) -> JSON { .number(id) }
}
