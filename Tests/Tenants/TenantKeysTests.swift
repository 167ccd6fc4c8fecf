import Core
import Postgres
import Sealing
import Testing

@testable import Tenants

@Suite struct TenantKeysTests {
    @Test func `A tenant's key is unwrapped once and then known`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let (id, _) = try await world.applier().apply(try ApplyTests.manifest("bloom"))
            let fresh = TenantKeys(database: world.database, masters: try MasterKeys(parsing: Secret(TenantsWorld.master)))
            let place = FieldPlace(table: "t", column: "c", row: "1")
            let sealed = try await fresh.keyring(id).seal("hello", in: place)

            try await world.test.execute("DELETE FROM core.tenant_keys")
            let again = try await fresh.keyring(id)

            #expect(try again.openText(sealed, in: place).reveal() == "hello")
        }
    }

    @Test func `A tenant without a key is an error, and not remembered as one`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let id = TenantID()
            await #expect(throws: MissingTenantKey.self) { try await world.keys.keyring(id) }

            let (bloom, _) = try await world.applier().apply(try ApplyTests.manifest("bloom"))

            #expect(try await world.keys.keyring(bloom).tenant == bloom)
            #expect(MissingTenantKey(tenant: id).problem.status == 404)
        }
    }

    @Test func `A wrapped key of another tenant opens nothing (statement 36)`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let (bloom, _) = try await world.applier().apply(try ApplyTests.manifest("bloom"))
            let (north, _) = try await world.applier().apply(try ApplyTests.manifest("north"))
            try await world.test.execute(
                """
                UPDATE core.tenant_keys SET wrapped = (SELECT wrapped FROM core.tenant_keys WHERE tenant_id = '\(bloom)') WHERE tenant_id = '\(north)'
                """)

            await #expect(throws: SealingError.self) { try await world.keys.keyring(north) }
        }
    }

    @Test func `Without the master key a tenant's key does not open`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let (id, _) = try await world.applier().apply(try ApplyTests.manifest("bloom"))
            let other = TenantKeys(database: world.database, masters: try MasterKeys(parsing: Secret(String(repeating: "cd", count: 32))))

            await #expect(throws: SealingError.self) { try await other.keyring(id) }
        }
    }
}
