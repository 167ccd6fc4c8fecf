package import Core
import Postgres

/// What became of a sync's job.
package enum SyncJobOutcome: Sendable, Hashable {
    case done
    /// It is parked until then.
    case again(at: Instant)
}

/// The job of a sync. It may be run again at any time: the sync goes on from its last checkpoint.
package struct SyncJob: Sendable {
    /// Told after each checkpoint: rows done, rows expected, the stream. May throw to make the job stop.
    package typealias Progress = @Sendable (_ done: Int64, _ total: Int64?, _ note: String) async throws -> Void

    private let environment: SyncEnvironment

    package init(_ environment: SyncEnvironment) { self.environment = environment }

    /// - Throws: what the database or `progress` throws; the job is then to be run again.
    package func run(
        tenant: TenantID, input: JSON, progress: @escaping Progress = { _, _, _ in }, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> SyncJobOutcome {
        guard let sync = input["sync_id"]?.string.flatMap({ SyncID($0) }) else { return .done }
        guard let plan = try await environment.database.inTenant(tenant, body: { tx in try await SyncStore.begin(sync, tx) }) else { return .done }
        return try await SyncRunner(environment: environment, plan: plan, progress: progress, isCancelled: isCancelled).run()
    }
}

extension Database {
    fileprivate func inTenant<Value: Sendable>(
        _ tenant: TenantID, body: (borrowing TenantTransaction) async throws -> Value
    ) async throws -> Value { try await inTenant(tenant, .readWrite, body) }
}
