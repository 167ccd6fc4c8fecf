import Core
import Postgres
import Testing
import Web

@testable import Connections

@Suite struct RecordTests {
    @Test func `Streams are those of the connector, with how far each is read`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.stand.execute(
                """
                INSERT INTO ingest.streams (tenant_id, connection_id, name, cursor, rows_stored, checkpoint_at)
                VALUES ('\(ConnectionFixture.a)', '\(id)', 'ad_daily', '{"day": "2026-01-05"}', 12, now()),
                  ('\(ConnectionFixture.a)', '\(id)', 'withdrawn', NULL, 3, NULL)
                """)

            let streams = try await client.authorized("a").send(.get, "/api/v1/connections/\(id)/streams").json["data"]?.array ?? []

            #expect(streams.compactMap { $0["name"]?.string } == ["campaigns", "ad_daily", "withdrawn"])
            #expect(streams.compactMap { $0["rows_stored"]?.integer } == [0, 12, 3])
            #expect(streams.compactMap { $0["offered"]?.bool } == [true, true, false])
            #expect(streams[1]["cursor"] == ["day": "2026-01-05"])
        }
    }

    @Test func `Syncs come newest first, in pages, each once`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            // Three of the five were asked for in the same microsecond.
            for hour in [1, 2, 2, 2, 3] {
                try await fixture.stand.execute(
                    """
                    INSERT INTO ingest.syncs (tenant_id, id, connection_id, mode, cause, state, requested_at, rows_written)
                    VALUES ('\(ConnectionFixture.a)', '\(SyncID())', '\(id)', 'full', 'request', 'completed', '2026-01-05 0\(hour):00:00.000001Z',
                      \(hour))
                    """)
            }
            let a = client.authorized("a")

            var pages: [JSON] = [try await a.send(.get, "/api/v1/connections/\(id)/syncs?limit=2").json]
            while let cursor = pages.last?["next_cursor"]?.string {
                pages.append(try await a.send(.get, "/api/v1/connections/\(id)/syncs?limit=2&cursor=\(cursor)").json)
            }

            let syncs = pages.flatMap { $0["data"]?.array ?? [] }
            #expect(pages.count == 3)
            #expect(syncs.compactMap { $0["rows_written"]?.integer } == [3, 2, 2, 2, 1])
            #expect(Set(syncs.compactMap { $0["id"]?.string }).count == 5)
            let shown = try await fixture.read(client, id)
            #expect(shown["last_sync"]?["id"] == syncs.first?["id"])
        }
    }

    @Test func `A connection says whether its platform delivers, and when it last did`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            let without = try await fixture.read(client, id)
            try await fixture.stand.execute(
                """
                INSERT INTO ingest.hooks (tenant_id, connection_id, token_hash) VALUES ('\(ConnectionFixture.a)', '\(id)', '\\x01');
                """)
            let quiet = try await fixture.read(client, id)
            for (hour, state) in [(1, "done"), (2, "dead")] {
                try await fixture.stand.execute(
                    """
                    INSERT INTO ingest.deliveries (tenant_id, id, connection_id, digest, scheme, size, state, received_at, expires_at)
                    VALUES ('\(ConnectionFixture.a)', gen_random_uuid(), '\(id)', '\\x0\(hour)', 'stripe', 1, '\(state)', '2026-01-05 0\(hour):00:00Z',
                      now() + interval '1 day')
                    """)
            }
            let heard = try await fixture.read(client, id)

            #expect(without["hook"] == .null)
            #expect(quiet["hook"]?["created_at"]?.string != nil && quiet["hook"]?["last_delivery_at"] == .null)
            #expect(heard["hook"]?["last_delivery_at"]?.string?.hasPrefix("2026-01-05T02:00:00") == true)
            #expect(heard["hook"]?["last_delivery_state"] == "dead")
        }
    }

    @Test func `A sync that waits says why, and that is no failure`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.stand.execute(
                """
                INSERT INTO ingest.syncs (tenant_id, id, connection_id, mode, cause, state, parked_until, error) VALUES
                  ('\(ConnectionFixture.a)', '\(SyncID())', '\(id)', 'full', 'request', 'parked', now(), '{"kind": "transient", "message": "No new token."}'),
                  ('\(ConnectionFixture.a)', '\(SyncID())', '\(id)', 'full', 'request', 'failed', NULL, '{"kind": "contract", "message": "No JSON."}')
                """)

            let syncs = try await client.authorized("a").send(.get, "/api/v1/connections/\(id)/syncs").json["data"]?.array ?? []

            let parked = syncs.first { $0["state"] == "parked" }
            let failed = syncs.first { $0["state"] == "failed" }
            #expect(parked?["parked_reason"]?["message"] == "No new token." && parked?["error"] == .null, "\(syncs)")
            #expect(failed?["parked_reason"] == .null && failed?["error"]?["message"] == "No JSON.", "\(syncs)")
        }
    }
}
