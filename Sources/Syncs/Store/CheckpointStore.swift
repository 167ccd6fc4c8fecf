import Core
import Crypto
import Postgres

/// What a checkpoint stores: the rows since the last one, and the cursor behind them.
struct SyncBatch: Sendable {
    struct Part: Sendable {
        let merge: any StreamMerge.Type
        let lines: [UInt8]
        let count: Int
        let tombstones: [UniqueID]
        let replacements: [FactReplacement]
        let days: ClosedRange<Day>?
        let repeats: Bool
        let accounts: Set<UniqueID>
    }

    /// The stream that is read.
    let stream: String
    /// `nil` keeps the stored one.
    let cursor: JSON?
    let parts: [Part]
    let rowsRead: Int64
    let rejected: Int64
    /// The first of them, for people.
    let rejects: [JSON]
    let estimate: Int64?
    let log: [JSON]
    let counts: SyncCounts
}

/// Another run of the same sync has begun: this one has no say any more.
struct RunSuperseded: Error, Sendable, Hashable {}

/// Stores a batch in ONE transaction: rows, batch id, cursor and counters, or nothing.
struct CheckpointStore: Sendable {
    let database: Database
    let plan: SyncPlan
    let platform: String

    /// The most rejects of a sync that are kept with line and reason.
    static let mostRejects: Int64 = 1_000

    /// - Parameter ordinal: how many batches of this sync are stored: with it a batch whose commit was not confirmed is known again.
    /// - Returns: whether the sync was asked to end, and the rows that were written.
    /// - Throws: `RunSuperseded`, `SyncFault` for an ad account of another connection.
    func store(_ batch: SyncBatch, ordinal: Int64) async throws -> (isCancelled: Bool, written: Int64) {
        try await database.inTenant(plan.tenant) { tx in
            let lock: Query = """
                SELECT run, checkpoints, rows_rejected, cancel_requested
                FROM ingest.syncs
                WHERE tenant_id = \(tx.tenant) AND id = \(plan.sync)
                FOR UPDATE
                """
            let merge = PartsMerge(parts: batch.parts, scope: MergeScope(tenant: plan.tenant, connection: plan.connection, platform: platform))
            guard let row = try await tx.pipeline([lock] + merge.opening).first?.first else { throw RunSuperseded() }
            let (run, stored, rejected, isCancelled) = try row.decode(Int.self, Int64.self, Int64.self, Bool.self)
            guard run == plan.run else { throw RunSuperseded() }
            if stored == ordinal + 1 { return (isCancelled, 0) }
            guard stored == ordinal else { throw RunSuperseded() }
            let written = try await merge.store(tx)
            _ = try await tx.pipeline(records(batch, ordinal: ordinal, written: written, rejectedBefore: rejected))
            return (isCancelled, written)
        }
    }

    private func records(_ batch: SyncBatch, ordinal: Int64, written: Int64, rejectedBefore: Int64) -> [Query] {
        let rows = Int64(batch.parts.reduce(0) { $0 + $1.count })
        var queries: [Query] = [
            """
            INSERT INTO ingest.batches (tenant_id, id, connection_id)
            VALUES (\(plan.tenant), \(Self.batchID(plan.sync, ordinal)), \(plan.connection))
            """,
            """
            UPDATE ingest.syncs
            SET checkpoints = checkpoints + 1, rows_read = rows_read + \(batch.rowsRead), rows_written = rows_written + \(written),
              rows_rejected = rows_rejected + \(batch.rejected), requests = requests + \(batch.counts.requests),
              bytes_read = bytes_read + \(batch.counts.bytes), throttles = throttles + \(batch.counts.throttles)
            WHERE tenant_id = \(plan.tenant) AND id = \(plan.sync)
            """,
            """
            UPDATE ingest.sync_streams
            SET rows_read = rows_read + \(batch.rowsRead), rows_written = rows_written + \(written),
              rows_rejected = rows_rejected + \(batch.rejected), estimate = COALESCE(\(batch.estimate), estimate)
            WHERE tenant_id = \(plan.tenant) AND sync_id = \(plan.sync) AND stream = \(batch.stream)
            """,
        ]
        if let cursor = batch.cursor {
            queries.append(
                """
                INSERT INTO ingest.streams (tenant_id, connection_id, name, cursor, rows_stored, checkpoint_at)
                VALUES (\(plan.tenant), \(plan.connection), \(plan.cursorName(batch.stream)), \(cursor), \(rows), now())
                ON CONFLICT (tenant_id, connection_id, name) DO UPDATE SET
                  cursor = EXCLUDED.cursor, rows_stored = ingest.streams.rows_stored + EXCLUDED.rows_stored, checkpoint_at = now()
                """)
        }
        let kept = batch.rejects.prefix(Int(max(0, Self.mostRejects - rejectedBefore)))
        if !kept.isEmpty { queries.append(rejects(Array(kept), from: rejectedBefore)) }
        if !batch.log.isEmpty { queries.append(Self.log(plan, batch.log)) }
        return queries
    }

    private func rejects(_ rejects: [JSON], from first: Int64) -> Query {
        """
        INSERT INTO ingest.rejects (tenant_id, sync_id, sequence, stream, line, field, reason, sample)
        SELECT \(plan.tenant), \(plan.sync), \(first) + r.ordinality, r.stream, r.line, r.field, r.reason, r.sample
        FROM ROWS FROM (jsonb_to_recordset(\(JSON.array(rejects))) AS (stream text, line bigint, field text, reason text, sample text))
          WITH ORDINALITY r
        ON CONFLICT DO NOTHING
        """
    }

    static func log(_ plan: SyncPlan, _ lines: [JSON]) -> Query {
        """
        INSERT INTO ingest.sync_log (tenant_id, sync_id, sequence, at, level, stream, message)
        SELECT \(plan.tenant), \(plan.sync), l.sequence, l.at, l.level, l.stream, l.message
        FROM jsonb_to_recordset(\(JSON.array(lines))) AS l (sequence bigint, at timestamptz, level text, stream text, message text)
        ON CONFLICT DO NOTHING
        """
    }

    /// UUID version 8 of the first bits of SHA-256 over the sync's id and the number of the batch in it: the same on every run.
    static func batchID(_ sync: SyncID, _ ordinal: Int64) -> UniqueID {
        var hash = SHA256()
        hash.update(data: sync.value.bytes)
        hash.update(data: Array(String(ordinal).utf8))
        let (high, low) = hash.finalize().withUnsafeBytes { digest in
            (UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self)), UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
        return UniqueID(high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }
}
