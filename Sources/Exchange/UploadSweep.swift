import Core
package import Logging
package import Postgres

extension Uploads {
    /// After so long an upload that is not whole is nobody's any more: twice what one may take to arrive, so that clocks and slow ends do not matter.
    static let abandonedAfter = longestArrival * 2

    /// Removes what processes that were killed left half received, of all tenants.
    /// - Returns: how many uploads that were.
    @discardableResult
    package func sweep(_ platform: PlatformDatabase) async throws -> Int {
        let tenants = try await platform.inPlatform("find uploads that nobody receives any more", .readOnly) { tx in
            try await tx.query("SELECT id FROM core.list_tenants()").decode(TenantID.self)
        }
        var removed = 0
        for tenant in tenants {
            try Task.checkCancellation()
            removed += try await database.inTenant(tenant) { tx in try await UploadStore.removeUnfinished(after: Self.abandonedAfter, tx) }
        }
        return removed
    }

    /// Sweeps at once and then again and again, until its task is cancelled.
    package func keepSwept(_ platform: PlatformDatabase, every pause: Duration = .seconds(3_600), logger: Logger) async {
        while !Task.isCancelled {
            do {
                let removed = try await sweep(platform)
                if removed > 0 { logger.notice("half-received uploads are removed", metadata: ["uploads": "\(removed)"]) }
            } catch {
                if !Task.isCancelled { logger.warning("half-received uploads could not be removed", metadata: ["error": "\(error)"]) }
            }
            try? await Task.sleep(for: pause)
        }
    }
}
