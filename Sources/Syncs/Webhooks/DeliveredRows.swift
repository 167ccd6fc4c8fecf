import ConnectorHost
import Core
import Postgres

/// The rows that a connector made of a delivery.
struct DeliveredRows: Sendable {
    /// Rejects that are kept with a delivery.
    private static let mostRejects = 50

    let parts: [SyncBatch.Part]
    let read: Int64
    let rejected: Int64
    /// The first of them, for people.
    let rejects: JSON
    let streams: JSON
    /// Whether the delivery says nothing that the connection keeps.
    let isIgnored: Bool

    init(_ staged: StagedRows, reception: JSON) {
        parts = staged.parts
        read = staged.rowsRead
        rejected = staged.rejected
        rejects = .array(Array(staged.rejects.prefix(Self.mostRejects)))
        streams = reception["streams"] ?? []
        isIgnored = reception["ignored"]?.bool == true && staged.isEmpty
    }

    /// Stores the rows in the transaction, by the statements of a checkpoint. Gives how many were written.
    /// - Throws: `SyncFault` for an ad account of another connection.
    func merge(_ scope: MergeScope, _ tx: borrowing TenantTransaction) async throws -> Int64 {
        let withRows = parts.filter { $0.count > 0 }
        let staging = parts.filter { $0.count > 0 || !$0.replacements.isEmpty }.map { $0.merge.createStaging }
        let months = parts.compactMap(\.days).map { days -> Query in
            "SELECT marketing.ensure_ad_daily_partitions(\(days.lowerBound), \(days.upperBound))"
        }
        if !staging.isEmpty || !months.isEmpty { _ = try await tx.pipeline(staging + months) }
        try await refuseForeignAccounts(scope.connection, tx)
        for part in withRows { try await tx.copyIn(part.merge.copy, CopyBuffer(lines: part.lines, rows: part.count)) }
        let merges = parts.flatMap { $0.statements(scope) }
        return merges.isEmpty ? 0 : try await tx.pipeline(merges).reduce(0) { $0 + Int64($1.affected) }
    }

    /// An ad account belongs to the connection that brought it first.
    private func refuseForeignAccounts(_ connection: ConnectionID, _ tx: borrowing TenantTransaction) async throws {
        let accounts = parts.reduce(into: Set<UniqueID>()) { $0.formUnion($1.accounts) }
        guard !accounts.isEmpty else { return }
        let foreign = try await tx.first(
            """
            SELECT external_id
            FROM marketing.ad_accounts
            WHERE tenant_id = \(tx.tenant)
              AND id = ANY(\(Array(accounts)))
              AND connection_id <> \(connection)
            ORDER BY external_id
            LIMIT 1
            """)
        guard let account = try foreign?.value(at: 0, as: String.self) else { return }
        throw SyncFault(.config, "The ad account \(account) belongs to another connection already. Remove it there, or leave it out here.")
    }
}

extension SyncBatch.Part {
    /// Withdrawals, merges and deletions of this part; the deletion is the last statement of a stream that knows it.
    fileprivate func statements(_ scope: MergeScope) -> [Query] {
        var scope = scope
        scope.mayRepeat = repeats
        let facts = merge as? any FactMerge.Type
        let withdrawals = replacements.compactMap { facts?.withdraw(scope, $0) }
        if count > 0 { return withdrawals + merge.statements(scope, tombstones: tombstones) }
        return withdrawals + (tombstones.isEmpty ? [] : merge.statements(scope, tombstones: tombstones).suffix(1))
    }
}
