package import Core
package import Logging
package import Reactor
package import ServiceLifecycle

/// The database of tenants' data: a pool of connections in the role `tactics_app`, used in transactions that are bound to one tenant each.
package final class Database: Service {
    private let pools: [ConnectionPool]

    /// Opens nothing yet: the first use does.
    /// - Parameter reactors: share the connections of the pool. A task that runs on one of them uses its share, without a change of thread; any other
    ///   task that of the first.
    package init(_ configuration: DatabaseConfiguration, logger: Logger = Logger(label: "postgres"), reactors: [Reactor] = [.shared]) {
        let count = max(1, min(reactors.count, configuration.poolSize))
        pools = reactors.prefix(count).enumerated().map { index, reactor in
            var share = configuration
            share.poolSize = (configuration.poolSize + count - 1 - index) / count
            return ConnectionPool(share, logger: logger, reactor: reactor)
        }
    }

    private var pool: ConnectionPool { pools.first { $0.reactor.isCurrent } ?? pools[0] }

    /// Lends a transaction bound to the tenant, commits when the body returns and rolls back when it throws. BEGIN and the tenant travel with the
    /// first statement, in its round trip. A read-only transaction does not wait for its COMMIT.
    /// - Throws: what the body throws; `DatabaseUnavailable`, `CancellationError`; `PostgresError` of the kind `.rolledBack` when a failure was
    ///   swallowed.
    @discardableResult
    package func inTenant<T: Sendable>(
        _ tenant: TenantID, _ mode: TransactionMode = .readWrite, isolation: isolated (any Actor)? = #isolation,
        _ body: (borrowing TenantTransaction) async throws -> T
    ) async throws -> T {
        try await TransactionLender(pool: pool).withSession(mode, settings: [Self.bind(tenant)]) { session in
            try await body(TenantTransaction(tenant: tenant, session: session))
        }
    }

    /// One query of a tenant in one round trip, in a transaction of its own: the fast path of reads.
    ///
    /// The tenant's setting (and `transaction_read_only`) and the query go out in one pipeline batch, which PostgreSQL runs as one transaction and
    /// commits at its end (manual, 55.2.4 Pipelining); `set_config(…, true)` ends with it. So no BEGIN and no COMMIT need be parsed.
    /// - Parameter mode: `.readWrite` for a single statement that writes; it is not repeated when the connection breaks.
    nonisolated(nonsending) package func once(_ tenant: TenantID, _ query: Query, mode: TransactionMode = .readOnly) async throws -> Rows {
        guard let rows = try await once(tenant, [query], mode: mode).first else { throw PostgresError(.misuse, "the query gave no result") }
        return rows
    }

    /// Several queries of a tenant in one round trip, in one transaction.
    nonisolated(nonsending) package func once(_ tenant: TenantID, _ queries: [Query], mode: TransactionMode = .readOnly) async throws -> [Rows] {
        let settings = mode == .readOnly ? Self.bindReading(tenant) : Self.bind(tenant)
        do {
            let results = try await pool.exchange([settings] + queries, isRepeatable: mode == .readOnly)
            return results.dropFirst().map { Rows(result: $0) }
        } catch { throw error.surfaced }
    }

    /// Whether the database answers.
    /// - Throws: `DatabaseUnavailable`.
    package func ping() async throws {
        do { _ = try await pool.exchange(["SELECT 1"], isRepeatable: true) } catch { throw error.surfaced }
    }

    /// `server_version_num` of the server: 150020 for 15.20.
    package func serverVersion() async throws -> Int {
        do {
            let rows = try await pool.exchange(["SELECT current_setting('server_version_num')::int"], isRepeatable: true).map { Rows(result: $0) }
            return try rows.first?.first?.value(at: 0) ?? 0
        } catch let error as PostgresError { throw error.surfaced }
    }

    /// Queries that touch no tenant's row (the schema's state, the catalog), read only.
    package func outsideTenants(_ query: Query) async throws -> Rows {
        do {
            let readOnly: Query = "SELECT set_config('transaction_read_only', 'on', true), set_config('tactics.tenant_id', '', true)"
            guard let result = try await pool.exchange([readOnly, query], isRepeatable: true).last else {
                throw PostgresError(.misuse, "the query gave no result")
            }
            return Rows(result: result)
        } catch let error as PostgresError { throw error.surfaced }
    }

    package func statistics() async -> PoolStatistics {
        var sum = await pools[0].statistics
        for pool in pools.dropFirst() { sum += await pool.statistics }
        return sum
    }

    /// Closes idle connections from time to time; all of them on shutdown.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                for pool in self.pools { group.addTask { await pool.maintain() } }
            }
        }
        await close()
    }

    /// For where no service group does it: closes the pool.
    package func close() async { for pool in pools { await pool.shutdown() } }

    private static func bind(_ tenant: TenantID) -> Query { "SELECT set_config('tactics.tenant_id', \(tenant)::text, true)" }

    private static func bindReading(_ tenant: TenantID) -> Query {
        "SELECT set_config('tactics.tenant_id', \(tenant)::text, true), set_config('transaction_read_only', 'on', true)"
    }
}
