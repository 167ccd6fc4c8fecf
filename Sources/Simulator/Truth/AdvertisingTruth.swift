import Core

/// What an ad platform must show, in its own ids. LinkedIn's campaign groups are campaigns here, its campaigns ad groups, its creatives ads.
struct AdvertisingTruth {
    private let business: SimulatedBusiness
    private let advertising: PlatformAdvertising

    init(_ business: SimulatedBusiness, on platform: AdPlatform) {
        self.business = business
        advertising = business.advertising(on: platform)
    }

    var json: JSON {
        ["accounts": .array(accounts), "days": .array(days), "entities": .array(entities), "facts": .array(advertising.facts.map { fact($0) })]
    }

    private var accounts: [JSON] {
        advertising.accounts.map { account in
            [
                "id": .string(account.id), "account_id": .string(account.id), "name": .string("\(business.name) \(account.name)"),
                "currency": .string(account.currency.code), "time_zone": .string(account.zone.name),
            ]
        }
    }

    /// Per account and day of its zone; days without delivery are absent.
    private var days: [JSON] {
        advertising.accounts.indices.flatMap { index in
            let facts = advertising.facts.filter { advertising.account(of: $0) == index }
            return Dictionary(grouping: facts) { $0.day }.sorted { $0.key < $1.key }.map { day, facts -> JSON in
                let head: [JSON.Member] = [
                    .init("day", .string(day.description)), .init("account_id", .string(advertising.accounts[index].id)),
                    .init("currency", .string(advertising.accounts[index].currency.code)),
                ]
                return .object(head + Self.sums(facts))
            }
        }
    }

    private var entities: [JSON] {
        let campaigns = Dictionary(grouping: advertising.facts) { $0.campaign }
        let adSets = Dictionary(grouping: advertising.facts) { $0.adSet }
        let ads = Dictionary(grouping: advertising.facts) { $0.ad }
        return advertising.campaigns.enumerated().map { entity("campaign", $1.id, $1.name, $1.status, in: $0, campaigns[$0] ?? []) }
            + advertising.adSets.enumerated().map { entity("ad_group", $1.id, $1.name, $1.status, in: $1.campaign, adSets[$0] ?? []) }
            + advertising.ads.enumerated().map { entity("ad", $1.id, $1.name, $1.status, in: $1.campaign, ads[$0] ?? []) }
    }

    private func entity(_ level: String, _ id: String, _ name: String, _ status: AdStatus, in campaign: Int, _ facts: [AdFact]) -> JSON {
        let parent = advertising.campaigns[campaign]
        let head: [JSON.Member] = [
            .init("level", .string(level)), .init("id", .string(id)), .init("account_id", .string(advertising.accounts[parent.account].id)),
            .init("campaign_id", .string(parent.id)), .init("name", .string(name)), .init("status", .string(status.rawValue)),
            .init("days", .integer(Set(facts.map(\.day)).count)),
        ]
        let budget: [JSON.Member] = level == "campaign" ? [.init("daily_budget_micros", .integer(parent.dailyBudget))] : []
        return .object(head + budget + Self.sums(facts))
    }

    private func fact(_ fact: AdFact) -> JSON {
        let head: [JSON.Member] = [
            .init("day", .string(fact.day.description)), .init("account_id", .string(advertising.accounts[advertising.account(of: fact)].id)),
            .init("campaign_id", .string(advertising.campaigns[fact.campaign].id)), .init("ad_group_id", .string(advertising.adSets[fact.adSet].id)),
            .init("ad_id", .string(advertising.ads[fact.ad].id)), .init("reach", .integer(fact.reach)),
            .init("video_views", .integer(fact.videoViews)),
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
