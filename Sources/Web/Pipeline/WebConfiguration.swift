package import Core
package import NIOSSL

/// What a server of endpoints is told once, at its start.
package struct WebConfiguration: Sendable {
    package enum Bind: Sendable, Hashable {
        /// Port 0 takes a free one.
        case address(host: String, port: Int)
        case unixSocket(path: String)
    }

    package var bind: Bind
    /// TLS of the server itself; `nil` behind a proxy that ends it.
    package var tls: NIOSSLContext?
    /// Tells browsers to stay with HTTPS: where TLS is ended, here or before.
    package var isBehindTLS = false
    package var trustedProxies = TrustedProxies.none
    /// Connections at once; further ones wait in the system's queue.
    package var maxConnections = 10_000
    /// Bytes of a body, where an endpoint says nothing else.
    package var bodyLimit = 1 << 20
    /// From the opening of a connection, or the last answer, to a complete head.
    package var idleTimeout: Duration = .seconds(15)
    /// From the head to the end of the answer.
    package var requestDeadline: Duration = .seconds(30)
    /// Public endpoints, by client address.
    package var addressRates: [RateRule] = [.perMinute(300)]
    /// Refused credentials, by client address.
    package var refusalRates: [RateRule] = [.perMinute(60)]
    /// Whether a page of that origin may call the API; the tenant is unknown (`nil`) for preflights.
    package var allowsOrigin: @Sendable (String, TenantID?) async -> Bool = { _, _ in false }
    /// The cookie that endpoints with `takesSession` read.
    package var sessionCookie = "tactics_session"
    /// Holds every answer against its schema: for tests, where it turns what does not fit into a 500.
    package var validatesResponses = false
    /// Writes a log line for each request; otherwise only for those that fail.
    package var logsRequests = true
    /// Adds the API's document, its page and the problem pages; `nil` on internal listeners.
    package var documentation: Documentation?
    package var cursors: Cursors?
    package var time = TimeSource.wall

    package init(bind: Bind = .address(host: "127.0.0.1", port: 8080)) { self.bind = bind }

    /// What the API's document says beside its endpoints.
    package struct Documentation: Sendable {
        package var title: String
        package var about: String
        /// Problem codes of the slices, with a sentence for their pages.
        package var problems: [String: String]

        package init(title: String, about: String = "", problems: [String: String] = [:]) {
            self.title = title
            self.about = about
            self.problems = problems
        }
    }
}

/// What happened to one request: for metrics.
package struct RequestRecord: Sendable {
    package let method: String
    /// The endpoint's path with its parameters in braces; `nil` where there was none.
    package let route: String?
    package let status: Int
    package let duration: Duration
    package let tenant: TenantID?
    /// The code of the problem that was answered.
    package let problem: String?
}
