import ConnectorHost
import Core
import Foundation
import Postgres
import Synchronization
import Testing

@testable import Syncs

@Suite(.serialized) struct FileSyncTests {
    @Test func `A file's purchases become orders`() async throws {
        try await SyncFixture.run { fixture in
            let connection = try await fixture.connection(SyncFixture.log())

            let sync = try await fixture.sync(connection)

            #expect(sync["state"]?.string == "completed", "\(sync)")
            #expect(sync["rows_written"]?.integer == 69_659)
            let sums = try await fixture.json(
                "SELECT jsonb_build_array(count(*), count(DISTINCT customer_external_id), sum(total_micros)) FROM commerce.orders")
            #expect(sums == [69_659, 23_570, 2_500_315_630_000])
        }
    }

    @Test func `A second full sync of the same file writes no row`() async throws {
        try await SyncFixture.run { fixture in
            let connection = try await fixture.connection(SyncFixture.log())
            try await fixture.sync(connection)
            let counters: Query = """
                SELECT jsonb_build_array(n_tup_ins, n_tup_upd, n_tup_del)
                FROM pg_stat_user_tables WHERE relid = 'commerce.orders'::regclass
                """
            try await settle(fixture)
            let before = try await fixture.json(counters)

            let second = try await fixture.sync(connection)

            try await settle(fixture)
            let after = try await fixture.json(counters)
            #expect(second["rows_read"]?.integer == 69_659)
            #expect(second["rows_written"]?.integer == 0)
            #expect(before == after)
        }
    }

    /// Every backend of the application hands its counters in when it is idle; these are told to do it now.
    private func settle(_ fixture: SyncFixture) async throws {
        for _ in 0..<4 {
            _ = try await fixture.database.inTenant(SyncFixture.a) { tx in try await tx.query("SELECT pg_stat_force_next_flush()") }
        }
    }

    @Test func `A runner that is killed at any frame is followed by one that ends with the very same rows`() async throws {
        let log = try SyncFixture.log()
        let whole = try await Self.undisturbed(log)
        let seed = SeededRandom.given ?? .random(in: 0...UInt64(Int64.max - 1))
        print("Twenty runners are killed in the middle of 69,659 purchases, at random frames of \(whole.frames): TACTICS_TEST_SEED=\(seed).")

        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in [0, 1] as [UInt64] { group.addTask { try await Self.killTenRunners(log, whole, SeededRandom(seed + lane)) } }
            try await group.waitForAll()
        }
    }

    /// How many frames a sync of the log takes, and what it ends with.
    private static func undisturbed(_ log: [UInt8]) async throws -> (frames: Int, sum: String) {
        let found = Mutex((frames: 0, sum: ""))
        try await SyncFixture.run(onFrame: { number in found.withLock { $0.frames = max($0.frames, number) } }) { fixture in
            let connection = try await fixture.connection(log)
            try await fixture.sync(connection)
            let sum = try await fixture.checksum(connection)
            found.withLock { $0.sum = sum }
        }
        return found.withLock { $0 }
    }

    private static func killTenRunners(_ log: [UInt8], _ whole: (frames: Int, sum: String), _ seeded: SeededRandom) async throws {
        let killer = RunnerKiller()
        try await SyncFixture.run(onFrame: killer.passed, onSession: killer.began) { fixture in
            var random = seeded
            var killed: [Int] = []
            for _ in 0..<15 where killed.count < 10 {
                let frame = Int.random(in: 3...whole.frames - 2, using: &random)
                let connection = try await fixture.connection(log)
                killer.aim(at: frame)

                let sync = try await fixture.sync(connection)

                #expect(sync["state"]?.string == "completed", "frame \(frame): \(sync)")
                let sum = try await fixture.checksum(connection)
                #expect(sum == whole.sum, "frame \(frame)")
                // What a runner has written is read, also when it is dead by then: at its last frames a kill comes too late.
                if sync["plugin_faults"] == 1 { killed.append(frame) } else { #expect(frame > whole.frames - 4, "frame \(frame) killed nothing") }
                try await fixture.stand.execute("TRUNCATE commerce.orders CASCADE")
            }
            #expect(killed.count == 10)
            print("Killed and resumed at the frames \(killed).")
        }
    }

    @Test func `Rows that can not be read are counted and kept with line and reason`() async throws {
        try await SyncFixture.run { fixture in
            let text =
                "customer,day,quantity,value\nA,2024-01-01,1,10.00\nB,2024-13-01,1,5.00\nC,2024-01-02,1,abc\nD,2024-01-03\nE,2024-01-04,1,7.50\n"
            let connection = try await fixture.connection(
                Array(text.utf8) + [0x46, 0xFF, 0x2C] + Array("2024-01-05,1,1.00\n".utf8),
                config: ["source": "upload", "format": "csv", "maps_to": "orders", "currency": "USD", "encoding": "utf-8"])

            let sync = try await fixture.sync(connection)

            #expect(sync["state"]?.string == "completed", "\(sync)")
            #expect(sync["rows_rejected"]?.integer == 4, "\(sync)")
            let lines = try await fixture.json("SELECT jsonb_agg(line ORDER BY sequence) FROM ingest.rejects")
            #expect(lines == [3, 4, 5, 7])
            let kept = try await fixture.json("SELECT to_jsonb(count(*)) FROM commerce.orders")
            #expect(kept == 2)
        }
    }

    @Test func `Two tenants with the same file keep apart`() async throws {
        try await SyncFixture.run { fixture in
            let content = Array("customer,day,quantity,value\nA,2024-01-01,1,10.00\n".utf8)
            let config: JSON = ["source": "upload", "format": "csv", "maps_to": "orders", "currency": "USD"]
            for tenant in [SyncFixture.a, SyncFixture.b] {
                let connection = try await fixture.connection(content, of: tenant, config: config)

                let sync = try await fixture.sync(connection, of: tenant)

                #expect(sync["rows_written"]?.integer == 1, "\(sync)")
            }

            let ids = try await fixture.json("SELECT to_jsonb(count(DISTINCT id)) FROM commerce.orders")
            #expect(ids == 2)
            let seen = try await fixture.database.once(SyncFixture.a, "SELECT count(*) FROM commerce.orders").first?.value(at: 0, as: Int.self)
            #expect(seen == 1)
        }
    }

    @Test func `A connection that is paused, or busy with a sync, takes no other one`() async throws {
        try await SyncFixture.run { fixture in
            let paused = try await fixture.connection([], state: "paused")
            let busy = try await fixture.connection([])
            _ = try await fixture.syncs.request(SyncFixture.a, busy)

            let first = await #expect(throws: Problem.self) { try await fixture.syncs.request(SyncFixture.a, paused) }
            let second = await #expect(throws: Problem.self) { try await fixture.syncs.request(SyncFixture.a, busy) }

            #expect(first?.code == "connection_paused" && second?.code == "sync_running")
        }
    }
}
