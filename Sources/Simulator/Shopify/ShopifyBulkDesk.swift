import Core
import Synchronization

/// Where a shop's bulk operations are run and kept.
final class ShopifyBulkDesk: Sendable {
    /// Where the files lie.
    static let host = "storage.googleapis.com"
    static let folder = "bulk-operation-outputs"

    private let settings: ShopifySettings
    private let operations = Mutex<[ShopifyBulkOperation]>([])

    init(_ settings: ShopifySettings) { self.settings = settings }

    func operation(_ number: Int64) -> ShopifyBulkOperation? { operations.withLock { $0.first { $0.number == number } } }

    /// Starts an operation, unless another one runs.
    func run(_ text: String, groups: Bool, _ root: ShopifyRoot) -> ShopifyBulkAnswer {
        do throws(ShopifyUserFault) {
            let lines = try ShopifyBulkExport(text, settings).lines(root, groups: groups)
            let operation: ShopifyBulkOperation? = operations.withLock { operations in
                guard !operations.contains(where: { $0.isRunning(at: root.now) }) else { return nil }
                let operation = ShopifyBulkOperation(
                    number: Int64(operations.count + 1), created: root.now, completed: root.now + .seconds(settings.bulkSeconds),
                    hasFailed: settings.failingBulkOperations.contains(operations.count + 1), lines: lines)
                operations.append(operation)
                return operation
            }
            guard let operation else {
                throw ShopifyUserFault(
                    field: "query", message: "A bulk query operation for this app and shop is already in progress.", code: "OPERATION_IN_PROGRESS")
            }
            return ShopifyBulkAnswer(view: ShopifyBulkView(operation: operation, root: root))
        } catch {
            return ShopifyBulkAnswer(faults: [error])
        }
    }

    func cancel(_ gid: String, _ root: ShopifyRoot) -> ShopifyBulkAnswer {
        let number = gid.split(separator: "/").last.flatMap { Int64($0) }
        let operation: ShopifyBulkOperation? = operations.withLock { operations in
            guard let place = operations.firstIndex(where: { $0.number == number && $0.isRunning(at: root.now) }) else { return nil }
            operations[place].cancelled = root.now
            return operations[place]
        }
        guard let operation else {
            return ShopifyBulkAnswer(faults: [ShopifyUserFault(field: "id", message: "The operation does not run.", code: "INVALID")])
        }
        return ShopifyBulkAnswer(view: ShopifyBulkView(operation: operation, root: root))
    }

    /// The file of a name such as `1.jsonl`, if it is written.
    func file(_ name: String, at now: Instant) -> SimulatedResponse {
        let number = name.hasSuffix(".jsonl") ? Int64(name.dropLast(6)) : nil
        guard let operation = number.flatMap({ operation($0) }), ["COMPLETED", "FAILED"].contains(operation.status(at: now)) else {
            return SimulatedResponse(status: 404, html: "<?xml version='1.0' encoding='UTF-8'?><Error><Code>NoSuchKey</Code></Error>")
        }
        var response = SimulatedResponse([:])
        response.headers = [(name: "Content-Type", value: "application/jsonl")]
        response.body = operation.file
        return response
    }
}
