import Core
import Postgres
import Testing
import Web

@testable import Connections

@Suite struct ConnectionTests {
    @Test func `A connection is made, read and listed, with the defaults of its connector`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let a = client.authorized("a")

            let made = try await a.send(.post, "/api/v1/connections", body: ConnectionFixture.adsBody())
            let read = try await a.send(.get, made[header: "Location"] ?? "/")
            let list = try await a.send(.get, "/api/v1/connections?connector=ads&state=active")

            #expect(made.status == 201)
            #expect(made.json["config"] == ["account_id": "act_42", "attribution": "7d_click"])
            #expect(made.json["schedule"] == "every 6h" && made.json["state"] == "active" && made.json["has_credential"] == true)
            #expect(made.json["declared"] == false && made.json["next_sync_at"]?.string != nil && made.json["last_sync"] == .null)
            #expect(read.json == made.json)
            #expect(list.json["data"] == [made.json])
        }
    }

    @Test func `A credential goes in and never comes out, except for the one that signs with it`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let a = client.authorized("a")
            let made = try await a.send(.post, "/api/v1/connections", body: ConnectionFixture.adsBody())
            let id = try #require(made.json["id"]?.string.flatMap { ConnectionID($0) })

            var answers = [made]
            answers.append(try await a.send(.patch, "/api/v1/connections/\(id)", body: ["credential": .string(ConnectionFixture.secret)]))
            for path in ["connections", "connections/\(id)", "connections/\(id)/streams", "connections/\(id)/syncs", "connectors", "connectors/ads"] {
                answers.append(try await a.send(.get, "/api/v1/\(path)"))
            }
            for action in ["check", "pause", "resume"] { answers.append(try await a.send(.post, "/api/v1/connections/\(id)/\(action)")) }
            answers.append(try await a.send(.post, "/api/v1/connections", body: ConnectionFixture.adsBody()))
            let opened = try await fixture.credentials.credential(ConnectionFixture.a, id)
            let stored = try await fixture.stand.query("SELECT config::text, credential_sealed FROM ingest.connections").first?.decode(
                String.self, [UInt8].self)

            #expect(answers.map(\.status) == [201] + Array(repeating: 200, count: 10) + [409])
            #expect(answers.allSatisfy { !$0.text.contains(ConnectionFixture.secret) })
            #expect(opened == Secret(ConnectionFixture.secret))
            let bytes = try #require(stored?.1)
            #expect(!String(decoding: bytes, as: UTF8.self).contains("secret") && stored?.0.contains("secret") == false)
        }
    }

    @Test func `The credential of another tenant's connection is not there`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)

            await #expect(throws: Problem.notFound) { try await fixture.credentials.credential(ConnectionFixture.b, id) }
        }
    }

    @Test func `A connection without a credential waits for one, and runs when it comes`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let a = client.authorized("a")
            let id = try await fixture.make(client, ConnectionFixture.adsBody().setting("credential", nil))

            let before = try await fixture.read(client, id)
            let resumed = try await a.send(.post, "/api/v1/connections/\(id)/resume")
            let given = try await a.send(.patch, "/api/v1/connections/\(id)", body: ["credential": "token"])
            let taken = try await a.send(.patch, "/api/v1/connections/\(id)", body: ["credential": .null])

            #expect(before["state"] == "reconnect_needed" && before["has_credential"] == false)
            #expect(resumed.code == "credential_missing")
            #expect(given.json["state"] == "active" && given.json["state_reason"] == .null && given.json["has_credential"] == true)
            #expect(taken.json["state"] == "reconnect_needed" && taken.json["has_credential"] == false)
        }
    }

    @Test(arguments: ["config_error", "reconnect_needed"])
    func `New settings let a connection run again that waited for them`(state: String) async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.set(id, state: state)

            let renamed = try await client.authorized("a").send(.patch, "/api/v1/connections/\(id)", body: ["name": "Ads DE"])
            let changed = try await client.authorized("a").send(
                .patch, "/api/v1/connections/\(id)", body: ["config": ["account_id": "act_7"], "schedule": "every 1d"])

            #expect(renamed.json["state"]?.string == state && renamed.json["name"] == "Ads DE")
            #expect(changed.json["state"] == "active" && changed.json["state_reason"] == .null && changed.json["next_sync_at"]?.string != nil)
            #expect(changed.json["config"]?["account_id"] == "act_7" && changed.json["config"]?["attribution"] == "7d_click")
            #expect(changed.json["schedule"] == "every 1d")
        }
    }

    @Test func `New settings do not wake a connection that a person paused`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.set(id, state: "paused")

            let changed = try await client.authorized("a").send(.patch, "/api/v1/connections/\(id)", body: ["credential": "another"])

            #expect(changed.json["state"] == "paused")
        }
    }

    @Test func `A schedule is moved nearer, and taken away`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.stand.execute("UPDATE ingest.connections SET next_sync_at = now() + interval '6 hours'")

            let nearer = try await client.authorized("a").send(.patch, "/api/v1/connections/\(id)", body: ["schedule": "every 15m"])
            let soon = try await fixture.count("SELECT count(*) FROM ingest.connections WHERE next_sync_at < now() + interval '16 minutes'")
            let gone = try await client.authorized("a").send(.patch, "/api/v1/connections/\(id)", body: ["schedule": .null])

            #expect(nearer.json["schedule"] == "every 15m")
            #expect(soon == 1)
            #expect(gone.json["schedule"] == .null)
        }
    }

    @Test func `Lists come in pages, each connection once`() async throws {
        try await ConnectionFixture.run { fixture, client in
            for name in ["One", "Two", "Three"] { _ = try await fixture.make(client, ConnectionFixture.adsBody(name)) }
            let a = client.authorized("a")

            let first = try await a.send(.get, "/api/v1/connections?limit=2")
            let cursor = try #require(first.json["next_cursor"]?.string)
            let second = try await a.send(.get, "/api/v1/connections?limit=2&cursor=\(cursor)")

            let names = [first, second].flatMap { $0.json["data"]?.array ?? [] }.compactMap { $0["name"]?.string }
            #expect(names == ["One", "Two", "Three"])
            #expect(second.json["next_cursor"] == .null)
        }
    }

    @Test func `A connection that owns data is removed only with what it owns`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.bring(id)
            let a = client.authorized("a")

            let refused = try await a.send(.delete, "/api/v1/connections/\(id)")
            let campaigns = try await fixture.count("SELECT count(*) FROM marketing.campaigns")
            let erased = try await a.send(.delete, "/api/v1/connections/\(id)?erase=true")
            let left = try await fixture.count(
                """
                SELECT (SELECT count(*) FROM marketing.campaigns) + (SELECT count(*) FROM marketing.ad_daily) + (SELECT count(*) FROM commerce.orders)
                  + (SELECT count(*) FROM commerce.order_lines) + (SELECT count(*) FROM ingest.connections)
                """)

            #expect(refused.status == 409 && refused.code == "owns_data")
            #expect(refused.json["detail"]?.string?.contains("1 ad accounts, 1 campaigns, 1 orders") == true)
            #expect(campaigns == 1)
            #expect(erased.status == 204)
            #expect(left == 0)
        }
    }

    @Test func `What further streams brought is counted and erased with the connection`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            let (tenant, message) = (ConnectionFixture.a, UniqueID())
            try await fixture.stand.execute(
                """
                INSERT INTO marketing.keywords (tenant_id, id, platform, external_id, connection_id)
                VALUES ('\(tenant)', '\(UniqueID())', 'ads', '1', '\(id)'), ('\(tenant)', '\(UniqueID())', 'ads', '2', '\(id)');
                INSERT INTO marketing.messages (tenant_id, id, platform, external_id, connection_id)
                VALUES ('\(tenant)', '\(message)', 'ads', '1', '\(id)');
                INSERT INTO marketing.message_daily (tenant_id, day, message_id, platform) VALUES ('\(tenant)', '2026-01-05', '\(message)', 'ads');
                INSERT INTO marketing.web_daily (tenant_id, day, platform, property_id, connection_id)
                VALUES ('\(tenant)', '2026-01-05', 'ads', 'p', '\(id)');
                INSERT INTO commerce.profiles (tenant_id, id, platform, external_id, connection_id)
                VALUES ('\(tenant)', '\(UniqueID())', 'ads', '1', '\(id)');
                INSERT INTO ingest.records (tenant_id, connection_id, stream, key, document) VALUES ('\(tenant)', '\(id)', 's', '1', '{}');
                """)
            let a = client.authorized("a")

            let refused = try await a.send(.delete, "/api/v1/connections/\(id)")
            let erased = try await a.send(.delete, "/api/v1/connections/\(id)?erase=true")
            let left = try await fixture.count(
                """
                SELECT (SELECT count(*) FROM marketing.keywords) + (SELECT count(*) FROM marketing.message_daily)
                  + (SELECT count(*) FROM marketing.messages) + (SELECT count(*) FROM marketing.web_daily)
                  + (SELECT count(*) FROM commerce.profiles) + (SELECT count(*) FROM ingest.records)
                """)

            #expect(refused.json["detail"]?.string?.contains("2 keywords, 1 messages, 1 visit figures, 1 profiles, 1 records") == true)
            #expect(erased.status == 204)
            #expect(left == 0)
        }
    }

    @Test func `A connection goes with its streams and syncs, but not while one runs`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.stand.execute(
                """
                INSERT INTO ingest.streams (tenant_id, connection_id, name) VALUES ('\(ConnectionFixture.a)', '\(id)', 'ad_daily');
                INSERT INTO ingest.syncs (tenant_id, id, connection_id, mode, cause, state)
                VALUES ('\(ConnectionFixture.a)', '\(SyncID())', '\(id)', 'incremental', 'schedule', 'running');
                """)
            let a = client.authorized("a")

            let running = try await a.send(.delete, "/api/v1/connections/\(id)")
            try await fixture.stand.execute("UPDATE ingest.syncs SET state = 'completed'")
            let removed = try await a.send(.delete, "/api/v1/connections/\(id)")
            let left = try await fixture.count("SELECT (SELECT count(*) FROM ingest.streams) + (SELECT count(*) FROM ingest.syncs)")

            #expect(running.code == "sync_running")
            #expect(removed.status == 204)
            #expect(left == 0)
        }
    }
}
