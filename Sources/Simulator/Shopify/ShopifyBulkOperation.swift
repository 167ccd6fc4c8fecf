import Core

/// A query that runs by itself and writes what it finds into a file of lines.
struct ShopifyBulkOperation: Sendable {
    let number: Int64
    let created: Instant
    let completed: Instant
    let hasFailed: Bool
    var cancelled: Instant?
    /// One for each object.
    let lines: [[UInt8]]

    /// What stands in the file; of an operation that failed, the first half.
    var file: [UInt8] {
        Array((hasFailed ? lines.prefix(lines.count / 2) : lines[...]).map { $0 + [UInt8(ascii: "\n")] }.joined())
    }

    func isRunning(at now: Instant) -> Bool { cancelled == nil && now < completed }

    func status(at now: Instant) -> String {
        if cancelled != nil { return "CANCELED" }
        if now <= created { return "CREATED" }
        if now < completed { return "RUNNING" }
        if hasFailed { return "FAILED" }
        // The file is kept for a week.
        return now > completed + .seconds(7 * 86_400) ? "EXPIRED" : "COMPLETED"
    }
}

/// A bulk operation as somebody sees it at some time.
struct ShopifyBulkView: Sendable {
    let operation: ShopifyBulkOperation
    let root: ShopifyRoot

    var status: String { operation.status(at: root.now) }

    /// An address elsewhere, with its permission in it.
    var address: String? {
        operation.lines.isEmpty ? nil : "https://\(ShopifyBulkDesk.host)/\(ShopifyBulkDesk.folder)/\(operation.number).jsonl?Signature=\(root.token)"
    }
}

/// The answer to the wish for an operation, or for its end.
struct ShopifyBulkAnswer: Sendable {
    var view: ShopifyBulkView?
    var faults: [ShopifyUserFault] = []
}

/// A wish that can not be fulfilled.
struct ShopifyUserFault: Error, Sendable {
    let field: String
    let message: String
    let code: String
}
