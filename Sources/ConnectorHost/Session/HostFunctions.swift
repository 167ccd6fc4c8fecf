package import Core

/// What the host lends to a connector: one value for each call of a session. The session awaits each function before it reads the runner's next
/// frame, so that a slow host slows the connector down.
///
/// A function that throws `HostRefusal` gives its code and sentence to the connector, which goes on. Any other error ends the call and the runner,
/// and is thrown from the session's function. `emit`, `reject` and `estimate` have no answer in the protocol: there every error ends the call.
package protocol HostFunctions: Sendable {
    /// Performs an HTTP request. `request` is the JSON of connector.h and comes from the plugin: check it.
    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse
    /// Sends a request on after a redirect, for a stream whose manifest asks for that. The address is the platform's word: check it as that of any
    /// request, and refuse what is not allowed; never sign what is foreign.
    func follow(_ hop: RedirectHop) async throws -> HostResponse
    /// Takes rows as NDJSON; each ends with a newline, and they are less than 1 MiB together. They come from the plugin: check them.
    func emit(stream: String, rows: ArraySlice<UInt8>) async throws
    /// Takes a row that the connector could not read: `{"line", "field", "reason", "sample"}`.
    func reject(stream: String, reject: JSON) async throws
    /// Stores all rows so far and the cursor.
    func checkpoint(stream: String, cursor: JSON) async throws
    func estimate(stream: String, rows: Int64) async throws
    /// Waits. Throws `HostRefusal.park` when the instant is too far ahead.
    func wait(until: Instant) async throws
    func log(_ level: ConnectorLogLevel, _ text: String) async
    func now() -> Instant
}

/// The levels of a connector's log lines.
package enum ConnectorLogLevel: Int, Sendable, CaseIterable {
    case debug = 0
    case info = 1
    case warning = 2
    case error = 3
}

/// Defaults for calls in which a connector only asks (`check`, `discover`): no rows, no waiting.
extension HostFunctions {
    /// As a request of its own: where it goes elsewhere it has no credential.
    package func follow(_ hop: RedirectHop) async throws -> HostResponse { try await request(hop.request, body: hop.body) }
    package func emit(stream: String, rows: ArraySlice<UInt8>) async throws { throw HostRefusal(.refused, "Rows are taken within read only.") }
    package func reject(stream: String, reject: JSON) async throws { throw HostRefusal(.refused, "Rows are taken within read only.") }
    package func checkpoint(stream: String, cursor: JSON) async throws { throw HostRefusal(.refused, "A cursor is stored within read only.") }
    package func estimate(stream: String, rows: Int64) async throws {}
    package func wait(until: Instant) async throws { throw HostRefusal.park }
    package func log(_ level: ConnectorLogLevel, _ text: String) async {}
    package func now() -> Instant { .now }
}

/// A platform's answer: head now, body piece by piece.
package struct HostResponse: Sendable {
    package let status: Int
    /// Names in lower case. Secrets are out already.
    package let headers: [(name: String, value: String)]
    package let body: any BodySource

    package init(status: Int, headers: [(name: String, value: String)], body: any BodySource) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// The body of a response, pulled by the connector: nothing is read ahead of what it asks for but one piece.
package protocol BodySource: Sendable {
    /// The next piece, of any size; `nil` at the end.
    func next() async throws -> [UInt8]?
    /// Nobody will ask again: called once, at the end or before it.
    func close() async
}

/// What the host answers to a connector instead of doing what it asked.
package struct HostRefusal: Error, Sendable, Hashable {
    /// The codes of connector.h.
    package enum Code: Int, Sendable {
        case cancelled = -1
        case refused = -2
        case invalid = -3
        case tooLarge = -4
        case failed = -5
        case park = -6
    }

    package let code: Code
    /// A sentence for the connector's author. Never a secret.
    package let sentence: String

    package init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }

    package static let cancelled = HostRefusal(.cancelled, "The sync was cancelled.")
    package static let park = HostRefusal(.park, "That is too long to wait: return the outcome parked.")
}
