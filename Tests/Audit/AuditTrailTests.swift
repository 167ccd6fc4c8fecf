import Core
import Logging
import Testing
import Web

@testable import Audit
@testable import Postgres

@Suite struct AuditTrailTests {
    /// Two tenants and a trail.
    struct World: Sendable {
        let test: TestDatabase
        let database: Database
        let trail: AuditTrail
        let acme: TenantID
        let zenith: TenantID

        func event(_ action: String, _ outcome: AuditEvent.Outcome = .success, tenant: TenantID? = nil, userAgent: String? = "test/1") -> AuditEvent {
            AuditEvent(
                tenant: tenant ?? acme, actor: "user:0197", action: action, resourceType: "thing", resourceID: "1", outcome: outcome,
                changes: ["name": "x"], address: "203.0.113.1", userAgent: userAgent, requestID: "r1", status: 200)
        }

        func actions(_ tenant: TenantID? = nil) async throws -> [String] {
            try await test.query("SELECT action FROM audit.entries WHERE tenant_id = \(tenant ?? acme) ORDER BY sequence").decode(String.self)
        }

        /// Rows whose hash, or whose link to the row before, does not fit.
        func broken(_ tenant: TenantID? = nil) async throws -> [Int64] {
            try await test.query(
                """
                SELECT sequence
                FROM (
                  SELECT e.sequence, e.hash = sha256(convert_to(audit.entry_text(e), 'UTF8')) AS fits, e.previous_hash,
                    lag(e.hash, 1, '\\x'::bytea) OVER (ORDER BY e.sequence) AS before,
                    e.sequence = row_number() OVER (ORDER BY e.sequence) AS whole
                  FROM audit.entries e
                  WHERE e.tenant_id = \(tenant ?? acme)
                ) s
                WHERE NOT (fits AND whole AND previous_hash = before)
                ORDER BY sequence
                """
            ).decode(Int64.self)
        }
    }

    static func quiet() -> Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    static func lend(_ body: @Sendable (World) async throws -> Void) async throws {
        let test = try await TestPostgres.database(migrated: true)
        let database = test.database(poolSize: 6)
        let (acme, zenith) = (TenantID(), TenantID())
        do {
            try await test.execute(
                """
                INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone) VALUES
                  ('\(acme)', 'acme', 'Acme', 'free', 'EUR', 'UTC'), ('\(zenith)', 'zenith', 'Zenith', 'free', 'EUR', 'UTC');
                """)
            try await body(World(test: test, database: database, trail: AuditTrail(database: database, logger: quiet()), acme: acme, zenith: zenith))
        } catch {
            await database.close()
            try? await test.drop()
            throw error
        }
        await database.close()
        try await test.drop()
    }

    @Test func `A change is stored with all that is known of it before record returns (statement 38)`() async throws {
        try await Self.lend { (world) async throws in
            await world.trail.record(world.event("things.create"))

            let row = try await world.test.query(
                """
                SELECT actor_kind, actor_id, action, resource_type, resource_id, outcome, address, user_agent, request_id, changes::text
                FROM audit.entries WHERE tenant_id = \(world.acme) AND sequence = 1
                """)[0]
            #expect(
                (0..<10).map { row[$0] } == [
                    "user", "0197", "things.create", "thing", "1", "success", "203.0.113.1", "test/1", "r1", #"{"name": "x"}"#,
                ])
        }
    }

    @Test func `The chain verifies, and a changed, removed or added row is found (statement 38)`() async throws {
        try await Self.lend { (world) async throws in
            for number in 1...6 { await world.trail.record(world.event("a\(number)")) }
            #expect(try await world.broken().isEmpty)

            try await world.test.execute("UPDATE audit.entries SET outcome = 'denied' WHERE sequence = 3")
            #expect(try await world.broken() == [3])
            try await world.test.execute("UPDATE audit.entries SET outcome = 'success' WHERE sequence = 3")
            try await world.test.execute("DELETE FROM audit.entries WHERE sequence = 5")
            #expect(try await world.broken() == [6])
        }
    }

    @Test(arguments: [
        "UPDATE audit.entries SET action = 'x'", "DELETE FROM audit.entries", "TRUNCATE audit.entries", "UPDATE audit.heads SET sequence = 0",
        "INSERT INTO audit.heads VALUES (gen_random_uuid(), 0, '')", "ALTER TABLE audit.entries DISABLE ROW LEVEL SECURITY",
        "DROP TABLE audit.entries",
        """
        INSERT INTO audit.entries (tenant_id, sequence, at, actor_kind, action, outcome, previous_hash, hash)
        VALUES (core.tenant(), 99, now(), 'user', 'x', 'success', '', '')
        """,
    ])
    func `The application's role may append through the function and do nothing else (statement 38)`(statement: String) async throws {
        try await Self.lend { (world) async throws in
            await world.trail.record(world.event("a"))

            let error = await #expect(throws: PostgresError.self) {
                try await world.database.inTenant(world.acme) { (tx) async throws in
                    _ = try await tx.query("SELECT set_config('test.statement', \(statement), true)")
                    _ = try await tx.execute(Self.run(statement))
                }
            }

            #expect(error?.sqlState == "42501")
            #expect(try await world.actions() == ["a"])
        }
    }

    /// A statement that is no literal of the product, as a query: by way of dynamic SQL in a block.
    static func run(_ statement: String) -> Query {
        "DO $do$ BEGIN EXECUTE current_setting('test.statement'); END $do$"
    }

    @Test func `Twenty writers at once keep one whole chain a tenant (statement 38)`() async throws {
        try await Self.lend { (world) async throws in
            let trails = (0..<5).map { _ in AuditTrail(database: world.database, logger: Self.quiet()) }

            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<20 {
                    group.addTask {
                        for number in 0..<10 {
                            await trails[writer % 5].record(world.event("w\(writer).\(number)", tenant: number % 2 == 0 ? world.acme : world.zenith))
                        }
                    }
                }
            }

            #expect(try await world.actions(world.acme).count == 100)
            #expect(try await world.actions(world.zenith).count == 100)
            #expect(try await world.broken(world.acme).isEmpty)
            #expect(try await world.broken(world.zenith).isEmpty)
            let mine = try await world.actions(world.acme).filter { $0.hasPrefix("w7.") }
            #expect(mine == ["w7.0", "w7.2", "w7.4", "w7.6", "w7.8"])
        }
    }

    @Test func `Denials are gathered and stored together`() async throws {
        try await Self.lend { (world) async throws in
            for number in 0..<3 { await world.trail.record(world.event("d\(number)", .denied)) }
            let before = await world.trail.backlog

            await world.trail.drain()

            #expect(before == 3)
            #expect(await world.trail.backlog == 0)
            #expect(try await world.actions() == ["d0", "d1", "d2"])
        }
    }

    @Test func `While the database is away events wait, and are stored in order when it is back`() async throws {
        let server = try await PrivateServer.make()
        defer { server.remove() }
        let configuration = try server.configuration()
        try await Migrator(directory: TestPostgres.migrations).apply(to: configuration)
        let tenant = TenantID()
        let database = Database(configuration.with(user: "tactics_app"))
        let admin = TestDatabase(configuration: configuration, server: configuration, name: "postgres")
        try await admin.execute(
            "INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone) VALUES ('\(tenant)', 'acme', 'A', 'free', 'EUR', 'UTC')")
        let trail = AuditTrail(database: database, logger: Self.quiet())
        await trail.record(AuditEvent(tenant: tenant, actor: "user:1", action: "before", outcome: .success))

        // The test server commits without waiting for its disk; a stop at once would lose what a real one keeps.
        try await admin.execute("CHECKPOINT")
        server.stop()
        for number in 0..<3 { await trail.record(AuditEvent(tenant: tenant, actor: "user:1", action: "away\(number)", outcome: .success)) }
        let waiting = await trail.backlog
        try await server.start()
        await trail.record(AuditEvent(tenant: tenant, actor: "user:1", action: "after", outcome: .success))
        while await trail.backlog > 0 { await trail.drain() }

        #expect(waiting == 3)
        let stored = try await admin.query("SELECT action FROM audit.entries ORDER BY sequence").decode(String.self)
        #expect(stored == ["before", "away0", "away1", "away2", "after"])
        await database.close()
    }

    @Test func `An event that can not be stored at all is dropped and holds up nothing behind it`() async throws {
        try await Self.lend { (world) async throws in
            await world.trail.record(world.event("first", .denied))
            await world.trail.record(world.event("lost", .denied, tenant: TenantID()))
            await world.trail.record(world.event("nul \u{0} byte", .denied))
            await world.trail.record(world.event("third"))

            #expect(try await world.actions().contains("first"))
            #expect(try await world.actions().contains("third"))
            #expect(await world.trail.backlog == 0)
            #expect(try await world.broken().isEmpty)
        }
    }

    @Test func `Line ends and control characters of a client are data (statement 38)`() async throws {
        try await Self.lend { (world) async throws in
            let agent = "curl\r\nadmin deleted everything\u{1B}[31m \"quoted\" \u{0}"

            await world.trail.record(world.event("a", userAgent: agent))
            await world.trail.record(world.event("b", userAgent: String(repeating: "é", count: 2_000)))

            let stored = try await world.test.query("SELECT user_agent FROM audit.entries ORDER BY sequence").decode(String.self)
            #expect(stored.count == 2)
            #expect(stored[0].contains("\r\nadmin deleted everything\u{1B}[31m \"quoted\""))
            #expect(stored[1].count == 500)
            #expect(try await world.broken().isEmpty)
        }
    }

    @Test func `A tenant sees its own trail alone`() async throws {
        try await Self.lend { (world) async throws in
            await world.trail.record(world.event("a"))
            await world.trail.record(world.event("b", tenant: world.zenith))

            let seen = try await world.database.inTenant(world.zenith, .readOnly) { tx in
                try await tx.query("SELECT action FROM audit.entries").decode(String.self)
            }

            #expect(seen == ["b"])
        }
    }

    @Test func `Requests that change or are denied leave their rows, over HTTP (statement 38)`() async throws {
        try await Self.lend { (world) async throws in
            let write = Permission("things:write")
            let user = UserID()
            let key = APIKeyID()
            let endpoints = [
                Endpoint(.post, "/api/v1/things", permission: write, summary: "Make", tag: "Things", output: .nothing) { call in
                    call.audit("things.create", resource: "thing", id: "7", changes: ["size": 3])
                },
                Endpoint(.delete, "/api/v1/things", permission: write, summary: "Fail", tag: "Things", output: .nothing) { _ in
                    throw Problem.conflict("busy", "It is in use.")
                },
                Endpoint(.get, "/api/v1/things", permission: write, summary: "Look", tag: "Things", output: .nothing) { _ in },
            ]
            let callers = KnownTokens([
                "may": Principal(tenant: world.acme, subject: .user(user), permissions: [write]),
                "maynot": Principal(tenant: world.acme, subject: .apiKey(key)),
            ])

            try await WebApplication.test(endpoints, authenticator: callers, audit: world.trail) { client in
                _ = try await client.authorized("may").send(.post, "/api/v1/things")
                _ = try await client.authorized("may").send(.delete, "/api/v1/things")
                _ = try await client.authorized("may").send(.get, "/api/v1/things")
                _ = try await client.authorized("maynot").send(.get, "/api/v1/things")
                _ = try await client.authorized("maynot").send(.post, "/api/v1/things", headers: ["User-Agent": "a\tb"])
            }
            await world.trail.drain()

            let rows = try await world.test.query(
                "SELECT concat_ws(' ', actor_kind, actor_id, action, outcome) FROM audit.entries ORDER BY sequence"
            ).decode(String.self)
            #expect(
                rows == [
                    "user \(user) things.create success", "user \(user) delete_things failure", "api_key \(key) get_things denied",
                    "api_key \(key) post_things denied",
                ])
            #expect(try await world.broken().isEmpty)
        }
    }
}
