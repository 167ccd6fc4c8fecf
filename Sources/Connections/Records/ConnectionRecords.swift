import ConnectorHost
import Core
import Postgres
import Web

/// How far a stream of a connection is read.
struct StreamProgress: Sendable {
    let name: String
    /// What the connector says of it; `nil` for one that it has no more.
    let description: StreamDescription?
    let cursor: JSON?
    let rowsStored: Int64
    let checkpointAt: Instant?
    let completedAt: Instant?
}

/// A sync of a connection, in short.
struct SyncRecord: Sendable {
    let id: SyncID
    let mode: String
    let cause: String
    let state: String
    let since: Day?
    let until: Day?
    let requestedBy: UserID?
    let requestedAt: Instant
    let startedAt: Instant?
    let finishedAt: Instant?
    let parkedUntil: Instant?
    let rowsRead: Int64
    let rowsWritten: Int64
    let rowsRejected: Int64
    let requests: Int64
    let parkedReason: JSON?
    let error: JSON?
}

extension Schema where Value == StreamProgress {
    static let streamProgress = Schema.record(
        "ConnectionStream",
        field("name", \.name, .string(), "The stream's name."),
        field("kind", { $0.description?.kind }, .nullable(.string()), "The shape that all platforms share; null for one of its own."),
        field("modes", { ($0.description?.modes ?? []).map(\.rawValue) }, .array(of: .string()), "How it can be read."),
        field("offered", { $0.description != nil }, .boolean, "Whether the connector still has it."),
        field("cursor", \.cursor, .nullable(.json), "Where the next sync goes on, in the connector's own words; null for the beginning."),
        field("rows_stored", \.rowsStored, .integer(), "Rows that it brought so far."),
        field("checkpoint_at", \.checkpointAt, .nullable(.instant), "When rows were last stored."),
        field("completed_at", \.completedAt, .nullable(.instant), "When it was last read to its end."))
}

extension Schema where Value == SyncRecord {
    static let syncRecord = Schema.record(
        "ConnectionSync",
        field("id", \.id, .id(), "The sync's id."),
        field("mode", \.mode, .string(), "How it reads: incremental, full or backfill."),
        field("cause", \.cause, .string(), "Why it was made: schedule, request, manifest or resume."),
        field("state", \.state, .string(), "How it is, or how it ended."),
        field("since", \.since, .nullable(.day), "The first day of a backfill."),
        field("until", \.until, .nullable(.day), "The last day of a backfill."),
        field("requested_by", \.requestedBy, .nullable(.id()), "Who asked for it."),
        field("requested_at", \.requestedAt, .instant, "When it was asked for."),
        field("started_at", \.startedAt, .nullable(.instant), "When it began."),
        field("finished_at", \.finishedAt, .nullable(.instant), "When it ended."),
        field("parked_until", \.parkedUntil, .nullable(.instant), "When it goes on, while it waits."),
        field("parked_reason", \.parkedReason, .nullable(.json), "Why it waits: kind, message, stream, detail."),
        field("rows_read", \.rowsRead, .integer(), "Rows that came."),
        field("rows_written", \.rowsWritten, .integer(), "Rows that were new or different."),
        field("rows_rejected", \.rowsRejected, .integer(), "Rows that could not be read."),
        field("requests", \.requests, .integer(), "Requests to the platform."),
        field("error", \.error, .nullable(.json), "What went wrong."))
}

/// The SQL of what is on record about a connection.
enum RecordStore {
    static func streams(_ tenant: TenantID, _ id: ConnectionID) -> Query {
        """
        SELECT name, cursor, rows_stored, checkpoint_at, completed_at
        FROM ingest.streams
        WHERE tenant_id = \(tenant)
          AND connection_id = \(id)
        ORDER BY name
        """
    }

    /// Newest first, one row more than asked for.
    static func syncs(_ tenant: TenantID, _ id: ConnectionID, _ page: PageRequest) -> Query {
        """
        SELECT id, mode, cause, state, since, until, requested_by, requested_at, started_at, finished_at, parked_until, rows_read, rows_written,
          rows_rejected, requests, CASE WHEN state = 'parked' THEN error END, CASE WHEN state <> 'parked' THEN error END
        FROM ingest.syncs
        WHERE tenant_id = \(tenant)
          AND connection_id = \(id)\(position(page.after))
        ORDER BY requested_at DESC, id DESC
        LIMIT \(page.limit + 1)
        """
    }

    private static func position(_ after: JSON?) -> Query {
        guard let at = after?["at"]?.string.flatMap({ Instant($0) }), let id = after?["id"]?.string.flatMap({ SyncID($0) }) else { return "" }
        return " AND (requested_at, id) < (\(at), \(id))"
    }

    static func sync(_ row: Row) throws -> SyncRecord {
        let values = try row.decode(
            SyncID.self, String.self, String.self, String.self, Day?.self, Day?.self, UserID?.self, Instant.self, Instant?.self, Instant?.self,
            Instant?.self, Int64.self, Int64.self, Int64.self, Int64.self, JSON?.self, JSON?.self)
        return SyncRecord(
            id: values.0, mode: values.1, cause: values.2, state: values.3, since: values.4, until: values.5, requestedBy: values.6,
            requestedAt: values.7, startedAt: values.8, finishedAt: values.9, parkedUntil: values.10, rowsRead: values.11, rowsWritten: values.12,
            rowsRejected: values.13, requests: values.14, parkedReason: values.15, error: values.16)
    }

    /// What the connector offers in its order, with what was read of it; then what was read and is not offered any more.
    static func progress(_ rows: Rows, _ offered: [StreamDescription]) throws -> [StreamProgress] {
        let known = try rows.map { row in
            let (name, cursor, count, checkpoint, completed) = try row.decode(String.self, JSON?.self, Int64.self, Instant?.self, Instant?.self)
            return StreamProgress(
                name: name, description: offered.first { $0.name == name }, cursor: cursor, rowsStored: count, checkpointAt: checkpoint,
                completedAt: completed)
        }
        let current = offered.map { stream in
            known.first { $0.name == stream.name }
                ?? StreamProgress(name: stream.name, description: stream, cursor: nil, rowsStored: 0, checkpointAt: nil, completedAt: nil)
        }
        // A backfill keeps its own place under the stream's name with a suffix while it runs; that is no stream.
        return current + known.filter { $0.description == nil && !$0.name.hasSuffix("@backfill") }
    }
}
