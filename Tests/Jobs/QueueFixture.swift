import Core
import Jobs
import Postgres

/// A database with two tenants, for one test.
struct QueueFixture: Sendable {
    let store: TestDatabase
    let database: Database
    let platform: PlatformDatabase
    let board: JobBoard
    let a = TenantID()
    let b = TenantID()

    static func with<T>(_ body: (QueueFixture) async throws -> T) async throws -> T {
        let store = try await TestPostgres.database()
        let fixture = QueueFixture(store)
        do {
            try await fixture.addTenants()
            let value = try await body(fixture)
            await fixture.close()
            return value
        } catch {
            await fixture.close()
            throw error
        }
    }

    private init(_ store: TestDatabase) {
        self.store = store
        database = store.database()
        platform = store.platform(poolSize: 8)
        board = JobBoard(platform)
    }

    private func addTenants() async throws {
        for (tenant, slug) in [(a, "north"), (b, "bloom")] {
            _ = try await store.query(
                """
                INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone)
                VALUES (\(tenant), \(slug), \(slug), 'growth', 'EUR', 'Europe/Berlin')
                """)
        }
    }

    private func close() async {
        await database.close()
        await platform.close()
        try? await store.drop()
    }

    @discardableResult
    func enqueue(_ request: JobRequest, for tenant: TenantID) async throws -> Enqueued {
        try await database.inTenant(tenant) { tx in try await JobQueue.enqueue(request, in: tx) }
    }

    func job(_ id: JobID, of tenant: TenantID) async throws -> Job? {
        try await database.inTenant(tenant) { tx in try await JobQueue.find(id, in: tx) }
    }

    func claim(_ count: Int = 1, worker: String = "w", lease: Duration = .seconds(30)) async throws -> [ClaimedJob] {
        try await board.claim([(.default, count)], worker: worker, lease: lease)
    }
}
