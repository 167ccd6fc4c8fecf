import Core
import Postgres
import Testing
import Web

@testable import Tenants

@Suite struct TenantRoutesTests {
    /// Two tenants over HTTP: tokens `admin`, `reader`, `nothing` of the first, `other` of the second.
    static func lend(_ body: @Sendable @escaping (TenantsWorld, TenantID, WebTestClient) async throws -> Void) async throws {
        try await TenantsWorld.lend { (world) async throws in
            let (bloom, _) = try await world.applier().apply(try ApplyTests.manifest("bloom"))
            let (north, _) = try await world.applier().apply(try ApplyTests.manifest("north"))
            let callers = [
                "admin": Principal(tenant: bloom, subject: .user(UserID()), roles: ["admin"]),
                "reader": Principal(tenant: bloom, subject: .user(UserID()), permissions: [.tenantRead]),
                "nothing": Principal(tenant: bloom, subject: .apiKey(APIKeyID())),
                "other": Principal(tenant: north, subject: .user(UserID()), roles: ["admin"]),
            ]
            try await WebApplication.test(Tenants(database: world.database).endpoints, authenticator: KnownTokens(callers)) { client in
                try await body(world, bloom, client)
            }
        }
    }

    @Test func `A tenant reads itself, its limits and what it uses of them`() async throws {
        try await Self.lend { (world, bloom, client) async throws in
            try await world.test.execute(
                """
                INSERT INTO identity.users (tenant_id, id, email_sealed, email_index, email_locator, role, state) VALUES
                  ('\(bloom)', '\(UserID())', 'a', 'a', 'a', 'admin', 'active'), ('\(bloom)', '\(UserID())', 'b', 'b', 'b', 'admin', 'disabled');
                INSERT INTO ingest.connections (tenant_id, id, connector, name) VALUES ('\(bloom)', '\(ConnectionID())', 'meta', 'Meta');
                INSERT INTO ingest.syncs (tenant_id, id, connection_id, mode, cause, state, started_at, rows_written)
                SELECT tenant_id, gen_random_uuid(), id, 'full', 'request', 'completed', at, rows
                FROM ingest.connections, (VALUES (now(), 40), (now(), 2), (now() - interval '40 days', 1000)) s (at, rows);
                """)
            let reader = client.authorized("reader")

            let tenant = try await reader.send(.get, "/api/v1/tenant")
            let limits = try await reader.send(.get, "/api/v1/tenant/limits")
            let usage = try await reader.send(.get, "/api/v1/tenant/usage")

            #expect(tenant.json["slug"]?.string == "bloom")
            #expect(tenant.json["currency"]?.string == "EUR")
            #expect(limits.json == ["connections": 20, "seats": 10, "rows_per_month": 10_000_000, "api_per_minute": 6_000])
            #expect(usage.json == ["connections": 1, "seats": 1, "rows_this_month": 42])
        }
    }

    @Test func `A tenant changes its name, currency and zone, and what is left out stays`() async throws {
        try await Self.lend { (world, _, client) async throws in
            let changed = try await client.authorized("admin").send(.patch, "/api/v1/tenant", body: ["name": "Bloom & Co", "currency": "USD"])
            let read = try await client.authorized("reader").send(.get, "/api/v1/tenant")

            #expect(changed.status == 200)
            #expect(read.json == changed.json)
            #expect(read.json["name"]?.string == "Bloom & Co")
            #expect(read.json["currency"]?.string == "USD")
            #expect(read.json["time_zone"]?.string == "Europe/Berlin")
            #expect(try await world.count("SELECT count(*) FROM core.tenants WHERE name = 'Bloom & Co'") == 1)
        }
    }

    @Test(arguments: ["plan", "state", "slug", "quotas", "id", "tenant_id", "created_at", "roles"])
    func `What is the operator's is refused by name and never stored (statement 11)`(field: String) async throws {
        try await Self.lend { (world, _, client) async throws in
            let before = try await world.rows()

            let answer = try await client.authorized("admin").send(
                .patch, "/api/v1/tenant", body: .object([.init("name", "X"), .init(field, "enterprise")]))

            #expect(answer.status == 422)
            #expect(answer.faults.count == 1)
            #expect(answer.faults[0].hasPrefix("/\(field) "))
            #expect(try await world.rows() == before)
        }
    }

    @Test func `All faults of a change are told at once`() async throws {
        try await Self.lend { (_, _, client) async throws in
            let scalars = try await client.authorized("admin").send(.patch, "/api/v1/tenant", body: ["name": "", "currency": "euro"])
            let zone = try await client.authorized("admin").send(.patch, "/api/v1/tenant", body: ["time_zone": "Mars/Olympus"])

            #expect(scalars.status == 422)
            #expect(scalars.faults.count == 2)
            #expect(zone.faults == ["/time_zone invalid"])
        }
    }

    @Test func `Every endpoint of tenants asks for its permission (statement 8)`() async throws {
        try await Self.lend { (world, _, client) async throws in
            let expected = [
                "GET /api/v1/tenant": "tenant:read", "PATCH /api/v1/tenant": "tenant:write", "GET /api/v1/tenant/usage": "tenant:read",
                "GET /api/v1/tenant/limits": "tenant:read",
            ]
            let endpoints = Tenants(database: world.database).endpoints

            #expect(Dictionary(uniqueKeysWithValues: endpoints.map { ("\($0.method.rawValue) \($0.path)", $0.permission?.text) }) == expected)
            for endpoint in endpoints {
                let body: JSON? = endpoint.method == .patch ? ["name": "Y"] : nil
                let nobody = try await client.send(endpoint.method, endpoint.path, body: body)
                let nothing = try await client.authorized("nothing").send(endpoint.method, endpoint.path, body: body)
                let reader = try await client.authorized("reader").send(endpoint.method, endpoint.path, body: body)
                let admin = try await client.authorized("admin").send(endpoint.method, endpoint.path, body: body)
                #expect([nobody.status, nothing.status, admin.status] == [401, 403, 200])
                #expect(reader.status == (endpoint.method == .get ? 200 : 403))
            }
        }
    }

    @Test func `Each tenant sees itself alone`() async throws {
        try await Self.lend { (_, _, client) async throws in
            let other = try await client.authorized("other").send(.get, "/api/v1/tenant")

            #expect(other.json["slug"]?.string == "north")
        }
    }
}
