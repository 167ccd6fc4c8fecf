import Core

extension ShopifySchema {
    /// Bulk operations: the only things that can be asked for besides reading.
    static let bulkTypes: [GraphQLType] = [
        GraphQLType("Mutation", of: ShopifyRoot.self) {
            $0.add("bulkOperationRunQuery", .object("BulkOperationRunQueryPayload", isValue: false), ["query", "groupObjects"]) { root, arguments in
                let answer = root.desk.run(arguments["query"]?.string ?? "", groups: arguments["groupObjects"]?.bool ?? false, root)
                return .object(answer, type: "BulkOperationRunQueryPayload")
            }
            $0.add("bulkOperationCancel", .object("BulkOperationCancelPayload", isValue: false), ["id"]) { root, arguments in
                .object(root.desk.cancel(arguments["id"]?.string ?? "", root), type: "BulkOperationCancelPayload")
            }
        },
        GraphQLType("BulkOperationRunQueryPayload", of: ShopifyBulkAnswer.self) { answer(&$0) },
        GraphQLType("BulkOperationCancelPayload", of: ShopifyBulkAnswer.self) { answer(&$0) },
        GraphQLType("BulkOperationUserError", of: ShopifyUserFault.self) {
            $0.scalars("field") { [.string($0.field)] }
            $0.scalar("message") { .string($0.message) }
            $0.scalar("code") { .string($0.code) }
        },
        GraphQLType("BulkOperation", of: ShopifyBulkView.self) {
            $0.scalar("id") { gid("BulkOperation", $0.operation.number) }
            $0.scalar("status") { .string($0.status) }
            $0.scalar("errorCode") { $0.status == "FAILED" ? "INTERNAL_SERVER_ERROR" : nil }
            $0.scalar("createdAt") { time($0.operation.created) }
            $0.scalar("completedAt") { $0.operation.isRunning(at: $0.root.now) ? nil : time($0.operation.completed) }
            // Counts are UnsignedInt64, which travel as strings.
            $0.scalar("objectCount") { .string(String($0.status == "COMPLETED" ? $0.operation.lines.count : 0)) }
            $0.scalar("fileSize") { $0.status == "COMPLETED" ? .string(String($0.operation.file.count)) : nil }
            $0.scalar("url") { $0.status == "COMPLETED" ? $0.address.map { .string($0) } : nil }
            $0.scalar("partialDataUrl") { $0.status == "FAILED" ? $0.address.map { .string($0) } : nil }
        },
    ]

    private static func answer(_ fields: inout GraphQLFields<ShopifyBulkAnswer>) {
        fields.object("bulkOperation", "BulkOperation") { $0.view }
        fields.list("userErrors", "BulkOperationUserError") { $0.faults }
    }
}
