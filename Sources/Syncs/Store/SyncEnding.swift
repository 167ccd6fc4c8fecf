import ConnectorHost
import Core
import Postgres

/// Writes how a run ended.
struct SyncEnding: Sendable {
    let plan: SyncPlan
    let end: SyncMachine.End
    let pluginFaults: Int
    let usage: JSON?
    let counts: SyncCounts

    var state: String {
        switch end {
        case .completed: "completed"
        case .partial: "partial"
        case .failed: "failed"
        case .parked: "parked"
        case .cancelled: "cancelled"
        }
    }

    /// Only a run that is still the sync's own may say how it ended. `false` when it is not.
    func write(_ tx: borrowing TenantTransaction) async throws -> Bool {
        let isParked = state == "parked"
        let written = try await tx.execute(
            """
            UPDATE ingest.syncs
            SET state = \(state), error = \(fault?.document), parked_until = \(parkedUntil), plugin_faults = \(pluginFaults),
              usage = COALESCE(\(usage), usage), requests = requests + \(counts.requests), bytes_read = bytes_read + \(counts.bytes),
              throttles = throttles + \(counts.throttles), finished_at = CASE WHEN \(isParked) THEN NULL ELSE now() END
            WHERE tenant_id = \(tx.tenant) AND id = \(plan.sync) AND run = \(plan.run)
            """)
        guard written == 1 else { return false }
        guard case .failed(let fault, let outcome) = end, outcome != .unchanged else { return true }
        try await tx.execute(
            """
            UPDATE ingest.connections
            SET state = \(outcome.rawValue), state_reason = \(String(SyncFault.plain(fault.message).prefix(500))), updated_at = now()
            WHERE tenant_id = \(tx.tenant) AND id = \(plan.connection) AND state = 'active'
            """)
        return true
    }

    private var fault: SyncFault? {
        switch end {
        case .partial(let fault), .failed(let fault, _), .parked(_, let fault): fault
        case .completed, .cancelled: nil
        }
    }

    private var parkedUntil: Instant? { if case .parked(let until, _) = end { until } else { nil } }
}

/// What was used since the last time that it was written down.
struct SyncCounts: Sendable, Hashable {
    var requests: Int64 = 0
    var bytes: Int64 = 0
    var throttles: Int64 = 0
}
