import Core
import Postgres

/// A connection with its newest sync.
struct ConnectionRow: Sendable {
    let id: ConnectionID
    let name: String
    let connector: String
    let state: String
    let stateReason: String?
    let scheduleSeconds: Int?
    let nextSyncAt: Instant?
    /// When a sync was last read to its end.
    let freshAt: Instant?
    let lastSync: SyncRow?

    init(_ row: Row) throws {
        id = try row.value(at: 0, as: ConnectionID.self)
        name = try row.value(at: 1, as: String.self)
        connector = try row.value(at: 2, as: String.self)
        state = try row.value(at: 3, as: String.self)
        stateReason = try row.value(at: 4, as: String?.self)
        scheduleSeconds = try row.value(at: 5, as: Int?.self)
        nextSyncAt = try row.value(at: 6, as: Instant?.self)
        freshAt = try row.value(at: 7, as: Instant?.self)
        lastSync = try SyncRow(row, from: 8)
    }
}

struct SyncRow: Sendable {
    let id: SyncID
    let state: String
    let mode: String
    let cause: String
    let requestedAt: Instant
    let startedAt: Instant?
    let finishedAt: Instant?
    let parkedUntil: Instant?
    let rowsRead: Int64
    let rowsWritten: Int64
    let rowsRejected: Int64
    let error: JSON?
    /// The stream being read now, the rows read of it and how many there are by estimate.
    let stream: String?
    let streamRead: Int64?
    let streamEstimate: Int64?

    /// `nil` where the columns are empty: a connection without any sync.
    init?(_ row: Row, from first: Int) throws {
        guard let id = try row.value(at: first, as: SyncID?.self) else { return nil }
        self.id = id
        state = try row.value(at: first + 1, as: String.self)
        mode = try row.value(at: first + 2, as: String.self)
        cause = try row.value(at: first + 3, as: String.self)
        requestedAt = try row.value(at: first + 4, as: Instant.self)
        startedAt = try row.value(at: first + 5, as: Instant?.self)
        finishedAt = try row.value(at: first + 6, as: Instant?.self)
        parkedUntil = try row.value(at: first + 7, as: Instant?.self)
        rowsRead = try row.value(at: first + 8, as: Int64.self)
        rowsWritten = try row.value(at: first + 9, as: Int64.self)
        rowsRejected = try row.value(at: first + 10, as: Int64.self)
        error = try row.value(at: first + 11, as: JSON?.self)
        stream = try row.value(at: first + 12, as: String?.self)
        streamRead = try row.value(at: first + 13, as: Int64?.self)
        streamEstimate = try row.value(at: first + 14, as: Int64?.self)
    }

    /// Whether its page changes by itself soon.
    var isUnderWay: Bool { state == "queued" || state == "running" }

    /// Whole percent of the stream being read; never 100 before the end, for an estimate is only that.
    var percent: Int? {
        guard state == "running", let read = streamRead, let estimate = streamEstimate, estimate > 0 else { return nil }
        return min(99, Int(Double(read) / Double(estimate) * 100))
    }
}

struct StreamRow: Sendable {
    let name: String
    let hasCursor: Bool
    let rowsStored: Int64
    let checkpointAt: Instant?
    let completedAt: Instant?

    init(_ row: Row) throws {
        (name, hasCursor, rowsStored, checkpointAt, completedAt) = try row.decode(String.self, Bool.self, Int64.self, Instant?.self, Instant?.self)
    }
}

struct RejectRow: Sendable {
    let stream: String
    let line: Int64?
    let field: String?
    let reason: String

    init(_ row: Row) throws { (stream, line, field, reason) = try row.decode(String.self, Int64?.self, String?.self, String.self) }
}

struct ConnectionDetail: Sendable {
    let tenantName: String
    let connection: ConnectionRow
    let streams: [StreamRow]
    let syncs: [SyncRow]
    let rejects: [RejectRow]
    let hook: HookRow?
    let deliveries: [DeliveryRow]
}
