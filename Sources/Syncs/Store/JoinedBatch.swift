import Core

extension SyncBatch {
    /// What batches that wait are put together to at most: beyond it a transaction costs little beside its rows.
    static let most = (rows: Int64(10_000), bytes: 4 << 20)

    /// Bytes of its lines.
    var size: Int { parts.reduce(0) { $0 + $1.lines.count } }

    /// This batch and the one behind it as one: it leaves what both would leave, one after the other.
    ///
    /// A batch withdraws before it stores and deletes after it: so nothing can be put behind deletions (what was deleted may be there again), and no
    /// window that is replaced behind rows (they may be none of it).
    func joined(with later: SyncBatch) -> SyncBatch {
        SyncBatch(
            stream: stream, cursor: later.cursor ?? cursor, parts: Part.joined(parts, later.parts), rowsRead: rowsRead + later.rowsRead,
            rejected: rejected + later.rejected, rejects: rejects + later.rejects, estimate: later.estimate ?? estimate, log: log + later.log,
            counts: counts + later.counts)
    }

    /// Whether rows that are staged may be put behind it.
    func takes(_ staged: StagedRows) -> Bool {
        parts.allSatisfy(\.tombstones.isEmpty) && !staged.replaces && size + staged.size <= Self.most.bytes
            && rowsRead + staged.rowsRead <= Self.most.rows
    }
}

extension SyncBatch.Part {
    /// In the order in which streams refer to each other.
    private static let order: [any StreamMerge.Type] = CanonicalStream.allCases.map(\.merge) + [RecordMerge.self]

    fileprivate static func joined(_ earlier: [Self], _ later: [Self]) -> [Self] {
        order.compactMap { merge in
            let found = (earlier + later).filter { $0.merge == merge }
            return found.dropFirst().reduce(found.first) { $0?.followed(by: $1) }
        }
    }

    private func followed(by later: Self) -> Self {
        Self(
            merge: merge, lines: lines + later.lines, count: count + later.count, tombstones: tombstones + later.tombstones,
            replacements: replacements + later.replacements, days: Self.joined(days, later.days), repeats: true,
            accounts: accounts.union(later.accounts))
    }

    private static func joined(_ earlier: ClosedRange<Day>?, _ later: ClosedRange<Day>?) -> ClosedRange<Day>? {
        guard let earlier, let later else { return earlier ?? later }
        return min(earlier.lowerBound, later.lowerBound)...max(earlier.upperBound, later.upperBound)
    }
}

extension SyncCounts {
    fileprivate static func + (left: SyncCounts, right: SyncCounts) -> SyncCounts {
        SyncCounts(requests: left.requests + right.requests, bytes: left.bytes + right.bytes, throttles: left.throttles + right.throttles)
    }
}
