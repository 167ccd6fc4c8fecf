import CConnector
import ConnectorKit
import Testing

@Suite struct ConnectorTests {
    private func insights(_ replay: Replay) {
        replay.answer(
            "/insights", with: .init(#"{"data":[{"date":"2026-01-02","campaign_id":7,"spend":"12.345678","impressions":"100","clicks":3}]}"#))
    }

    @Test func `A connector reads pages, emits canonical rows and stores cursors`() throws {
        let replay = Replay()
        replay.answer(
            "after=c2",
            with: .init(#"{"data":[{"id":"2","name":"Zwei","status":"PAUSED","daily_budget":250}],"paging":{}}"#))
        replay.answer(
            "/campaigns",
            with: .init(
                #"{"data":[{"id":1,"name":"Eins \"A\"","status":"ACTIVE","daily_budget":"1050","updated_time":"2026-01-02T03:04:05+0100"}],"#
                    + #""paging":{"after":"c2"}}"#
            ))

        let outcome = try replay.read(ExampleConnector.self, "campaigns", currency: "EUR")

        #expect(outcome == .done)
        #expect(
            replay.rows["campaigns"] == [
                #"{"id":"1","name":"Eins \"A\"","status":"active","raw_status":"ACTIVE","currency":"EUR","daily_budget_micros":10500000,"#
                    + #""updated_at":"2026-01-02T02:04:05Z"}"#,
                #"{"id":"2","name":"Zwei","status":"paused","raw_status":"PAUSED","currency":"EUR","daily_budget_micros":2500000}"#,
            ])
        #expect(replay.checkpoints.map(\.cursor) == [#"{"after":"c2"}"#, "{}"])
        #expect(replay.checkpoints.map(\.rows) == [1, 2])
        #expect(replay.requests.map(\.url).last == "https://api.example.com/campaigns?limit=100&after=c2")
    }

    @Test func `Days are read in windows and declared as replaced`() throws {
        let replay = Replay()
        insights(replay)

        _ = try replay.read(
            ExampleConnector.self, "ad_daily", mode: .backfill, since: "2025-12-01", until: "2026-01-09", config: #"{"account_id":"a1"}"#)

        let rows = try #require(replay.rows["ad_daily"])
        #expect(rows.count == 4)
        #expect(rows[0] == #"{"$replace":{"account_id":"a1","level":"campaign","since":"2025-12-01","until":"2025-12-30"}}"#)
        #expect(rows[1].contains(#""spend_micros":12345678,"impressions":100,"clicks":3"#))
        #expect(rows[2] == #"{"$replace":{"account_id":"a1","level":"campaign","since":"2025-12-31","until":"2026-01-09"}}"#)
    }

    @Test func `An incremental read looks back 28 days from the stored day`() throws {
        let replay = Replay()
        insights(replay)

        _ = try replay.read(ExampleConnector.self, "ad_daily", cursor: #"{"day":"2026-01-10"}"#, config: #"{"account_id":"a1"}"#)

        #expect(replay.requests[0].url.hasSuffix("since=2025-12-13&until=2026-01-11"))
        #expect(replay.requests[1].url.hasSuffix("since=2026-01-12&until=2026-01-15"))
    }

    @Test func `A withdrawn access is an auth failure with the connector's sentence`() {
        let replay = Replay()
        replay.answer("/me", with: .init(#"{"error":{"code":190,"message":"Error validating access token"}}"#, status: 400))

        #expect {
            try replay.check(ExampleConnector.self, config: "{}")
        } throws: { error in
            let failure = error as? ConnectorFailure
            return failure?.kind == .auth && failure?.message == "The access was withdrawn: connect again."
        }
    }

    @Test func `A long wait parks the read until the platform's time`() throws {
        let replay = Replay()
        replay.answer(
            "/campaigns", with: .init(#"{"error":{"code":17,"message":"limit"}}"#, status: 400, headers: [(name: "retry-after", value: "600")]))

        let outcome = try replay.read(ExampleConnector.self, "campaigns")

        #expect(outcome == .parked(until: replay.now.adding(seconds: 600)))
    }

    @Test func `A short wait is sat out and the call made again`() throws {
        let replay = Replay()
        replay.answer("/campaigns", times: 1, with: .init("slow down", status: 429, headers: [(name: "retry-after", value: "7")]))
        replay.answer("/campaigns", with: .init(#"{"data":[]}"#))
        let asked = replay.now

        let outcome = try replay.read(ExampleConnector.self, "campaigns")

        #expect(outcome == .done)
        #expect(replay.waits == [asked.adding(seconds: 7)])
        #expect(replay.requests.count == 2)
    }

    @Test func `A cancel at any host function ends the read`() {
        for function in ["request", "read_body", "checkpoint"] {
            let replay = Replay()
            replay.answer("/campaigns", with: .init(#"{"data":[{"id":"1"}]}"#))
            replay.fault = { $0 == function ? .cancelled : nil }

            #expect(throws: ConnectorFailure(.transient, "The sync was cancelled.")) {
                try replay.read(ExampleConnector.self, "campaigns")
            }
        }
    }

    @Test func `A table is the same for the same connector and refuses another major version`() {
        let replay = Replay()
        var other = replay.hostTable.pointee
        other.abi_major = 2

        let first = connectorTable(for: ExampleConnector.self, host: replay.hostTable)
        let second = connectorTable(for: ExampleConnector.self, host: replay.hostTable)
        let refused = withUnsafePointer(to: &other) { connectorTable(for: ExampleConnector.self, host: $0) }

        #expect(first != nil)
        #expect(first == second)
        #expect(refused == nil)
    }

    @Test func `The manifest crosses the boundary byte for byte`() throws {
        #expect(try Replay().manifest(ExampleConnector.self) == ExampleConnector.manifest)
    }
}
