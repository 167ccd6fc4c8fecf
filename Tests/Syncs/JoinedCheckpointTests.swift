import ConnectorHost
import Core
import Postgres
import Testing

@testable import Syncs

/// Small checkpoints that come while a batch is under way.
@Suite(.serialized) struct JoinedCheckpointTests {
    private static func order(_ id: Int, _ total: Int = 1) -> String {
        #"{"id":"\#(id)","placed_at":"2024-01-01T00:00:00Z","day":"2024-01-01","currency":"EUR","total_micros":\#(total)}"#
    }

    private static func emit(_ host: SyncHostFunctions, _ stream: String, _ rows: String...) async throws {
        try await host.emit(stream: stream, rows: Array(rows.joined(separator: "\n").utf8)[...])
    }

    @Test func `Checkpoints that come while one is stored are stored as one, with the last cursor and the last word on each row`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let host = try await stand.host(try await stand.begin())
            await host.begin("orders")

            try await stand.whileSyncIsHeld {
                for number in 0..<50 {
                    try await Self.emit(host, "orders", Self.order(number), Self.order(1_000, number))
                    if number == 7 { try await host.reject(stream: "orders", reject: ["line": 7, "reason": "No."]) }
                    try await host.checkpoint(stream: "orders", cursor: ["n": .integer(Int64(number))])
                }
            }
            try await host.settle()

            let orders = try await fixture.json(
                "SELECT jsonb_build_array(count(*), max(total_micros) FILTER (WHERE external_id = '1000')) FROM commerce.orders")
            #expect(orders == [51, 49])
            let sync = try await fixture.json("SELECT jsonb_build_array(checkpoints, rows_read, rows_rejected) FROM ingest.syncs")
            #expect(sync == [2, 101, 1], "\(sync)")
            #expect(try await fixture.json("SELECT to_jsonb(count(*)) FROM ingest.batches") == 2)
            #expect(try await fixture.json("SELECT to_jsonb(count(*)) FROM ingest.rejects") == 1)
            #expect(try await fixture.json("SELECT cursor FROM ingest.streams") == ["n": 49])
        }
    }

    @Test func `Rows that refer to each other are stored in their order, whichever came first`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let host = try await stand.host(try await stand.begin())
            await host.begin("orders")

            try await stand.whileSyncIsHeld {
                try await Self.emit(host, "orders", Self.order(1))
                try await host.checkpoint(stream: "orders", cursor: 1)
                try await Self.emit(host, "order_lines", #"{"id":"l1","order_id":"1","quantity":1,"currency":"EUR"}"#)
                try await host.checkpoint(stream: "orders", cursor: 2)
                try await Self.emit(host, "orders", Self.order(2))
                try await Self.emit(host, "order_lines", #"{"id":"l2","order_id":"2","quantity":1,"currency":"EUR"}"#)
                try await host.checkpoint(stream: "orders", cursor: 3)
            }
            try await host.settle()

            let lines = try await fixture.json(
                "SELECT jsonb_agg(o.external_id ORDER BY l.external_id) FROM commerce.order_lines l JOIN commerce.orders o ON o.id = l.order_id")
            #expect(lines == ["1", "2"])
            #expect(try await fixture.json("SELECT cursor FROM ingest.streams") == 3)
        }
    }

    @Test func `Nothing is put behind a deletion, and no window that is replaced behind rows`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let host = try await stand.host(try await stand.begin())
            func fact(_ ad: Int) -> String {
                #"{"day":"2024-03-05","account_id":"7","level":"ad","entity_id":"\#(ad)","currency":"EUR","spend_micros":5}"#
            }
            let window = #"{"$replace":{"account_id":"7","level":"ad","since":"2024-03-01","until":"2024-03-31"}}"#
            let none = try BatchStand.staged()
            var replacing = none
            try replacing.add(Array(window.utf8)[...], of: "ad_daily")
            let rows = try stand.batch("ad_daily", fact(1))
            let deletion = try stand.batch("orders", #"{"id":"1","$deleted":true}"#)

            #expect(!rows.takes(replacing) && !deletion.takes(none) && rows.takes(none))
            await host.begin("ad_daily")
            try await Self.emit(host, "ad_daily", fact(1), fact(2))
            try await host.checkpoint(stream: "ad_daily", cursor: 1)
            try await Self.emit(host, "ad_daily", fact(3))
            try await host.checkpoint(stream: "ad_daily", cursor: 2)
            try await Self.emit(host, "ad_daily", window, fact(1))
            try await host.checkpoint(stream: "ad_daily", cursor: 3)
            try await host.settle()
            #expect(try await fixture.json("SELECT to_jsonb(count(*)) FROM marketing.ad_daily") == 1)
        }
    }

    @Test func `What waits is lost with the batch that could not be stored, and its cursor with it`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let host = try await stand.host(try await stand.begin())
            await host.begin("orders")

            // Another run of the same sync begins meanwhile.
            try await stand.whileSyncIsHeld(endingWith: "UPDATE ingest.syncs SET run = run + 1") {
                for number in 0..<3 {
                    try await Self.emit(host, "orders", Self.order(number))
                    try await host.checkpoint(stream: "orders", cursor: .integer(Int64(number)))
                }
            }

            await #expect(throws: RunSuperseded.self) { try await host.settle() }
            #expect(try await fixture.json("SELECT to_jsonb(count(*)) FROM commerce.orders") == 0)
            #expect(try await fixture.json("SELECT to_jsonb(count(*)) FROM ingest.streams") == 0)
        }
    }

    @Test func `Large checkpoints are stored one by one`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let host = try await stand.host(try await stand.begin())
            await host.begin("orders")

            for number in 0..<3 {
                let rows = (0...SyncBatch.most.rows).map { Self.order(number * 20_000 + Int($0)) }.joined(separator: "\n")
                try await host.emit(stream: "orders", rows: Array(rows.utf8)[...])
                try await host.checkpoint(stream: "orders", cursor: .integer(Int64(number)))
            }
            try await host.settle()

            #expect(try await fixture.json("SELECT to_jsonb(checkpoints) FROM ingest.syncs") == 3)
            #expect(try await fixture.json("SELECT to_jsonb(count(*)) FROM commerce.orders") == .integer(3 * (SyncBatch.most.rows + 1)))
        }
    }
}

extension BatchStand {
    /// What the run of a sync lends to a connector.
    fileprivate func host(_ plan: SyncPlan) async throws -> SyncHostFunctions {
        let manifest = try ConnectorManifest(parsing: Self.manifest.encoded())
        let tally = CallTally()
        let requests = try HostRequests(
            fixture.syncs.environment, manifest, tenant: SyncFixture.a, config: .object([]), credential: nil, tally: tally)
        return SyncHostFunctions(
            requests: requests, store: CheckpointStore(database: fixture.database, plan: plan, platform: "test"), staged: try Self.staged(),
            flag: CancelFlag(), tally: tally, time: .wall, progress: { _, _, _ in })
    }

    /// Runs the body while another transaction holds the sync's row, so that no checkpoint gets through.
    /// - Parameter statement: what that transaction does at its end.
    fileprivate func whileSyncIsHeld(endingWith statement: Query = "SELECT 1", _ body: () async throws -> Void) async throws {
        let (isHeld, held) = AsyncStream.makeStream(of: Void.self)
        let (mayEnd, end) = AsyncStream.makeStream(of: Void.self)
        let (database, sync) = (fixture.database, sync)
        async let holding: Void = database.inTenant(SyncFixture.a) { tx in
            _ = try await tx.query("SELECT id FROM ingest.syncs WHERE tenant_id = \(tx.tenant) AND id = \(sync) FOR UPDATE")
            held.finish()
            for await _ in mayEnd {}
            _ = try await tx.query(statement)
        }
        for await _ in isHeld {}
        defer { end.finish() }
        try await body()
        end.finish()
        try await holding
    }
}
