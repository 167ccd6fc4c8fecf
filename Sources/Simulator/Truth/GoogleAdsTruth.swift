import Core

/// What Google's view must show. Facts of ads leave Performance Max out, which shows no ad groups; those of campaigns have it.
struct GoogleAdsTruth {
    private let business: SimulatedBusiness
    private let google: PlatformAdvertising

    init(_ business: SimulatedBusiness) {
        self.business = business
        google = business.advertising(on: .google)
    }

    var json: JSON {
        [
            "manager_id": .string(GoogleAdsView.manager(of: google)), "accounts": .array(accounts), "days": .array(days),
            "entities": .array(entities),
            "campaign_facts": .array(campaignFacts), "facts": .array(google.facts.filter { !isWithoutGroups($0.campaign) }.map { fact($0) }),
            "keywords": .array(keywords), "keyword_facts": .array(business.keywordFacts.map { keywordFact($0) }),
            "search_terms": .array(business.searchTerms.map { searchTerm($0) }),
        ]
    }

    private func isWithoutGroups(_ campaign: Int) -> Bool { google.campaigns[campaign].objective == "PERFORMANCE_MAX" }

    private func account(of campaign: Int) -> JSON { .string(google.accounts[google.campaigns[campaign].account].id) }

    private var accounts: [JSON] {
        google.accounts.map { account in
            [
                "id": .string(account.id), "name": .string("\(business.name) \(account.name)"), "currency": .string(account.currency.code),
                "time_zone": .string(account.zone.name),
            ]
        }
    }

    /// Per account and day of its zone; days without delivery are absent.
    private var days: [JSON] {
        google.accounts.indices.flatMap { index in
            let byDay = Dictionary(grouping: google.facts.filter { google.campaigns[$0.campaign].account == index }) { $0.day }
            return byDay.sorted { $0.key < $1.key }.map { day, facts -> JSON in
                let head: [JSON.Member] = [
                    .init("day", .string(day.description)), .init("account_id", .string(google.accounts[index].id)),
                    .init("currency", .string(google.accounts[index].currency.code)),
                ]
                return .object(head + Self.sums(facts))
            }
        }
    }

    private var campaignFacts: [JSON] {
        struct Key: Hashable {
            let day: Day
            let campaign: Int
        }
        let groups = Dictionary(grouping: google.facts) { Key(day: $0.day, campaign: $0.campaign) }
        return groups.sorted { ($0.key.day, $0.key.campaign) < ($1.key.day, $1.key.campaign) }.map { key, facts -> JSON in
            let head: [JSON.Member] = [
                .init("day", .string(key.day.description)), .init("account_id", account(of: key.campaign)),
                .init("campaign_id", .string(google.campaigns[key.campaign].id)),
            ]
            return .object(head + Self.sums(facts))
        }
    }

    private var entities: [JSON] {
        let campaigns = Dictionary(grouping: google.facts) { $0.campaign }
        let adSets = Dictionary(grouping: google.facts) { $0.adSet }
        let ads = Dictionary(grouping: google.facts) { $0.ad }
        let groups = google.adSets.enumerated().filter { !isWithoutGroups($1.campaign) }
        let own = google.ads.enumerated().filter { !isWithoutGroups($1.campaign) }
        return google.campaigns.enumerated().map { entity("campaign", $1.id, $1.name, $1.status, in: $0, campaigns[$0] ?? []) }
            + groups.map { entity("ad_group", $1.id, $1.name, $1.status, in: $1.campaign, adSets[$0] ?? []) }
            + own.map { entity("ad", $1.id, $1.name, $1.status, in: $1.campaign, ads[$0] ?? []) }
    }

    private func entity(_ level: String, _ id: String, _ name: String, _ status: AdStatus, in campaign: Int, _ facts: [AdFact]) -> JSON {
        let head: [JSON.Member] = [
            .init("level", .string(level)), .init("id", .string(id)), .init("account_id", account(of: campaign)),
            .init("campaign_id", .string(google.campaigns[campaign].id)), .init("name", .string(name)), .init("status", .string(status.rawValue)),
            .init("days", .integer(Set(facts.map(\.day)).count)),
        ]
        let budget: [JSON.Member] = level == "campaign" ? [.init("daily_budget_micros", .integer(google.campaigns[campaign].dailyBudget))] : []
        return .object(head + budget + Self.sums(facts))
    }

    private func fact(_ fact: AdFact) -> JSON {
        let head: [JSON.Member] = [
            .init("day", .string(fact.day.description)), .init("account_id", account(of: fact.campaign)),
            .init("campaign_id", .string(google.campaigns[fact.campaign].id)), .init("ad_group_id", .string(google.adSets[fact.adSet].id)),
            .init("ad_id", .string(google.ads[fact.ad].id)),
        ]
        return .object(head + Self.sums([fact]))
    }

    /// As connectors name them: ad group and criterion together.
    private func id(keyword: Int) -> JSON { .string("\(google.adSets[business.keywords[keyword].adSet].id)~\(business.keywords[keyword].id)") }

    private var keywords: [JSON] {
        business.keywords.indices.map { index in
            let keyword = business.keywords[index]
            return [
                "id": id(keyword: index), "account_id": account(of: keyword.campaign), "text": .string(keyword.text), "match": .string(keyword.match),
                "is_negative": .bool(keyword.isNegative), "quality_score": .integer(keyword.quality),
            ]
        }
    }

    private func keywordFact(_ fact: KeywordFact) -> JSON {
        .object(
            [
                .init("day", .string(fact.day.description)), .init("account_id", account(of: fact.campaign)),
                .init("keyword_id", id(keyword: fact.keyword)),
            ] + Self.figures(fact.spend, fact.impressions, fact.clicks, fact.purchases, fact.value))
    }

    private func searchTerm(_ fact: SearchTermFact) -> JSON {
        let keyword = business.keywords[fact.keyword]
        return .object(
            [
                .init("day", .string(fact.day.description)), .init("account_id", account(of: keyword.campaign)),
                .init("ad_group_id", .string(google.adSets[keyword.adSet].id)), .init("keyword_id", id(keyword: fact.keyword)),
                .init("search_term", .string(fact.term)),
            ] + Self.figures(fact.spend, fact.impressions, fact.clicks, fact.purchases, fact.value))
    }

    private static func sums(_ facts: [AdFact]) -> [JSON.Member] {
        figures(
            facts.reduce(0) { $0 + $1.spend }, facts.reduce(0) { $0 + $1.impressions }, facts.reduce(0) { $0 + $1.clicks },
            facts.reduce(0) { $0 + $1.purchases }, facts.reduce(0) { $0 + $1.value })
    }

    private static func figures(_ spend: Int64, _ impressions: Int, _ clicks: Int, _ purchases: Int, _ value: Int64) -> [JSON.Member] {
        [
            .init("spend_micros", .integer(spend)), .init("impressions", .integer(impressions)), .init("clicks", .integer(clicks)),
            .init("conversions", .integer(purchases)), .init("value_micros", .integer(value)),
        ]
    }
}
