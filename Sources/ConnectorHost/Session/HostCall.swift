package import Core

/// What a connector asks of its host, read from one frame and checked in form. The content is still the plugin's word.
package enum HostCall: Sendable, Hashable {
    case request(JSON, body: ArraySlice<UInt8>)
    case readBody(UInt64, capacity: Int)
    case emit(stream: String, rows: ArraySlice<UInt8>)
    case reject(stream: String, JSON)
    case checkpoint(stream: String, cursor: JSON)
    case estimate(stream: String, rows: Int64)
    case wait(until: Instant)
    case log(ConnectorLogLevel, String)
    case now

    /// Whether the runner waits for an answer.
    package var isAnswered: Bool {
        switch self {
        case .request, .readBody, .checkpoint, .wait, .now: true
        case .emit, .reject, .estimate, .log: false
        }
    }
}

extension HostCall {
    /// The longest name of a stream, in bytes, as in the runner.
    static let longestStream = 128
    private static let limits = JSONLimits(depth: 64, elements: 100_000, stringBytes: FrameFormat.most)

    /// Reads a frame that asks something of the host.
    init(_ frame: Frame) throws(ProtocolFault) {
        let head = try Self.json(frame.head, "head")
        switch frame.kind {
        case .request: self = .request(head, body: frame.body)
        case .readBody:
            guard let body = head["body"]?.integer, body >= 0, let capacity = head["capacity"]?.integer, capacity > 0 else {
                throw .malformed("a read_body without body and capacity")
            }
            self = .readBody(UInt64(body), capacity: Int(min(capacity, Int64(FrameFormat.room - 256))))
        case .emit:
            guard frame.body.last == UInt8(ascii: "\n") else { throw .malformed("rows whose last one does not end with a newline") }
            self = .emit(stream: try Self.stream(head), rows: frame.body)
        case .reject: self = .reject(stream: try Self.stream(head), try Self.json(frame.body, "reject"))
        case .checkpoint: self = .checkpoint(stream: try Self.stream(head), cursor: try Self.json(frame.body, "cursor"))
        case .estimate:
            guard let rows = head["rows"]?.integer, rows >= 0 else { throw .malformed("an estimate without rows") }
            self = .estimate(stream: try Self.stream(head), rows: rows)
        case .wait:
            guard let until = head["until"]?.integer else { throw .malformed("a wait without until") }
            self = .wait(until: Instant(microseconds: until))
        case .log:
            let level = head["level"]?.integer.flatMap { ConnectorLogLevel(rawValue: Int($0)) } ?? .info
            self = .log(level, String(decoding: frame.body.prefix(8_192), as: UTF8.self))
        case .now: self = .now
        case .load, .call, .reply, .cancel, .ready, .result, .fault: throw .outOfOrder("a frame that asks nothing of the host")
        }
    }

    private static func json(_ bytes: ArraySlice<UInt8>, _ what: String) throws(ProtocolFault) -> JSON {
        do { return try JSON(parsing: bytes, limits: limits) } catch { throw .malformed("a \(what) that is no JSON: \(error)") }
    }

    private static func stream(_ head: JSON) throws(ProtocolFault) -> String {
        guard let name = head["stream"]?.string, !name.isEmpty, name.utf8.count <= longestStream else { throw .malformed("a stream without a name") }
        return name
    }
}
