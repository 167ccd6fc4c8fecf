import Core
import Postgres
import Sealing
import Synchronization
import Web

@testable import Tenants

/// A migrated database with the keys and the applier of tenants.
struct TenantsWorld: Sendable {
    let test: TestDatabase
    let database: Database
    let platform: PlatformDatabase
    let keys: TenantKeys

    static let master = String(repeating: "ab", count: 32)

    static func lend(_ body: @Sendable (TenantsWorld) async throws -> Void) async throws {
        let test = try await TestPostgres.database(migrated: true)
        let database = test.database(poolSize: 6)
        let platform = test.platform()
        do {
            let keys = TenantKeys(database: database, masters: try MasterKeys(parsing: Secret(master)))
            try await body(TenantsWorld(test: test, database: database, platform: platform, keys: keys))
        } catch {
            await database.close()
            await platform.close()
            try? await test.drop()
            throw error
        }
        await database.close()
        await platform.close()
        try await test.drop()
    }

    func applier(_ parts: [ManifestPart] = []) -> ManifestApplier {
        ManifestApplier(database: database, platform: platform, keys: keys, parts: parts)
    }

    /// All rows of tenants and keys, each with the transaction that wrote it: the same again means that nothing was written.
    func rows() async throws -> [String] {
        try await test.query(
            """
            SELECT t.xmin::text || t.ctid::text || t::text FROM core.tenants t
            UNION ALL SELECT k.xmin::text || k.ctid::text || k::text FROM core.tenant_keys k
            ORDER BY 1
            """
        ).decode(String.self)
    }

    func count(_ query: Query) async throws -> Int64 { try await test.query(query)[0].decode(Int64.self) }
}

/// A part that writes down what it was given, and answers with what it is told.
final class StubPart: Sendable {
    private let state = Mutex<[ManifestPart.Task]>([])
    let changes: [TenantChange]
    let failure: (any Error)?

    init(_ changes: [TenantChange] = [], failure: (any Error)? = nil) {
        self.changes = changes
        self.failure = failure
    }

    var tasks: [ManifestPart.Task] { state.withLock { $0 } }

    var part: ManifestPart {
        ManifestPart { task, _ in
            self.state.withLock { $0.append(task) }
            if let failure = self.failure { throw failure }
            return self.changes
        }
    }
}

struct PartFailed: Error {}
