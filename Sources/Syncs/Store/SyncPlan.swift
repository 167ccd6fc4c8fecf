import ConnectorHost
import Core
import Postgres

/// All that a run of a sync needs to know, read at its start.
struct SyncPlan: Sendable {
    struct Stream: Sendable {
        let description: StreamDescription
        var state: SyncMachine.StreamState
        /// What the next read starts from.
        var cursor: JSON?
    }

    let tenant: TenantID
    let sync: SyncID
    let connection: ConnectionID
    let connector: String
    let mode: SyncRequest.Mode
    let since: Day?
    let until: Day?
    /// As stored, with `upload_id` where there is one.
    let config: JSON
    /// The fencing number of this run.
    let run: Int
    let pluginFaults: Int
    let checkpoints: Int64
    let timeZone: String
    let currency: String
    /// When the sync began: what was stored since is its own.
    let startedAt: Instant

    /// Under which name a stream's cursor is kept. A backfill has one of its own, so that it does not move the cursor of fresh data.
    func cursorName(_ stream: String) -> String { mode == .backfill ? "\(stream)@backfill" : stream }

    /// How a stream is read where it does not know the sync's mode; `nil` leaves it out.
    func mode(of stream: StreamDescription) -> StreamDescription.Mode? {
        let wanted = StreamDescription.Mode(rawValue: mode.rawValue) ?? .incremental
        if stream.modes.contains(wanted) { return wanted }
        if mode == .backfill { return nil }
        return stream.modes.first { $0 != .backfill }
    }
}
