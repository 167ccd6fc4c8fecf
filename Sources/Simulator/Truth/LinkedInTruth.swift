import Core

/// What LinkedIn must show. LinkedIn's campaign groups are campaigns here, its campaigns ad groups, its creatives ads.
struct LinkedInTruth {
    private let business: SimulatedBusiness
    private let ads: PlatformAdvertising

    init(_ business: SimulatedBusiness) {
        self.business = business
        ads = business.advertising(on: .linkedin)
    }

    /// Accounts, days, entities and facts.
    var json: JSON {
        ["accounts": .array(accounts), "days": .array(days), "entities": .array(entities), "facts": .array(ads.facts.map { fact($0) })]
    }

    private var accounts: [JSON] {
        ads.accounts.map { account in
            [
                "id": .string(account.id), "name": .string("\(business.name) \(account.name)"), "currency": .string(account.currency.code),
                "time_zone": .string(account.zone.name),
            ]
        }
    }

    /// Per account and day of its zone; days without delivery are absent.
    private var days: [JSON] {
        ads.accounts.indices.flatMap { index in
            let byDay = Dictionary(grouping: ads.facts.filter { ads.account(of: $0) == index }) { $0.day }
            return byDay.sorted { $0.key < $1.key }.map { day, facts -> JSON in
                let head: [JSON.Member] = [
                    .init("day", .string(day.description)), .init("account_id", .string(ads.accounts[index].id)),
                    .init("currency", .string(ads.accounts[index].currency.code)),
                ]
                return .object(head + Self.sums(facts))
            }
        }
    }

    private var entities: [JSON] {
        let campaigns = Dictionary(grouping: ads.facts) { $0.campaign }
        let adSets = Dictionary(grouping: ads.facts) { $0.adSet }
        let each = Dictionary(grouping: ads.facts) { $0.ad }
        return ads.campaigns.enumerated().map { entity("campaign", $1.id, $1.name, $1.status, in: $0, campaigns[$0] ?? []) }
            + ads.adSets.enumerated().map { entity("ad_group", $1.id, $1.name, $1.status, in: $1.campaign, adSets[$0] ?? []) }
            + ads.ads.enumerated().map { entity("ad", $1.id, $1.name, $1.status, in: $1.campaign, each[$0] ?? []) }
    }

    private func entity(_ level: String, _ id: String, _ name: String, _ status: AdStatus, in campaign: Int, _ facts: [AdFact]) -> JSON {
        let parent = ads.campaigns[campaign]
        let head: [JSON.Member] = [
            .init("level", .string(level)), .init("id", .string(id)), .init("account_id", .string(ads.accounts[parent.account].id)),
            .init("campaign_id", .string(parent.id)), .init("name", .string(name)), .init("status", .string(status.rawValue)),
            .init("days", .integer(Set(facts.map(\.day)).count)),
        ]
        let budget: [JSON.Member] = level == "campaign" ? [.init("daily_budget_micros", .integer(parent.dailyBudget))] : []
        return .object(head + budget + Self.sums(facts))
    }

    private func fact(_ fact: AdFact) -> JSON {
        let head: [JSON.Member] = [
            .init("day", .string(fact.day.description)), .init("account_id", .string(ads.accounts[ads.account(of: fact)].id)),
            .init("campaign_id", .string(ads.campaigns[fact.campaign].id)), .init("ad_group_id", .string(ads.adSets[fact.adSet].id)),
            .init("ad_id", .string(ads.ads[fact.ad].id)), .init("reach", .integer(fact.reach)), .init("video_views", .integer(fact.videoViews)),
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
