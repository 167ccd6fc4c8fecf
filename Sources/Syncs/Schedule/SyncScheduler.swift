package import Core
import Logging
import Postgres
package import ServiceLifecycle

/// Looks every few seconds which connections are due, on all tenants, and queues a sync for each. Any number of them may run: taking a due connection
/// moves its next time on.
package struct SyncScheduler: Service {
    let syncs: Syncs
    private static let pause = Duration.seconds(3)
    private static let most = 100

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { while try await tick() == Self.most {} } catch is CancellationError { return } catch {
                    syncs.environment.logger.warning("The due connections could not be read", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }

    /// Queues what is due now; gives how many connections that were.
    package func tick() async throws -> Int {
        let due = try await syncs.environment.platform.inPlatform("queue due syncs") { tx in
            try await tx.query("SELECT tenant_id, connection_id FROM ingest.take_due_connections(\(Self.most)::int)").decode(
                TenantID.self, ConnectionID.self)
        }
        for (tenant, connection) in due {
            do { _ = try await syncs.request(tenant, connection, cause: .schedule) } catch let problem as Problem where problem.status < 500 {
                // Its last sync is still under way, or it was paused meanwhile: the next time will do.
            }
        }
        return due.count
    }
}
