import Core
import Postgres
import Testing
import Web

@testable import Connections

@Suite struct ActionTests {
    @Test func `A connection is checked, read, read back and reset`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let path = "/api/v1/connections/\(try await fixture.make(client))"
            let a = client.authorized("a")

            let check = try await a.send(.post, "\(path)/check")
            let sync = try await a.send(.post, "\(path)/sync", body: [:])
            let full = try await a.send(.post, "\(path)/sync", body: ["mode": "full"])
            let backfill = try await a.send(.post, "\(path)/backfill", body: ["since": "2026-01-01", "until": "2026-03-31"])
            let reset = try await a.send(.post, "\(path)/reset", body: ["stream": "ad_daily"])
            let all = try await a.send(.post, "\(path)/reset", body: [:])

            #expect(check.json == ["ok": true, "account": ["id": "act_1", "name": "Acme"], "problem": .null])
            #expect([sync, full, backfill].map(\.status) == [202, 202, 202])
            #expect(sync[header: "Location"] == "/api/v1/syncs/\(sync.json["sync_id"]?.string ?? "")")
            #expect([reset, all].map(\.status) == [204, 204])
            #expect(
                fixture.asked.all == [
                    "incremental - - true", "full - - true", "backfill 2026-01-01 2026-03-31 true", "reset ad_daily", "reset all",
                ])
        }
    }

    @Test func `A paused connection is not scheduled, and is due again when it is resumed`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let path = "/api/v1/connections/\(try await fixture.make(client))"
            let platform = fixture.stand.platform()
            func due() async throws -> Int {
                try await platform.inPlatform("see what is due") { tx in try await tx.query("SELECT * FROM ingest.take_due_connections(10)").count }
            }
            let a = client.authorized("a")

            let paused = try await a.send(.post, "\(path)/pause")
            let whilePaused = try await due()
            let sync = try await a.send(.post, "\(path)/sync", body: [:])
            let resumed = try await a.send(.post, "\(path)/resume")
            let afterwards = [try await due(), try await due()]

            #expect(paused.json["state"] == "paused" && paused.json["state_reason"]?.string != nil)
            #expect(whilePaused == 0)
            #expect(sync.status == 409 && sync.code == "connection_not_active")
            #expect(resumed.json["state"] == "active" && resumed.json["state_reason"] == .null)
            #expect(afterwards == [1, 0])
        }
    }

    @Test func `Pausing and resuming twice changes nothing more`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let path = "/api/v1/connections/\(try await fixture.make(client))"
            let a = client.authorized("a")

            let paused = [try await a.send(.post, "\(path)/pause"), try await a.send(.post, "\(path)/pause")]
            let resumed = [try await a.send(.post, "\(path)/resume"), try await a.send(.post, "\(path)/resume")]

            #expect(paused[0].json == paused[1].json)
            #expect(resumed[0].json == resumed[1].json)
        }
    }

    @Test func `A connection whose connector broke down runs again when it is resumed`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.set(id, state: "plugin_fault")

            let changed = try await client.authorized("a").send(.patch, "/api/v1/connections/\(id)", body: ["credential": "x"])
            let resumed = try await client.authorized("a").send(.post, "/api/v1/connections/\(id)/resume")

            #expect(changed.json["state"] == "plugin_fault")
            #expect(resumed.json["state"] == "active" && resumed.json["state_reason"] == .null)
        }
    }

    @Test(
        arguments: [
            (["since": "2026-03-02", "until": "2026-03-01"], "/until before_since"),
            (["since": "2026-01-01", "until": "2999-01-01"], "/until future"),
            (["since": "2019-01-01", "until": "2026-01-01"], "/since too_long"),
            (["since": "1999-12-31", "until": "2000-01-01"], "/since too_early"),
            (["until": "2026-01-01"], "/since missing"),
        ] as [(JSON, String)])
    func `A range of days that can not be read is refused`(days: JSON, fault: String) async throws {
        try await ConnectionFixture.run { fixture, client in
            let path = "/api/v1/connections/\(try await fixture.make(client))"

            let refused = try await client.authorized("a").send(.post, "\(path)/backfill", body: days)

            #expect(refused.faults == [fault])
            #expect(fixture.asked.all.isEmpty)
        }
    }

    @Test func `What a connector can not do is refused`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let path = "/api/v1/connections/\(try await fixture.make(client, ["connector": "shop", "name": "Shop"]))"
            let a = client.authorized("a")

            let backfill = try await a.send(.post, "\(path)/backfill", body: ["since": "2026-01-01", "until": "2026-01-02"])
            let mode = try await a.send(.post, "\(path)/sync", body: ["mode": "backfill"])
            let stream = try await a.send(.post, "\(path)/reset", body: ["stream": "ads"])

            #expect(backfill.status == 409 && backfill.code == "no_backfill")
            #expect(mode.faults == ["/mode enumeration"])
            #expect(stream.faults == ["/stream unknown_stream"])
        }
    }

    @Test func `A check that failed says what is wrong`() throws {
        let failed = CheckResult.failed(code: "unauthorized", detail: "The platform refuses the credential.")

        let json = try JSON(parsing: Schema<CheckResult>.checkResult.encode(failed), limits: .trusted)

        #expect(
            json == [
                "ok": false, "account": .null, "problem": ["code": "unauthorized", "detail": "The platform refuses the credential."],
            ])
    }
}
