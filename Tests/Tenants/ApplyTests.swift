import Core
import Foundation
import Postgres
import Sealing
import Testing

@testable import Tenants

@Suite struct ApplyTests {
    /// The repository's own manifests.
    static func manifest(_ name: String, changing: (String) -> String = { $0 }) throws -> TenantManifest {
        let folder =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/tenants"
        let text = changing(try String(contentsOfFile: "\(folder)/\(name).yaml", encoding: .utf8))
        return try ManifestParser().parse(text, file: "\(name).yaml", directory: folder)
    }

    @Test func `A manifest makes a tenant with its settings and its data key`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let part = StubPart([TenantChange(.create, "user admin@bloom.example", "admin")])

            let (id, changes) = try await world.applier([part.part]).apply(try Self.manifest("bloom"))

            let tenant = try #require(try await world.database.inTenant(id, .readOnly) { tx in try await TenantStore.current(tx) })
            #expect(changes.map(\.description) == ["+ tenant bloom: Bloom Flowers, growth", "+ user admin@bloom.example: admin"])
            #expect(tenant.slug.text == "bloom")
            #expect(tenant.state == .active)
            #expect(tenant.quotas == Quotas(connections: 20, seats: 10, rowsPerMonth: 10_000_000, apiPerMinute: 6_000))
            #expect(part.tasks.count == 1)
            #expect(part.tasks[0].keyring.tenant == id)
            let connections = part.tasks[0].manifest.connections.map(\.name)
            #expect(connections.count == 10 && Set(connections).isSuperset(of: ["Meta Ads", "Shop", "Payments"]))
            #expect(try await world.keys.keyring(id).tenant == id)
        }
    }

    @Test(arguments: ["bloom", "north", "cdnow"])
    func `Applying the same manifest again changes nothing and writes nothing`(name: String) async throws {
        try await TenantsWorld.lend { (world) async throws in
            let manifest = try Self.manifest(name)
            let first = try await world.applier().apply(manifest)
            let before = try await world.rows()

            let second = try await world.applier().apply(manifest)

            #expect(second.tenant == first.tenant)
            #expect(second.changes.isEmpty)
            #expect(try await world.rows() == before)
        }
    }

    @Test func `A changed manifest changes what differs, and says what`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let (id, _) = try await world.applier().apply(try Self.manifest("bloom"))
            let changed = try Self.manifest("bloom") {
                $0.replacing("Bloom Flowers", with: "Bloom & Co").replacing("seats: 10", with: "seats: 12")
                    + "roles:\n  buyer: [campaigns:read]\nmetrics:\n  cpc_meta: { warning: \"> 2.50\" }\nretention: { audit: 400d }\n"
            }

            let (again, changes) = try await world.applier().apply(changed)
            let tenant = try #require(try await world.database.inTenant(id, .readOnly) { tx in try await TenantStore.current(tx) })

            #expect(again == id)
            #expect(changes.map(\.description) == ["~ tenant bloom: name, quotas, roles, metrics, retention"])
            #expect(tenant.name == "Bloom & Co")
            #expect(tenant.quotas.seats == 12)
            #expect(tenant.roles == ["buyer": ["campaigns:read"]])
            #expect(try await world.applier().apply(changed).changes.isEmpty)
        }
    }

    @Test func `A plan tells what would change and writes nothing`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let part = StubPart([TenantChange(.create, "connection Shop")])
            let manifest = try Self.manifest("bloom")

            let plan = try await world.applier([part.part]).plan(manifest)

            #expect(plan.map(\.kind) == [.create, .create])
            #expect(part.tasks.map(\.isPlan) == [true])
            #expect(try await world.count("SELECT (SELECT count(*) FROM core.tenants) + (SELECT count(*) FROM core.tenant_keys)") == 0)
            let (_, changes) = try await world.applier([part.part]).apply(manifest)
            #expect(changes == plan)
            #expect(try await world.applier().plan(manifest).isEmpty)
        }
    }

    @Test func `A part that fails takes the whole manifest back`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let applier = world.applier([StubPart().part, StubPart(failure: PartFailed()).part])

            await #expect(throws: PartFailed.self) { try await applier.apply(try Self.manifest("bloom")) }

            #expect(try await world.count("SELECT (SELECT count(*) FROM core.tenants) + (SELECT count(*) FROM core.tenant_keys)") == 0)
        }
    }

    @Test func `Pruning is told to the parts`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let part = StubPart()
            let manifest = try Self.manifest("bloom")

            _ = try await world.applier([part.part]).apply(manifest)
            _ = try await world.applier([part.part]).apply(manifest, prunes: true)

            #expect(part.tasks.map(\.prunes) == [false, true])
        }
    }

    @Test func `A bad manifest is refused with line and column before anything is applied`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let error = #expect(throws: ManifestFaults.self) {
                try Self.manifest("bloom") { $0.replacing("currency: EUR", with: "currency: Euro") }
            }

            #expect(error?.faults.first?.line == 6)
            #expect(error?.faults.first?.column == 11)
            #expect(try await world.count("SELECT count(*) FROM core.tenants") == 0)
        }
    }

    @Test func `Two tenants applied at once stand apart, each with a key of its own`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            async let one = world.applier().apply(try Self.manifest("bloom"))
            async let two = world.applier().apply(try Self.manifest("north"))
            let (bloom, north) = try await (one.tenant, two.tenant)

            let seen = try await world.database.inTenant(bloom, .readOnly) { tx in
                try await tx.query("SELECT slug FROM core.tenants").decode(String.self)
            }

            #expect(bloom != north)
            #expect(seen == ["bloom"])
            #expect(try await world.count("SELECT count(DISTINCT wrapped) FROM core.tenant_keys") == 2)
        }
    }

    @Test func `The same manifest applied twice at once makes one tenant`() async throws {
        try await TenantsWorld.lend { (world) async throws in
            let manifest = try Self.manifest("bloom")

            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { (try? await world.applier().apply(manifest)) != nil } }
                return await group.reduce(into: []) { $0.append($1) }
            }

            #expect(outcomes.contains(true))
            #expect(try await world.count("SELECT count(*) FROM core.tenants") == 1)
            #expect(try await world.count("SELECT count(*) FROM core.tenant_keys") == 1)
        }
    }
}
