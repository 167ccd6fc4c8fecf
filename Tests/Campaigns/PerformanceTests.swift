import Core
import Postgres
import Testing
import Web

@testable import Campaigns

@Suite struct PerformanceTests {
    /// Facts of three months for one campaign on all levels, and of another one beside it.
    static func facts(_ world: CampaignTests.World, levels: [String] = ["campaign", "ad_group", "ad"]) async throws -> CampaignID {
        try await world.add(2, to: world.acme)
        let ids = try await world.ids()
        for (level, factor) in zip(levels, [1, 2, 3]) {
            try await world.test.execute(
                """
                INSERT INTO marketing.ad_daily (
                  tenant_id, day, account_id, level, entity_id, breakdown, platform, campaign_id, currency, spend_micros, impressions, clicks, conversions,
                  conversion_value_micros, settled_at)
                SELECT '\(world.acme)', d::date, '00000000-0000-7000-8000-000000000001', '\(level)', id, breakdown, 'meta', id, 'EUR',
                  \(factor) * (1000003 + EXTRACT(doy FROM d)::bigint), 7, 3, 0.25, 11, CASE WHEN d < '2026-03-15' THEN now() END
                FROM generate_series('2026-01-10'::date, '2026-03-20'::date, '1 day') d, marketing.campaigns, unnest(ARRAY['', 'age=25-34']) breakdown
                WHERE tenant_id = '\(world.acme)'
                """)
        }
        return try #require(CampaignID(ids[0]))
    }

    @Test(arguments: ["day", "week", "month"])
    func `The sums of every period are those of SQL, on one level and without breakdowns`(period: String) async throws {
        try await CampaignTests.lend { (world) async throws in
            let id = try await Self.facts(world)
            let expected = try await world.test.query(
                """
                SELECT date_trunc(\(period), day::timestamp)::date, sum(spend_micros)::bigint, sum(clicks)::bigint, trim_scale(sum(conversions))::text
                FROM marketing.ad_daily
                WHERE campaign_id = \(id) AND level = 'campaign' AND breakdown = '' AND day BETWEEN '2026-01-20' AND '2026-03-18'
                GROUP BY 1 ORDER BY 1
                """
            ).decode(Day.self, Int64.self, Int64.self, String.self)

            let answer = try await world.acmeClient.send(
                .get, "/api/v1/campaigns/\(id)/performance?since=2026-01-20&until=2026-03-18&period=\(period)")

            let rows = answer.json["data"]?.array ?? []
            #expect(answer.status == 200, "\(answer.text)")
            #expect(rows.map { $0["day"]?.string } == expected.map { $0.0.description })
            #expect(rows.map { $0["spend"]?["amount_micros"]?.string } == expected.map { String($0.1) })
            #expect(rows.map { $0["clicks"]?.integer } == expected.map { $0.2 })
            #expect(rows.map { $0["conversions"]?.string } == expected.map { $0.3 })
            #expect(rows.last?["moving"] == true)
            #expect(rows.first?["moving"] == false)
        }
    }

    @Test(arguments: [["ad"], ["ad_group"]])
    func `Where the campaign's own level is missing the next one is summed`(levels: [String]) async throws {
        try await CampaignTests.lend { (world) async throws in
            let id = try await Self.facts(world, levels: levels)

            let answer = try await world.acmeClient.send(.get, "/api/v1/campaigns/\(id)/performance?since=2026-01-20&until=2026-01-20")

            #expect(answer.json["data"]?.array?.count == 1)
            #expect(answer.json["data"]?.array?.first?["spend"]?["amount_micros"]?.string == "1000023")
        }
    }

    @Test func `Without a range it is the last 28 days`() async throws {
        try await CampaignTests.lend { (world) async throws in
            let id = try await Self.facts(world)

            let answer = try await world.acmeClient.send(.get, "/api/v1/campaigns/\(id)/performance")

            let since = answer.json["since"]?.string.flatMap { Day($0) }
            let until = answer.json["until"]?.string.flatMap { Day($0) }
            #expect(until.flatMap { until in since.map { until - $0 } } == 27)
        }
    }

    @Test(arguments: [
        "range=fortnight", "since=2026-01-01", "until=2026-01-01", "range=7d&since=2026-01-01&until=2026-01-02", "since=2026-02-01&until=2026-01-01",
        "since=2020-01-01&until=2026-01-01", "since=2026-02-30&until=2026-03-01", "period=hour",
    ])
    func `Ranges that mean nothing or too much are refused (statement 27)`(query: String) async throws {
        try await CampaignTests.lend { (world) async throws in
            try await world.add(1, to: world.acme)
            let id = try #require(try await world.ids().first)

            let answer = try await world.acmeClient.send(.get, "/api/v1/campaigns/\(id)/performance?\(query)")

            #expect(answer.status == 422)
        }
    }
}
