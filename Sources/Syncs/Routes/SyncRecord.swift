import Core
import Postgres
import Web

/// A sync as the API shows it.
struct SyncRecord: Sendable {
    let id: SyncID
    let connection: ConnectionID
    let mode: String
    let cause: String
    let state: String
    let since: Day?
    let until: Day?
    let requestedAt: Instant
    let startedAt: Instant?
    let finishedAt: Instant?
    let parkedUntil: Instant?
    let rowsRead: Int64
    let rowsWritten: Int64
    let rowsRejected: Int64
    let bytesRead: Int64
    let requests: Int64
    let throttles: Int64
    let checkpoints: Int64
    let pluginFaults: Int
    let cancelRequested: Bool
    /// Why it waits, while it is parked.
    let parkedReason: JSON?
    /// Why it failed, or failed in part.
    let error: JSON?
    let usage: JSON?

    static let columns: Query = """
        id, connection_id, mode, cause, state, since, until, requested_at, started_at, finished_at, parked_until, rows_read, rows_written,
        rows_rejected, bytes_read, requests, throttles, checkpoints, plugin_faults, cancel_requested,
        CASE WHEN state = 'parked' THEN error END, CASE WHEN state <> 'parked' THEN error END, usage
        """

    init(_ row: Row) throws {
        let values = try row.decode(
            SyncID.self, ConnectionID.self, String.self, String.self, String.self, Day?.self, Day?.self, Instant.self, Instant?.self, Instant?.self,
            Instant?.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int.self, Bool.self, JSON?.self,
            JSON?.self, JSON?.self)
        id = values.0
        connection = values.1
        mode = values.2
        cause = values.3
        state = values.4
        since = values.5
        until = values.6
        requestedAt = values.7
        startedAt = values.8
        finishedAt = values.9
        parkedUntil = values.10
        rowsRead = values.11
        rowsWritten = values.12
        rowsRejected = values.13
        bytesRead = values.14
        requests = values.15
        throttles = values.16
        checkpoints = values.17
        pluginFaults = values.18
        cancelRequested = values.19
        parkedReason = values.20
        error = values.21
        usage = values.22
    }
}

extension Schema where Value == SyncRecord {
    static let sync = Schema.record(
        "Sync",
        field("id", \.id, .id(), "The sync's id."),
        field("connection_id", \.connection, .id(), "What it reads."),
        field("mode", \.mode, .string(), "incremental, full or backfill."),
        field("cause", \.cause, .string(), "schedule, request, manifest or resume."),
        field("state", \.state, .string(), "queued, running, parked, completed, partial, failed or cancelled."),
        field("since", \.since, .nullable(.day), "The first day of a backfill."),
        field("until", \.until, .nullable(.day), "The last day of a backfill."),
        field("requested_at", \.requestedAt, .instant, "When it was asked for."),
        field("started_at", \.startedAt, .nullable(.instant), "When it began."),
        field("finished_at", \.finishedAt, .nullable(.instant), "When it ended."),
        field("parked_until", \.parkedUntil, .nullable(.instant), "When it goes on."),
        field(
            "parked_reason", \.parkedReason, .nullable(.json),
            "Why it waits, while it is parked: kind (rate_limited, quota: the platform asked for it; transient: something failed that may pass), message, stream, detail."
        ),
        field("rows_read", \.rowsRead, .integer(), "Rows that came."),
        field("rows_written", \.rowsWritten, .integer(), "Rows that were new or different."),
        field("rows_rejected", \.rowsRejected, .integer(), "Rows that could not be read."),
        field("bytes_read", \.bytesRead, .integer(), "Bytes of the answers."),
        field("requests", \.requests, .integer(), "Requests that were made."),
        field("throttles", \.throttles, .integer(), "How often the platform asked to slow down."),
        field("checkpoints", \.checkpoints, .integer(), "Batches that were stored."),
        field("plugin_faults", \.pluginFaults, .integer(), "How often the connector broke."),
        field("cancel_requested", \.cancelRequested, .boolean, "Whether its end was asked for."),
        field("error", \.error, .nullable(.json), "What went wrong: kind, message, stream, detail."),
        field("usage", \.usage, .nullable(.json), "Processor time and memory of the connector."))
}

/// A sync with its streams and the first rows that could not be read.
struct SyncDetail: Sendable {
    let sync: SyncRecord
    let streams: JSON
    let rejects: JSON
}

extension Schema where Value == SyncDetail {
    static let syncDetail = Schema.record(
        "SyncDetail",
        field("sync", \.sync, .sync, "The sync."),
        field("streams", \.streams, .json, "Its streams: stream, state, rows_read, rows_written, rows_rejected, estimate, error."),
        field("rejects", \.rejects, .json, "The first rows that could not be read: stream, line, field, reason, sample."))
}

/// A line of a sync's log.
struct SyncLogLine: Sendable {
    let sequence: Int64
    let at: Instant
    let level: String
    let stream: String?
    let message: String
}

extension Schema where Value == SyncLogLine {
    static let syncLogLine = Schema.record(
        "SyncLogLine",
        field("at", \.at, .instant, "When."),
        field("level", \.level, .string(), "debug, info, warning or error."),
        field("stream", \.stream, .nullable(.string()), "The stream that was read."),
        field("message", \.message, .string(), "What."))
}
