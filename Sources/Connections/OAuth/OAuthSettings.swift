package import Core

/// The operator's application on a platform.
package struct OAuthClient: Sendable, Hashable {
    let id: String
    let secret: Secret

    package init(id: String, secret: Secret) {
        self.id = id
        self.secret = secret
    }

    /// Reads `id:secret`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        self.init(id: String(parts[0]), secret: Secret(String(parts[1])))
    }
}

/// What connecting by consent needs from the operator.
package struct OAuthSettings: Sendable {
    /// By connector id; a connector without one takes credentials by hand alone.
    package var clients: [String: OAuthClient]
    /// How browsers reach this API: scheme, host and port.
    package var publicURL: String
    /// Where connectors' platforms are instead of their own hosts, by connector id.
    package var baseURLs: [String: String]
    /// Sends a call to a token endpoint.
    package var send: TokenTransport
    package var time: TimeSource

    package init(
        clients: [String: OAuthClient] = [:], publicURL: String, baseURLs: [String: String] = [:], send: @escaping TokenTransport,
        time: TimeSource = .wall
    ) {
        self.clients = clients
        self.publicURL = publicURL
        self.baseURLs = baseURLs
        self.send = send
        self.time = time
    }

    static let callbackPath = "/api/v1/connections/oauth/callback"

    var callbackURL: String { publicURL + Self.callbackPath }

    /// Whether browsers reach this API without TLS, on this machine.
    var isLoopback: Bool {
        guard publicURL.hasPrefix("http://") else { return false }
        let rest = publicURL.dropFirst(7)
        let authority = rest.prefix { $0 != "/" }
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        let host = authority.prefix { $0 != ":" }
        return host == "localhost" || host == "127.0.0.1"
    }
}

/// A call to a platform's token endpoint. It holds secrets: never log it.
package struct TokenCall: Sendable {
    package let isPost: Bool
    /// The platform's own address.
    package let url: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// The one host that it may go to.
    package let host: String
    /// Where the operator sends calls to that host instead; `nil` for the host itself.
    package let base: String?
}

/// What a token endpoint answered.
package struct TokenAnswer: Sendable {
    let status: Int
    let body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Sends a call to a token endpoint. It should take less than eight seconds, as others wait for the token, and throws where no answer came.
package typealias TokenTransport = @Sendable (TokenCall) async throws -> TokenAnswer
