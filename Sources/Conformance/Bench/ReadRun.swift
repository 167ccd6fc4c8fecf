import ConnectorHost
import Core

/// A row as it came over the boundary.
struct EmittedRow: Sendable, Hashable {
    let stream: String
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// `nil` where it is no JSON.
    var json: JSON? { try? JSON(parsing: bytes, limits: .trusted) }
}

/// A stored cursor, and how many rows were emitted before it.
struct Checkpoint: Sendable {
    let stream: String
    let cursor: JSON
    let rows: Int
}

/// A request that the connector made, and the exchange that it met.
struct AskedRequest: Sendable {
    let method: String
    let url: String
    let headers: [(name: String, value: String)]
    let body: [UInt8]
    let at: Instant
    let exchange: Int?
    /// Whether the host made it, where a redirect led.
    let isRedirect: Bool
}

/// What a read is given beyond its request.
struct ReadOptions: Sendable {
    var cursor: JSON?
    var trouble: Trouble?
    var interruption: Interruption?
    var clockOffset: Duration = .zero
    var clockJumps = false
    /// Bytes of a piece of an answer.
    var piece = 16_384
    var keepsRows = true
    var exchanges: [Exchange]?
    var mode: StreamDescription.Mode?
    /// The stream that is read, the operation or the topic.
    var call: String?
    var secretPaths = SecretPaths([])
    /// Where redirects may lead; nowhere unless it is said.
    var reach: Reach?
    /// Follows parked reads.
    var mostParks = 20
}

/// How a read ended.
enum Ending: Sendable, Hashable {
    case done
    /// It wants to go on later than the bench waits.
    case parked(until: Instant)
    case failed(ConnectorError)
    case broken(PluginFault)
    case cancelled
    /// It was killed on purpose.
    case killed
    /// It asked on and on.
    case endless

    /// In a sentence's middle.
    var words: String {
        switch self {
        case .done: "ended well"
        case .parked(let until): "was parked until \(until)"
        case .failed(let error): "failed as \(error.kind.rawValue): \(error.message.prefix(200))"
        case .broken(let fault): "broke: \(fault.sentence)"
        case .cancelled: "was cancelled"
        case .killed: "was killed"
        case .endless: "asked without end"
        }
    }
}

/// A whole read: what came of it.
struct ReadRun: Sendable {
    let ending: Ending
    /// All rows that were emitted.
    let emitted: [EmittedRow]
    let checkpoints: [Checkpoint]
    let rejects: [(stream: String, reject: JSON)]
    let requests: [AskedRequest]
    let rowCount: Int
    let duration: Duration

    /// The rows that the host keeps: all of a read that ended well, and of any other those before the last checkpoint.
    var kept: [EmittedRow] { ending == .done ? emitted : Array(emitted.prefix(checkpoints.last?.rows ?? 0)) }
}
