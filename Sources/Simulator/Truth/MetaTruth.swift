import Core

/// What the ad platform must show.
struct MetaTruth {
    private let business: SimulatedBusiness

    init(_ business: SimulatedBusiness) { self.business = business }

    var json: JSON {
        ["accounts": .array(accounts), "days": .array(days), "entities": .array(entities), "facts": .array(business.adFacts.map { fact($0) })]
    }

    private var accounts: [JSON] {
        business.adAccounts.map { account in
            [
                "id": .string("act_\(account.id)"), "account_id": .string(account.id), "name": .string("\(business.name) \(account.name)"),
                "currency": .string(account.currency.code), "time_zone": .string(account.zone.name),
            ]
        }
    }

    /// Per account and day of its zone; days without delivery are absent.
    private var days: [JSON] {
        business.adAccounts.indices.flatMap { index in
            let facts = business.adFacts.filter { business.campaigns[$0.campaign].account == index }
            let byDay = Dictionary(grouping: facts) { $0.day }
            return byDay.sorted { $0.key < $1.key }.map { day, facts -> JSON in
                let head: [JSON.Member] = [
                    .init("day", .string(day.description)), .init("account_id", .string("act_\(business.adAccounts[index].id)")),
                    .init("currency", .string(business.adAccounts[index].currency.code)),
                ]
                return .object(head + Self.sums(facts))
            }
        }
    }

    private var entities: [JSON] {
        let facts = business.adFacts
        let campaigns = Dictionary(grouping: facts) { $0.campaign }
        let adSets = Dictionary(grouping: facts) { $0.adSet }
        let ads = Dictionary(grouping: facts) { $0.ad }
        return business.campaigns.enumerated().map { entity("campaign", $1.id, $1.name, $1.status, in: $0, campaigns[$0] ?? []) }
            + business.adSets.enumerated().map { entity("ad_group", $1.id, $1.name, $1.status, in: $1.campaign, adSets[$0] ?? []) }
            + business.ads.enumerated().map { entity("ad", $1.id, $1.name, $1.status, in: $1.campaign, ads[$0] ?? []) }
    }

    private func entity(_ level: String, _ id: String, _ name: String, _ status: AdStatus, in campaign: Int, _ facts: [AdFact]) -> JSON {
        let parent = business.campaigns[campaign]
        let head: [JSON.Member] = [
            .init("level", .string(level)), .init("id", .string(id)), .init("account_id", .string("act_\(business.adAccounts[parent.account].id)")),
            .init("campaign_id", .string(parent.id)), .init("name", .string(name)), .init("status", .string(status.rawValue)),
            .init("days", .integer(Set(facts.map(\.day)).count)),
        ]
        let budget: [JSON.Member] = level == "campaign" ? [.init("daily_budget_micros", .integer(parent.dailyBudget))] : []
        return .object(head + budget + Self.sums(facts))
    }

    private func fact(_ fact: AdFact) -> JSON {
        let campaign = business.campaigns[fact.campaign]
        let head: [JSON.Member] = [
            .init("day", .string(fact.day.description)), .init("account_id", .string("act_\(business.adAccounts[campaign.account].id)")),
            .init("campaign_id", .string(campaign.id)), .init("ad_group_id", .string(business.adSets[fact.adSet].id)),
            .init("ad_id", .string(business.ads[fact.ad].id)), .init("reach", .integer(fact.reach)), .init("video_views", .integer(fact.videoViews)),
        ]
        return .object(head + Self.sums([fact]))
    }

    private static func sums(_ facts: [AdFact]) -> [JSON.Member] {
        [
            .init("spend_micros", .integer(facts.reduce(0) { $0 + $1.spend })),
            .init("impressions", .integer(facts.reduce(0) { $0 + $1.impressions })),
            .init("clicks", .integer(facts.reduce(0) { $0 + $1.clicks })), .init("conversions", .integer(facts.reduce(0) { $0 + $1.purchases })),
            .init("value_micros", .integer(facts.reduce(0) { $0 + $1.value })),
        ]
    }
}
