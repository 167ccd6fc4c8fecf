public import CConnector

/// What the host lends to a connector during one call. It belongs to the thread of that call.
public final class Host {
    private let table: UnsafePointer<tactics_host>
    private var chunk = [UInt8](repeating: 0, count: 0)
    var rows = Row(capacity: Host.flushAt + 64 * 1024)
    var rowsStream = ""
    /// How many rows have been emitted.
    public internal(set) var emitted = 0

    /// Rows are handed over when so many bytes have gathered; bodies are read in pieces of that size.
    static let flushAt = 256 * 1024

    /// A host of that table, which must outlive it.
    public init(_ table: UnsafePointer<tactics_host>) { self.table = table }

    /// The time. The machine's clock must not be used.
    public var now: Instant { Instant(microseconds: table.pointee.now?(table.pointee.context) ?? 0) }

    /// Whether the sync was cancelled. Functions that talk to the host notice it themselves; ask where much is computed in between.
    public var isCancelled: Bool { (table.pointee.cancelled?(table.pointee.context) ?? 0) == 1 }

    /// The levels of the log.
    public enum Level: Int32, Sendable {
        case debug = 0
        case info, warning, error
    }

    /// A line of the sync's log. Never a secret, never personal data.
    public func log(_ level: Level = .info, _ text: String) {
        with(text) { table.pointee.log?(table.pointee.context, level.rawValue, $0) }
    }

    /// Performs a request. Any answer is a success here, whatever its status; without an answer a `HostError` is thrown.
    public func send(_ request: Request) throws -> Response {
        var answer = tactics_response()
        let result = with(request.document) { head in
            with(request.body) { body in table.pointee.request?(table.pointee.context, head, body, &answer) ?? HostError.Code.refused.rawValue }
        }
        try confirm(result, "request")
        let head = try JSONDocument([UInt8](UnsafeRawBufferPointer(start: answer.head.data, count: answer.head.size))).root
        let headers = head["headers"].elements.compactMap { pair -> (name: String, value: String)? in
            guard let name = pair[0].string, let value = pair[1].string else { return nil }
            return (name: name.lowercased(), value: value)
        }
        return Response(status: Int(answer.status), headers: headers, url: request.url, handle: answer.body, host: self)
    }

    /// Reads a piece of a body; false at its end.
    func readBody(_ handle: UInt64, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        if chunk.isEmpty { chunk = [UInt8](repeating: 0, count: Host.flushAt) }
        let count = try chunk.withUnsafeMutableBufferPointer { try readBody(handle, to: $0) }
        guard count > 0 else { return false }
        try chunk.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[0..<count])) }
        return true
    }

    /// Reads a piece of a body behind the bytes of a buffer; false at its end.
    func readBody(_ handle: UInt64, into buffer: inout ByteBuffer) throws -> Bool {
        try buffer.extend(Host.flushAt) { try readBody(handle, to: UnsafeMutableBufferPointer(start: $0, count: Host.flushAt)) } > 0
    }

    private func readBody(_ handle: UInt64, to space: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
        let count = table.pointee.read_body?(table.pointee.context, handle, space.baseAddress, space.count) ?? Int64(HostError.Code.refused.rawValue)
        guard count >= 0 else { throw error(Int32(truncatingIfNeeded: count), "read_body") }
        return min(Int(count), space.count)
    }

    /// Waits until then. More than a minute ahead it throws `Parked`: let it pass, the sync resumes from the last checkpoint.
    public func wait(until instant: Instant) throws {
        let result = table.pointee.wait?(table.pointee.context, instant.microseconds) ?? HostError.Code.park.rawValue
        if result == HostError.Code.park.rawValue { throw Parked(until: instant) }
        try confirm(result, "wait")
    }

    /// How many rows the stream will have, for progress only.
    public func estimate(_ stream: String, rows: Int) {
        _ = with(stream) { table.pointee.estimate?(table.pointee.context, $0, UInt64(max(rows, 0))) }
    }

    func emit(_ stream: String, _ rows: UnsafeRawBufferPointer) throws {
        let bytes = tactics_bytes(data: rows.baseAddress?.assumingMemoryBound(to: UInt8.self), size: rows.count)
        try confirm(with(stream) { table.pointee.emit?(table.pointee.context, $0, bytes) ?? HostError.Code.refused.rawValue }, "emit")
    }

    func reject(_ stream: String, document: [UInt8]) throws {
        let result = with(stream) { stream in with(document) { table.pointee.reject?(table.pointee.context, stream, $0) ?? 0 } }
        try confirm(result, "reject")
    }

    func checkpoint(_ stream: String, document: [UInt8]) throws {
        let result = with(stream) { stream in
            with(document) { table.pointee.checkpoint?(table.pointee.context, stream, $0) ?? HostError.Code.refused.rawValue }
        }
        try confirm(result, "checkpoint")
    }

    private func confirm(_ result: Int32, _ function: String) throws {
        if result < 0 { throw error(result, function) }
    }

    private func error(_ result: Int32, _ function: String) -> HostError {
        let said = table.pointee.last_error?(table.pointee.context) ?? tactics_bytes()
        let message = String(decoding: UnsafeRawBufferPointer(start: said.data, count: said.data == nil ? 0 : said.size), as: UTF8.self)
        return HostError(code: HostError.Code(rawValue: result) ?? .failed, function: function, message: message)
    }

    private func with<Result>(_ text: String, _ body: (tactics_bytes) -> Result) -> Result {
        var text = text
        return text.withUTF8 { body(tactics_bytes(data: $0.baseAddress, size: $0.count)) }
    }

    private func with<Result>(_ bytes: [UInt8], _ body: (tactics_bytes) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body(tactics_bytes(data: $0.baseAddress, size: $0.count)) }
    }
}
