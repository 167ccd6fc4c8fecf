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
        let merge = PartsMerge(parts: parts, scope: scope)
        let opening = merge.opening
        if !opening.isEmpty { _ = try await tx.pipeline(opening) }
        return try await merge.store(tx)
    }
}
