import ConnectorHost
import Core
import Synchronization

/// A host that writes down what a connector asks.
final class RecordingHost: HostFunctions {
    struct Record: Sendable {
        var requests: [JSON] = []
        var rows: [UInt8] = []
        var emits = 0
        var rejects: [JSON] = []
        var cursors: [JSON] = []
        var estimates: [Int64] = []
        var log: [String] = []
    }

    private let state = Mutex(Record())
    private let body: String
    private let failure: (any Error & Sendable)?
    private let onLog: (@Sendable () -> Void)?

    init(body: String = "", failure: (any Error & Sendable)? = nil, onLog: (@Sendable () -> Void)? = nil) {
        self.body = body
        self.failure = failure
        self.onLog = onLog
    }

    var record: Record { state.withLock { $0 } }
    var text: String { String(decoding: record.rows, as: UTF8.self) }

    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse {
        if let failure { throw failure }
        state.withLock { $0.requests.append(request) }
        return HostResponse(status: 200, headers: [("x-request-id", "r-1")], body: Pieces(self.body))
    }

    func emit(stream: String, rows: ArraySlice<UInt8>) async throws {
        state.withLock {
            $0.rows += rows
            $0.emits += 1
        }
    }

    func reject(stream: String, reject: JSON) async throws { state.withLock { $0.rejects.append(reject) } }
    func checkpoint(stream: String, cursor: JSON) async throws { state.withLock { $0.cursors.append(cursor) } }
    func estimate(stream: String, rows: Int64) async throws { state.withLock { $0.estimates.append(rows) } }
    func now() -> Instant { Instant(seconds: 1_700_000_000) }

    func log(_ level: ConnectorLogLevel, _ text: String) async {
        state.withLock { $0.log.append(text) }
        onLog?()
    }
}

/// A body that arrives in two pieces.
final class Pieces: BodySource {
    private let rest: Mutex<[[UInt8]]>

    init(_ text: String) {
        let bytes = Array(text.utf8)
        rest = Mutex([Array(bytes.prefix(bytes.count / 2)), Array(bytes.dropFirst(bytes.count / 2))])
    }

    func next() async throws -> [UInt8]? { rest.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    func close() async {}
}
