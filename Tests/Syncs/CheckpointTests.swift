import ConnectorHost
import Core
import Postgres
import Testing

@testable import Syncs

/// Batches straight into the store, without a connector.
@Suite(.serialized) struct CheckpointTests {
    private static func order(_ id: String, _ more: String = "") -> String {
        #"{"id":"\#(id)","placed_at":"2024-01-01T00:00:00Z","day":"2024-01-01","currency":"EUR","total_micros":1000000\#(more)}"#
    }

    @Test func `A deleted order is kept as deleted`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            _ = try await stand.store(plan, try stand.batch("orders", Self.order("1"), Self.order("2")), 0)

            _ = try await stand.store(plan, try stand.batch("orders", #"{"id":"1","$deleted":true}"#), 1)

            let deleted = try await fixture.json("SELECT jsonb_agg(is_deleted ORDER BY external_id) FROM commerce.orders")
            #expect(deleted == [true, false])
        }
    }

    @Test func `A batch that is sent again counts once`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            let batch = try stand.batch("orders", Self.order("1"))

            let first = try await stand.store(plan, batch, 0)
            let again = try await stand.store(plan, batch, 0)

            #expect(first == 1 && again == 0)
            let counted = try await fixture.json("SELECT to_jsonb(rows_read) FROM ingest.syncs")
            #expect(counted == 1)
        }
    }

    @Test func `An older run stores nothing once a newer one has begun`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let older = try await stand.begin()
            let newer = try await stand.begin()
            let batch = try stand.batch("orders", Self.order("1"))

            await #expect(throws: RunSuperseded.self) { try await stand.store(older, batch, 0) }
            let written = try await stand.store(newer, batch, 0)

            #expect(written == 1)
        }
    }

    @Test func `What a replaced window does not hold is withdrawn`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            func fact(_ ad: String) -> String {
                #"{"day":"2024-03-05","account_id":"7","level":"ad","entity_id":"\#(ad)","currency":"EUR","spend_micros":5}"#
            }
            _ = try await stand.store(plan, try stand.batch("ad_daily", fact("1"), fact("2")), 0)
            let window = #"{"$replace":{"account_id":"7","level":"ad","since":"2024-03-01","until":"2024-03-31"}}"#

            _ = try await stand.store(plan, try stand.batch("ad_daily", window, fact("1")), 1)

            let left = try await fixture.json("SELECT to_jsonb(count(*)) FROM marketing.ad_daily")
            #expect(left == 1)
        }
    }

    @Test func `Hostile rows are refused and good ones beside them are kept`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            let batch = try stand.batch(
                "orders", Self.order("good"), Self.order("n", #","source":"a\u0000b""#), Self.order("h", #","quantity":99999999999999999999"#),
                Self.order("e", #","x":1e400000"#), Self.order("z", #","x":{"y":"\u0000"}"#), Self.order("c", ",\"source\":\"a\u{1}b\""),
                Self.order("d", #","x":"# + String(repeating: "[", count: 100) + String(repeating: "]", count: 100)), "nonsense", "{}")

            let written = try await stand.store(plan, batch, 0)

            #expect(written == 1)
            #expect(batch.rejected == 8)
            let kept = try await fixture.json("SELECT to_jsonb(count(*)) FROM ingest.rejects")
            #expect(kept == 8)
        }
    }

    @Test func `An ad account of another connection is refused by name`() async throws {
        try await SyncFixture.run { fixture in
            let first = try await BatchStand(fixture)
            let row = #"{"day":"2024-03-05","account_id":"7","level":"account","entity_id":"7","currency":"EUR"}"#
            _ = try await first.store(try await first.begin(), try first.batch("ad_daily", row), 0)
            let second = try await BatchStand(fixture)
            let plan = try await second.begin()

            let fault = await #expect(throws: SyncFault.self) { try await second.store(plan, try second.batch("ad_daily", row), 0) }

            #expect(fault?.kind == .config && fault?.message.contains(first.connection.description) == true)
        }
    }
}
