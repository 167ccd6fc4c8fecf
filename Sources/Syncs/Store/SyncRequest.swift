package import Core
import Jobs
import Postgres

/// A sync that somebody or something asks for.
package struct SyncRequest: Sendable {
    /// How it reads.
    package enum Mode: String, Sendable, CaseIterable {
        case incremental, full, backfill
    }

    /// Why it is made.
    package enum Cause: String, Sendable, CaseIterable {
        case schedule, request, manifest, resume
    }

    let connection: ConnectionID
    let mode: Mode
    let since: Day?
    let until: Day?
    let cause: Cause
    let user: UserID?

    /// Writes the sync and its job in one transaction.
    func queue(_ tx: borrowing TenantTransaction) async throws -> SyncID {
        let row = try await tx.first(
            """
            SELECT state
            FROM ingest.connections
            WHERE tenant_id = \(tx.tenant)
              AND id = \(connection)
            FOR UPDATE
            """)
        guard let row else { throw Problem.notFound }
        if let refusal = Self.refusal(try row.value(at: 0, as: String.self)) { throw refusal }
        let id = SyncID()
        let made = try await tx.execute(
            """
            INSERT INTO ingest.syncs (tenant_id, id, connection_id, mode, cause, since, until, requested_by)
            VALUES (\(tx.tenant), \(id), \(connection), \(mode.rawValue), \(cause.rawValue), \(since), \(until), \(user))
            ON CONFLICT (tenant_id, connection_id) WHERE state IN ('queued', 'running', 'parked') DO NOTHING
            """)
        guard made == 1 else {
            throw Problem.conflict("sync_running", "Another sync of this connection is under way. Wait for it, or cancel it.")
        }
        _ = try await JobQueue.enqueue(
            JobRequest(
                Syncs.jobKind, queue: .sync, input: ["sync_id": .string(id.description)], priority: priority, maxAttempts: 100,
                uniqueKey: id.description), in: tx)
        return id
    }

    /// Who waits for it goes first; a backfill can wait.
    private var priority: Int {
        if mode == .backfill { return 200 }
        return cause == .request ? 50 : 100
    }

    private static func refusal(_ state: String) -> Problem? {
        switch state {
        case "paused": .conflict("connection_paused", "The connection is paused. Resume it first.")
        case "reconnect_needed": .conflict("reconnect_needed", "The platform refuses the credential. Store a new one first.")
        case "config_error": .conflict("config_error", "The connection's settings do not work. Change them first.")
        case "plugin_fault": .conflict("plugin_fault", "The connector failed twice. Resume the connection to try it again.")
        default: nil
        }
    }
}
