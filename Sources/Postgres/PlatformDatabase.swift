package import Logging
import Reactor
import ServiceLifecycle

/// The way across tenants: its own pool in the role `tactics_platform`, which may call the listed functions and nothing else. Rare, and named each
/// time.
package final class PlatformDatabase: Service {
    private let pool: ConnectionPool
    private let logger: Logger

    package init(_ configuration: DatabaseConfiguration, logger: Logger = Logger(label: "postgres.platform")) {
        pool = ConnectionPool(configuration, logger: logger, reactor: .shared)
        self.logger = logger
    }

    /// Lends a transaction, commits when the body returns and rolls back when it throws.
    /// - Parameter reason: a few fixed words on why, for the log at debug level.
    @discardableResult
    package func inPlatform<T: Sendable>(
        _ reason: String, _ mode: TransactionMode = .readWrite, isolation: isolated (any Actor)? = #isolation,
        _ body: (borrowing PlatformTransaction) async throws -> T
    ) async throws -> T {
        logger.debug("platform transaction", metadata: ["reason": "\(reason)"])
        return try await TransactionLender(pool: pool).withSession(mode, settings: []) { session in
            try await body(PlatformTransaction(reason: reason, session: session))
        }
    }

    package func statistics() async -> PoolStatistics { await pool.statistics }

    /// Closes idle connections from time to time; all of them on shutdown.
    package func run() async throws {
        await cancelWhenGracefulShutdown { await self.pool.maintain() }
        await pool.shutdown()
    }

    /// For where no service group does it: closes the pool.
    package func close() async { await pool.shutdown() }
}
