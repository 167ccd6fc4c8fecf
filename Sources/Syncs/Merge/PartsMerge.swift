import Core
import Postgres

/// Takes the rows of several streams into their tables, in a transaction of the caller's: those of a checkpoint as those of a delivery.
struct PartsMerge: Sendable {
    let parts: [SyncBatch.Part]
    let scope: MergeScope

    /// What must be there before `store`: the staging tables, and partitions for the days of facts.
    var opening: [Query] {
        let staging = parts.filter { $0.count > 0 || !$0.replacements.isEmpty }.map { $0.merge.createStaging }
        let partitions = parts.compactMap(\.days).map { days -> Query in
            "SELECT marketing.ensure_ad_daily_partitions(\(days.lowerBound), \(days.upperBound))"
        }
        return staging + partitions
    }

    /// Copies and merges the rows. Gives how many were written.
    /// - Throws: `SyncFault` for an ad account of another connection.
    func store(_ tx: borrowing TenantTransaction) async throws -> Int64 {
        try await refuseForeignAccounts(tx)
        for part in parts where part.count > 0 {
            try await tx.copyIn(part.merge.copy, CopyBuffer(lines: part.lines, rows: part.count))
        }
        let merges = parts.flatMap(merges)
        return merges.isEmpty ? 0 : try await tx.pipeline(merges).reduce(0) { $0 + Int64($1.affected) }
    }

    private func merges(_ part: SyncBatch.Part) -> [Query] {
        var scope = scope
        scope.mayRepeat = part.repeats
        let facts = part.merge as? any FactMerge.Type
        let withdrawals = part.replacements.compactMap { facts?.withdraw(scope, $0) }
        guard part.count > 0 else { return withdrawals + deletions(part, scope) }
        return withdrawals + part.merge.statements(scope, tombstones: part.tombstones)
    }

    /// The deletion is the last statement of a stream that knows it.
    private func deletions(_ part: SyncBatch.Part, _ scope: MergeScope) -> [Query] {
        guard !part.tombstones.isEmpty else { return [] }
        return part.merge.statements(scope, tombstones: part.tombstones).suffix(1)
    }

    /// An ad account belongs to the connection that brought it first.
    private func refuseForeignAccounts(_ tx: borrowing TenantTransaction) async throws {
        let accounts = parts.reduce(into: Set<UniqueID>()) { $0.formUnion($1.accounts) }
        guard !accounts.isEmpty else { return }
        let foreign = try await tx.first(
            """
            SELECT a.external_id, c.name
            FROM marketing.ad_accounts a
            JOIN ingest.connections c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
            WHERE a.tenant_id = \(tx.tenant)
              AND a.id = ANY(\(Array(accounts)))
              AND a.connection_id <> \(scope.connection)
            ORDER BY a.external_id
            LIMIT 1
            """)
        guard let (account, owner) = try foreign?.decode(String.self, String.self) else { return }
        throw SyncFault(.config, "The ad account \(account) belongs to the connection \"\(owner)\" already. Remove it there, or leave it out here.")
    }
}
