import Core
import Postgres
import Testing

@testable import Syncs

@Suite(.serialized) struct FactDetailTests {
    @Test func `What facts name is there before its listing, and the listing completes it`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            let fact =
                #"{"day":"2024-03-05","account_id":"7","keyword_id":"k","campaign_id":"c","ad_group_id":"g","currency":"EUR","impression_share":"0.1234567"}"#
            _ = try await stand.store(plan, try stand.batch("keyword_daily", fact), 0)
            _ = try await stand.store(plan, try stand.batch("message_daily", #"{"day":"2024-03-05","message_id":"m"}"#), 1)
            let stubs = try await Self.entities(fixture)

            _ = try await stand.store(plan, try stand.batch("keywords", #"{"id":"k","text":"shoes"}"#), 2)
            _ = try await stand.store(plan, try stand.batch("messages", #"{"id":"m","kind":"flow"}"#), 3)
            let listed = try await Self.entities(fixture)

            #expect(stubs == [["7", true], ["c", true], ["g", true], ["k", true], ["m", true]])
            #expect(listed == [["7", true], ["c", true], ["g", true], ["k", false], ["m", false]])
            let share = try await fixture.json("SELECT to_jsonb(impression_share::text) FROM marketing.keyword_daily")
            #expect(share == "0.123457")
        }
    }

    private static func entities(_ fixture: SyncFixture) async throws -> JSON {
        try await fixture.json(
            """
            SELECT jsonb_agg(jsonb_build_array(external_id, is_stub) ORDER BY external_id)
            FROM (
              SELECT external_id, is_stub FROM marketing.ad_accounts UNION ALL SELECT external_id, is_stub FROM marketing.campaigns UNION ALL
              SELECT external_id, is_stub FROM marketing.ad_groups UNION ALL SELECT external_id, is_stub FROM marketing.keywords UNION ALL
              SELECT external_id, is_stub FROM marketing.messages
            ) e
            """)
    }

    @Test func `Queries and addresses that are too long for an index are told apart all the same`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            // Random, so that PostgreSQL can not press them into its index.
            var random = SystemRandomNumberGenerator()
            let long = (0..<250).map { _ in String(random.next(), radix: 36) }.joined()
            func fact(_ page: String, _ query: String = "é") -> String {
                #"{"day":"2024-03-05","site":"s","query":"\#(query)","page":"\#(page)","clicks":1}"#
            }

            _ = try await stand.store(plan, try stand.batch("search_daily", fact(long + "a"), fact(long + "b"), fact(""), fact("", "")), 0)
            let again = try await stand.store(plan, try stand.batch("search_daily", fact("", #"\u00e9"#), fact(long + "a")), 1)

            let count = try await fixture.json("SELECT to_jsonb(count(*)) FROM marketing.search_daily")
            #expect(count == 4)
            #expect(again == 0)
        }
    }

    @Test func `A window of one kind of search leaves the others alone`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            func fact(_ type: String) -> String { #"{"day":"2024-03-05","site":"s","search_type":"\#(type)","clicks":1}"# }
            _ = try await stand.store(plan, try stand.batch("search_daily", fact("web"), fact("image")), 0)

            let window = #"{"$replace":{"site":"s","search_type":"web","since":"2024-03-01","until":"2024-03-31"}}"#
            _ = try await stand.store(plan, try stand.batch("search_daily", window), 1)

            let left = try await fixture.json("SELECT jsonb_agg(search_type) FROM marketing.search_daily")
            #expect(left == ["image"])
        }
    }

    @Test func `Another platform's property of the same id is another one`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            let fact = #"{"day":"2024-03-05","property_id":"1","sessions":1}"#
            let window = #"{"$replace":{"property_id":"1","since":"2024-03-01","until":"2024-03-31"}}"#
            _ = try await stand.store(plan, try stand.batch("web_daily", fact), 0)
            let other = CheckpointStore(database: fixture.database, plan: plan, platform: "other")
            _ = try await other.store(try stand.batch("web_daily", fact), ordinal: 1)

            _ = try await other.store(try stand.batch("web_daily", window), ordinal: 2)

            let left = try await fixture.json("SELECT jsonb_agg(platform) FROM marketing.web_daily")
            #expect(left == ["test"])
        }
    }

    @Test func `A window of another connection's ad account is refused, rows or not`() async throws {
        try await SyncFixture.run { fixture in
            let first = try await BatchStand(fixture)
            let fact = #"{"day":"2024-03-05","account_id":"7","keyword_id":"k","currency":"EUR"}"#
            _ = try await first.store(try await first.begin(), try first.batch("keyword_daily", fact), 0)
            let second = try await BatchStand(fixture)
            let plan = try await second.begin()
            let window = try second.batch("keyword_daily", #"{"$replace":{"account_id":"7","since":"2024-03-01","until":"2024-03-31"}}"#)

            let fault = await #expect(throws: SyncFault.self) { try await second.store(plan, window, 0) }

            #expect(fault?.kind == .config)
            let left = try await fixture.json("SELECT to_jsonb(count(*)) FROM marketing.keyword_daily")
            #expect(left == 1)
        }
    }

    @Test func `A later word on an exchange rate counts, and its connection owns it`() async throws {
        try await SyncFixture.run { fixture in
            let first = try await BatchStand(fixture)
            let rate = #"{"day":"2024-03-05","base":"EUR","quote":"USD","rate":"1.0847123456"}"#
            _ = try await first.store(try await first.begin(), try first.batch("fx_rates", rate), 0)
            let second = try await BatchStand(fixture)
            let plan = try await second.begin()

            let same = try await second.store(plan, try second.batch("fx_rates", rate), 0)
            let owner = try await fixture.json("SELECT jsonb_agg(connection_id) FROM marketing.fx_rates")
            let written = try await second.store(plan, try second.batch("fx_rates", rate.replacing("1.0847123456", with: "1.09")), 1)

            let stored = try await fixture.json("SELECT jsonb_build_array(rate::text, connection_id) FROM marketing.fx_rates")
            #expect(same == 0 && owner == [.string(first.connection.description)])
            #expect(written == 1 && stored == ["1.0900000000", .string(second.connection.description)])
        }
    }
}
