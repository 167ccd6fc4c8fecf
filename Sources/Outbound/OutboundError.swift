/// Why a call gave no usable response. `description` names no address, no query and no header.
package struct OutboundError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable {
        /// The egress policy does not let it out; nothing was sent.
        case refused
        /// The caller's request is malformed; nothing was sent.
        case invalidRequest = "invalid_request"
        /// A deadline passed.
        case timeout
        /// No connection, TLS failure, or the connection broke.
        case connection
        /// The body is longer than its bound.
        case tooLarge = "too_large"
        /// The answer is no HTTP.
        case invalidResponse = "invalid_response"
    }

    package let kind: Kind
    package let detail: String

    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    init(_ refusal: EgressRefusal) { self.init(.refused, refusal.description) }

    /// Whether the same call may go well later.
    package var isTransient: Bool { kind == .timeout || kind == .connection }

    package var description: String { detail }
}
