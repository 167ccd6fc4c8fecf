import Core
import Testing

@testable import Postgres

struct FailureTests {
    @Test func `A statement that takes too long is ended, and the pool goes on`() async throws {
        try await withKitDatabase { (own) async throws in
            let database = own.kit(poolSize: 1) { $0.statementTimeout = .milliseconds(100) }

            let error = await #expect(throws: DatabaseUnavailable.self) { try await database.once(TenantID(), "SELECT pg_sleep(30)") }

            #expect(error?.cause.sqlState == "57014")
            #expect(error?.problem.status == 503)
            #expect(try await database.once(TenantID(), "SELECT 1").count == 1)
            await database.close()
        }
    }

    @Test func `One query may have its own limit`() async throws {
        try await withKitDatabase { (own) async throws in
            let database = own.kit(poolSize: 1)

            await #expect(throws: DatabaseUnavailable.self) {
                try await database.inTenant(TenantID()) { tx in _ = try await tx.query("SELECT pg_sleep(30)", within: .milliseconds(50)) }
            }

            #expect(try await database.once(TenantID(), "SELECT current_setting('statement_timeout')").first?[0] == "30s")
            await database.close()
        }
    }

    @Test func `A server that does not answer is given up at the client's own deadline`() async throws {
        try await withKitDatabase { own in
            let connection = try await Connection.open(own.configuration)

            let error = await #expect(throws: PostgresError.self) {
                try await connection.exchange(["SELECT pg_sleep(30)"], within: .milliseconds(50))
            }

            #expect(error?.kind == .timedOut)
            #expect(await !connection.isReady())
        }
    }

    @Test func `A full pool turns callers away in time, and serves them in order`() async throws {
        try await withKitDatabase { own in
            let database = own.kit(poolSize: 1) { $0.acquireTimeout = .milliseconds(50) }

            try await database.inTenant(TenantID()) { tx in
                _ = try await tx.query("SELECT 1")
                let error = await #expect(throws: DatabaseUnavailable.self) { try await database.once(TenantID(), "SELECT 1") }
                #expect(error?.cause.kind == .poolExhausted)
            }

            #expect(try await database.once(TenantID(), "SELECT 1").count == 1)
            await database.close()
        }
    }

    @Test func `A cancelled statement closes its connection`() async throws {
        try await withKitDatabase { own in
            let database = own.kit(poolSize: 1)
            let task = Task { try await database.once(TenantID(), "SELECT pg_sleep(30)") }
            while try await own.query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND usename = 'kit_app'").first?[0] == "0"
            {}

            task.cancel()

            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(await database.statistics().open == 0)
            #expect(try await database.once(TenantID(), "SELECT 1").count == 1)
            await database.close()
        }
    }

    @Test func `Killed connections are replaced`() async throws {
        try await withKitDatabase { own in
            let database = own.kit(poolSize: 3)
            try await withThrowingTaskGroup { group in
                for _ in 0..<3 { group.addTask { _ = try await database.once(TenantID(), "SELECT pg_sleep(0.05)") } }
                try await group.waitForAll()
            }

            let killed = try await own.query(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'kit_app' AND datname = current_database()")

            #expect(killed.first?[0] == "3")
            for _ in 0..<6 { #expect(try await database.once(TenantID(), "SELECT 1").count == 1) }
            let statistics = await database.statistics()
            #expect(statistics.lent == 0 && statistics.open <= 3)
            await database.close()
        }
    }

    @Test func `A statement whose plan a migration made stale works again at the next call`() async throws {
        try await withKitDatabase { own in
            let database = own.kit(poolSize: 1)
            let tenant = TenantID()
            _ = try await database.once(tenant, "SELECT * FROM kit.notes")

            try await own.execute("ALTER TABLE kit.notes ADD COLUMN more int")
            let error = await #expect(throws: PostgresError.self) { try await database.once(tenant, "SELECT * FROM kit.notes") }

            #expect(error?.sqlState == "0A000")
            #expect(try await database.once(tenant, "SELECT * FROM kit.notes").columns.count == 4)
            await database.close()
        }
    }

    @Test func `A transaction whose connection is killed fails as unavailable`() async throws {
        try await withKitDatabase { (own) async throws in
            let database = own.kit(poolSize: 1)

            await #expect(throws: DatabaseUnavailable.self) {
                try await database.inTenant(TenantID()) { tx in
                    let pid = try #require(try await tx.first("SELECT pg_backend_pid()")).value(at: 0, as: Int32.self)
                    _ = try await own.query("SELECT pg_terminate_backend(\(pid), 5000)")
                    try await tx.execute("SELECT 1")
                }
            }

            #expect(await database.statistics().lent == 0)
            #expect(try await database.once(TenantID(), "SELECT 1").count == 1)
            await database.close()
        }
    }

    @Test func `A server that restarts is found again, and no connection leaks`() async throws {
        let server = try await PrivateServer.make()
        defer { server.remove() }
        let database = Database(try server.configuration())
        try await database.ping()

        server.stop()
        await #expect(throws: DatabaseUnavailable.self) { try await database.ping() }
        try await server.start()
        try await database.ping()

        let statistics = await database.statistics()
        #expect(statistics.open == 1 && statistics.lent == 0)
        #expect(try await database.serverVersion() >= 150_000)
        await database.close()
    }

    @Test func `Idle connections are closed after a while`() async throws {
        try await withKitDatabase { own in
            let database = own.kit { $0.idleTimeout = .milliseconds(1) }
            try await database.ping()

            let service = Task { try await database.run() }
            while await database.statistics().open > 0 { await Task.yield() }
            service.cancel()

            try await service.value
            await #expect(throws: DatabaseUnavailable.self) { try await database.ping() }
        }
    }

    @Test func `An address that is none is refused without repeating it`() throws {
        let error = #expect(throws: PostgresError.self) { _ = try DatabaseConfiguration(url: "mysql://root:secret@host/x") }

        #expect(error.map { "\($0)\($0.debugDescription)".contains("secret") } == false)
        let good = try DatabaseConfiguration(url: "postgres://ann:p%40ss@db.example:6432/shop?sslmode=require")
        #expect(good.user == "ann" && good.host == "db.example" && good.database == "shop")
        #expect(!"\(good)".contains("p@ss"))
        #expect(try DatabaseConfiguration(url: good.url) == good)
    }
}
