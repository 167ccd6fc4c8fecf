import ConnectorHost
import Core
import Postgres

/// The rows of syncs and their streams.
enum SyncStore {
    /// Begins a run: takes the next fencing number, so that an older run can store nothing more.
    /// - Returns: `nil` for a sync that is over.
    static func begin(_ sync: SyncID, _ tx: borrowing TenantTransaction) async throws -> SyncPlan? {
        let row = try await tx.first(
            """
            UPDATE ingest.syncs s
            SET run = s.run + 1, state = 'running', started_at = COALESCE(s.started_at, now()), parked_until = NULL, error = NULL
            FROM ingest.connections c, core.tenants t
            WHERE s.tenant_id = \(tx.tenant)
              AND s.id = \(sync)
              AND s.state IN ('queued', 'running', 'parked')
              AND c.tenant_id = s.tenant_id
              AND c.id = s.connection_id
              AND t.id = s.tenant_id
            RETURNING c.id, c.connector, s.mode, s.since, s.until, c.config, s.run, s.plugin_faults, s.checkpoints, t.time_zone, t.currency, s.started_at
            """)
        guard let row else { return nil }
        let found = try row.decode(
            ConnectionID.self, String.self, String.self, Day?.self, Day?.self, JSON.self, Int.self, Int.self, Int64.self, String.self, String.self,
            Instant.self)
        return SyncPlan(
            tenant: tx.tenant, sync: sync, connection: found.0, connector: found.1, mode: SyncRequest.Mode(rawValue: found.2) ?? .incremental,
            since: found.3, until: found.4, config: found.5, run: found.6, pluginFaults: found.7, checkpoints: found.8, timeZone: found.9,
            currency: found.10, startedAt: found.11)
    }

    /// The streams in the manifest's order: what this sync has done of them, and where each goes on.
    static func streams(_ plan: SyncPlan, _ offered: [StreamDescription], _ tx: borrowing TenantTransaction) async throws -> [SyncPlan.Stream] {
        for (ordinal, stream) in offered.enumerated() {
            try await tx.execute(
                """
                INSERT INTO ingest.sync_streams (tenant_id, sync_id, stream, ordinal)
                VALUES (\(tx.tenant), \(plan.sync), \(stream.name), \(ordinal))
                ON CONFLICT DO NOTHING
                """)
        }
        let states = try await tx.query(
            "SELECT stream, state FROM ingest.sync_streams WHERE tenant_id = \(tx.tenant) AND sync_id = \(plan.sync)"
        ).decode(String.self, String.self)
        let cursors = try await tx.query(
            """
            SELECT name, cursor, COALESCE(checkpoint_at >= \(plan.startedAt), false)
            FROM ingest.streams
            WHERE tenant_id = \(tx.tenant) AND connection_id = \(plan.connection)
            """
        ).decode(String.self, JSON?.self, Bool.self)
        return offered.map { description in
            let state = states.first { $0.0 == description.name }?.1
            let stored = cursors.first { $0.0 == plan.cursorName(description.name) }
            // A full read begins at the beginning, but goes on where an earlier run of this very sync stopped.
            let isResumable = plan.mode == .incremental || stored?.2 == true
            let isOver = state == "completed" || state == "skipped"
            return SyncPlan.Stream(
                description: description, state: isOver ? (state == "skipped" ? .skipped : .completed) : .pending,
                cursor: isResumable ? stored?.1 : nil)
        }
    }

    /// The cursor that the last checkpoint of a stream left.
    static func cursor(_ plan: SyncPlan, _ stream: String, _ tx: borrowing TenantTransaction) async throws -> JSON? {
        try await tx.first(
            """
            SELECT cursor
            FROM ingest.streams
            WHERE tenant_id = \(tx.tenant)
              AND connection_id = \(plan.connection)
              AND name = \(plan.cursorName(stream))
              AND (\(plan.mode == .incremental) OR checkpoint_at >= \(plan.startedAt))
            """
        )?.value(at: 0, as: JSON?.self)
    }

    /// Whether the run is still the sync's own, and whether its end was asked for.
    static func standing(_ plan: SyncPlan, _ tx: borrowing TenantTransaction) async throws -> (isOwn: Bool, isCancelled: Bool) {
        let row = try await tx.first("SELECT run, cancel_requested FROM ingest.syncs WHERE tenant_id = \(tx.tenant) AND id = \(plan.sync)")
        guard let (run, cancelled) = try row?.decode(Int.self, Bool.self) else { return (false, true) }
        return (run == plan.run, cancelled)
    }

    static func setStream(
        _ plan: SyncPlan, _ stream: String, _ state: String, fault: SyncFault? = nil, _ tx: borrowing TenantTransaction
    ) async throws {
        try await tx.execute(
            """
            UPDATE ingest.sync_streams
            SET state = \(state), error = \(fault?.document)
            WHERE tenant_id = \(tx.tenant) AND sync_id = \(plan.sync) AND stream = \(stream)
            """)
    }

    /// A stream was read to its end.
    static func completeStream(_ plan: SyncPlan, _ stream: String, _ tx: borrowing TenantTransaction) async throws {
        try await setStream(plan, stream, "completed", tx)
        if plan.mode == .backfill {
            try await tx.execute(
                """
                DELETE FROM ingest.streams
                WHERE tenant_id = \(tx.tenant) AND connection_id = \(plan.connection) AND name = \(plan.cursorName(stream))
                """)
        } else {
            try await tx.execute(
                """
                INSERT INTO ingest.streams (tenant_id, connection_id, name, completed_at)
                VALUES (\(tx.tenant), \(plan.connection), \(stream), now())
                ON CONFLICT (tenant_id, connection_id, name) DO UPDATE SET completed_at = now()
                """)
        }
    }

    static func cancel(_ sync: SyncID, _ tx: borrowing TenantTransaction) async throws {
        let row = try await tx.first("SELECT state FROM ingest.syncs WHERE tenant_id = \(tx.tenant) AND id = \(sync) FOR UPDATE")
        guard let state = try row?.value(at: 0, as: String.self) else { throw Problem.notFound }
        switch state {
        case "running":
            try await tx.execute("UPDATE ingest.syncs SET cancel_requested = true WHERE tenant_id = \(tx.tenant) AND id = \(sync)")
        case "queued", "parked":
            try await tx.execute(
                """
                UPDATE ingest.syncs
                SET cancel_requested = true, state = 'cancelled', finished_at = now(), parked_until = NULL, error = NULL
                WHERE tenant_id = \(tx.tenant) AND id = \(sync)
                """)
        default: throw Problem.conflict("sync_over", "This sync is over already.")
        }
    }

    static func reset(_ connection: ConnectionID, _ stream: String?, _ tx: borrowing TenantTransaction) async throws {
        let known = try await tx.first("SELECT id FROM ingest.connections WHERE tenant_id = \(tx.tenant) AND id = \(connection) FOR UPDATE")
        guard known != nil else { throw Problem.notFound }
        let busy = try await tx.first(
            """
            SELECT id
            FROM ingest.syncs
            WHERE tenant_id = \(tx.tenant) AND connection_id = \(connection) AND state IN ('queued', 'running', 'parked')
            """)
        guard busy == nil else { throw Problem.conflict("sync_running", "A sync of this connection is under way. Wait for it, or cancel it.") }
        try await tx.execute(
            """
            DELETE FROM ingest.streams
            WHERE tenant_id = \(tx.tenant) AND connection_id = \(connection) AND (\(stream)::text IS NULL OR name = \(stream)::text)
            """)
    }
}
