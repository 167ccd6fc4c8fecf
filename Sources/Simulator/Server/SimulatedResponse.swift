package import Core

/// An answer of a platform, free of any HTTP library.
package struct SimulatedResponse: Sendable {
    package var status: Int
    /// Names as the platform writes them.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// What it counts as in the statistics.
    package var outcome: Outcome
    /// The body stops in the middle and the connection is closed.
    package var isCut = false

    package enum Outcome: Sendable, Hashable {
        /// A part of a list.
        case page
        case answer
        case throttled
        case failed
    }

    package init(status: Int = 200, _ json: JSON, headers: [(name: String, value: String)] = [], outcome: Outcome = .answer) {
        self.status = status
        self.headers = [(name: "Content-Type", value: "application/json; charset=utf-8")] + headers
        body = json.encoded()
        self.outcome = outcome
    }

    package init(status: Int, html: String) {
        self.status = status
        headers = [(name: "Content-Type", value: "text/html; charset=utf-8")]
        body = Array(html.utf8)
        outcome = .failed
    }

    /// The first header of that name, letter case ignored.
    package func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}
