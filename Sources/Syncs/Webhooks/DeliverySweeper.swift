import Core
import Logging
import Postgres
import ServiceLifecycle

/// Ends what no job works on any more and removes what is kept no longer, of all tenants: at the start and once an hour.
package struct DeliverySweeper: Service {
    let environment: SyncEnvironment
    private static let pause = Duration.seconds(3_600)

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await sweep() } catch {
                    if !Task.isCancelled { environment.logger.warning("deliveries could not be swept", metadata: ["error": "\(error)"]) }
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Sweeps once; gives how many rows were changed or removed.
    @discardableResult
    package func sweep() async throws -> Int {
        let tenants = try await environment.platform.inPlatform("find deliveries that are over", .readOnly) { tx in
            try await tx.query("SELECT id FROM core.list_tenants()").decode(TenantID.self)
        }
        var touched = 0
        for tenant in tenants {
            try Task.checkCancellation()
            touched += try await environment.database.inTenant(tenant) { tx in try await DeliveryStore.sweep(tx) }
        }
        return touched
    }
}
