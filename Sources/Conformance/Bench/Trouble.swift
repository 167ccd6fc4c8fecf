import ConnectorHost
import Core

/// What goes wrong in a read, and at which of its requests.
struct Trouble: Sendable {
    enum Kind: Sendable {
        /// The platform answers this instead.
        case answer(Recording)
        /// The recorded answer is changed on its way.
        case change(@Sendable ([UInt8]) -> [UInt8])
        /// The connection breaks in the middle of the body.
        case cut
        /// No answer comes.
        case silence
        /// The answer of the request before comes again.
        case repeated
    }

    let kind: Kind
    /// The first request that it happens to, from 0, and the last one.
    var requests: ClosedRange<Int> = 0...Int.max
    /// Only for requests of that stream's address, where it is known.
    static func once(_ kind: Kind, at request: Int) -> Trouble { Trouble(kind: kind, requests: request...request) }

    static func from(_ kind: Kind, _ request: Int) -> Trouble { Trouble(kind: kind, requests: request...Int.max) }
}

/// Where a read is broken off from outside.
struct Interruption: Sendable {
    enum Place: Sendable {
        case checkpoint(Int)
        case request(Int)
    }

    enum Way: Sendable {
        case crash
        case cancel
    }

    let place: Place
    let way: Way
}
