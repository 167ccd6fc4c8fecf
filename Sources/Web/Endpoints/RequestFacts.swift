package import Core

/// The methods that endpoints have. `HEAD` is answered by `get`, `OPTIONS` by the pipeline.
package enum Method: String, Sendable, Hashable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether it changes nothing (RFC 9110, 9.2.1).
    package var isSafe: Bool { self == .get }
}

/// What is known of a request before its body is read.
package struct RequestFacts: Sendable {
    package let method: Method
    /// Without the query.
    package let path: String
    /// From `X-Request-Id` where that is sane, otherwise made here.
    package let requestID: String
    /// The client's address: the connection's, or what a listed proxy says.
    package let address: String
    package let headers: RequestHeaders
    package let receivedAt: Instant

    package var userAgent: String? { headers["user-agent"].map { String($0.prefix(256)) } }
    /// The `Host` that was asked for.
    package var host: String { headers["host"] ?? "" }

    package init(method: Method, path: String, requestID: String, address: String, headers: RequestHeaders, receivedAt: Instant = .now) {
        self.method = method
        self.path = path
        self.requestID = requestID
        self.address = address
        self.headers = headers
        self.receivedAt = receivedAt
    }
}

/// The fields of a request's head.
package struct RequestHeaders: Sendable {
    private let read: @Sendable (String) -> [String]

    package init(_ read: @escaping @Sendable (String) -> [String]) { self.read = read }

    package init(_ fields: [(String, String)]) {
        read = { name in fields.filter { $0.0.lowercased() == name.lowercased() }.map(\.1) }
    }

    /// The field where it stands exactly once; `nil` otherwise. Names in any case.
    package subscript(name: String) -> String? {
        let values = read(name)
        return values.count == 1 ? values[0] : nil
    }

    package func all(_ name: String) -> [String] { read(name) }

    /// A cookie by its name; `nil` where there is none or more than one.
    package func cookie(_ name: String) -> String? {
        let values = read("cookie").flatMap { $0.split(separator: ";") }.compactMap { pair -> String? in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, sides[0].drop(while: { $0 == " " }) == name else { return nil }
            return String(sides[1])
        }
        return values.count == 1 ? values[0] : nil
    }
}
