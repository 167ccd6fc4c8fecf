package import ConnectorHost
package import Core
package import Jobs
import Postgres
package import Web

/// Syncs: what reads platforms through connectors and stores what they say.
package struct Syncs: Sendable {
    let environment: SyncEnvironment

    package init(_ environment: SyncEnvironment) { self.environment = environment }

    /// The kind of a sync's job; its input is `{"sync_id"}`.
    package static let jobKind: JobKind = "sync"

    package var endpoints: [Endpoint] { SyncRoutes(database: environment.database).endpoints }

    /// What a worker does with a job of the kind `sync`. A sync may take as long as it makes progress, so the deadline is wide.
    package var handler: JobHandler {
        JobHandler(Self.jobKind, deadline: .seconds(86_400)) { context in
            let outcome = try await SyncJob(environment).run(
                tenant: context.tenant, input: context.input,
                progress: { done, total, note in try await context.progress(done: done, total: total, note: note) },
                isCancelled: { context.isCancelled })
            return switch outcome {
            case .done: .done()
            case .again(let at): .later(at)
            }
        }
    }

    /// Makes a sync and queues its job.
    /// - Throws: `Problem`: 404; 409 `sync_running`, `connection_paused`, `reconnect_needed`, `plugin_fault`, `config_error`.
    package func request(
        _ tenant: TenantID, _ connection: ConnectionID, mode: SyncRequest.Mode = .incremental, since: Day? = nil, until: Day? = nil,
        cause: SyncRequest.Cause = .request, by user: UserID? = nil
    ) async throws -> SyncID {
        try await environment.database.inTenant(tenant) { tx in
            try await SyncRequest(connection: connection, mode: mode, since: since, until: until, cause: cause, user: user).queue(tx)
        }
    }

    /// Asks a sync to end.
    /// - Throws: `Problem`: 404; 409 `sync_over`.
    package func cancel(_ tenant: TenantID, _ sync: SyncID) async throws {
        try await environment.database.inTenant(tenant) { tx in try await SyncStore.cancel(sync, tx) }
    }

    /// Asks the platform whether a connection works: the account as it names it, `nil` where it names none.
    /// - Throws: `Problem.notFound`, `ConnectorError`, `PluginFault`, `SyncFault`.
    package func check(_ tenant: TenantID, _ connection: ConnectionID) async throws -> (id: String?, name: String?) {
        try await ConnectionCheck(environment).run(tenant, connection)
    }

    /// Forgets how far a stream was read, or all streams for `nil`. What was stored stays and is read over.
    /// - Throws: `Problem`: 404; 409 `sync_running`.
    package func resetStream(_ tenant: TenantID, _ connection: ConnectionID, _ stream: String?) async throws {
        try await environment.database.inTenant(tenant) { tx in try await SyncStore.reset(connection, stream, tx) }
    }

    /// Queues the syncs that are due; runs until it is cancelled.
    package var scheduler: SyncScheduler { SyncScheduler(syncs: self) }
}

extension Access where Self == Permission {
    static var syncsRead: Permission { Permission("syncs:read") }
    static var syncsRun: Permission { Permission("syncs:run") }
}
