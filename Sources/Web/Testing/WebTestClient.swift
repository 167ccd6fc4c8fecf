package import Core
package import Logging
import ServiceLifecycle

/// Talks to endpoints over a real loopback connection, through the whole pipeline.
package struct WebTestClient: Sendable {
    package let port: Int
    /// Sent with every request that brings no `Authorization` of its own.
    package var token: String?

    /// The same client with a token.
    package func authorized(_ token: String) -> WebTestClient {
        var copy = self
        copy.token = token
        return copy
    }

    /// Sends one request on its own connection.
    /// - Parameter body: sent as `application/json` unless `headers` name another type.
    package func send(_ method: Method, _ path: String, headers: [String: String] = [:], body: JSON? = nil) async throws -> TestResponse {
        try await send(method.rawValue, path, headers: headers, bytes: body.map { $0.encoded() })
    }

    /// Sends one request with any method and any bytes.
    package func send(_ method: String, _ path: String, headers: [String: String] = [:], bytes: [UInt8]? = nil) async throws -> TestResponse {
        var fields = headers
        func setDefault(_ name: String, _ value: String) {
            if !fields.keys.contains(where: { $0.lowercased() == name.lowercased() }) { fields[name] = value }
        }
        setDefault("Host", "localhost:\(port)")
        if let token { setDefault("Authorization", "Bearer \(token)") }
        if let bytes {
            setDefault("Content-Type", "application/json")
            setDefault("Content-Length", String(bytes.count))
        }
        let head = "\(method) \(path) HTTP/1.1\r\n" + fields.map { "\($0.key): \($0.value)\r\n" }.joined() + "\r\n"
        let message = Array(head.utf8) + (bytes ?? [])
        let response = try await connect { stream in
            try await stream.send(message)
            return try await stream.response(isHead: method == "HEAD")
        }
        guard let response else { throw NoResponse() }
        return response
    }

    /// A raw connection, for bytes that are no proper request.
    package func connect<Result: Sendable>(_ body: @Sendable (inout TestStream) async throws -> Result) async throws -> Result {
        try await TestConnection.open(port: port, body)
    }

    package struct NoResponse: Error {}
}

extension WebApplication {
    /// Serves `endpoints` on a free loopback port for as long as `body` runs. Responses are validated against their schemas.
    package static func test<Result: Sendable>(
        _ endpoints: [Endpoint], authenticator: any Authenticator, limiter: any RateLimiter = UnlimitedRate(), audit: any AuditSink = NoAudit(),
        observe: (@Sendable (RequestRecord) -> Void)? = nil, logger: Logger? = nil, configure: (inout WebConfiguration) throws -> Void = { _ in },
        _ body: @Sendable (WebTestClient) async throws -> Result
    ) async throws -> Result {
        var configuration = WebConfiguration(bind: .address(host: "127.0.0.1", port: 0))
        configuration.validatesResponses = true
        configuration.cursors = try Cursors(key: Array(repeating: 7, count: 32))
        try configure(&configuration)
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let application = WebApplication(
            endpoints: endpoints, configuration: configuration, authenticator: authenticator, limiter: limiter, audit: audit, observe: observe,
            logger: logger ?? quietLogger(), onBound: { if let port = $0 { found.yield(port) } })
        return try await serving(application, ports, body)
    }

    private static func serving<Result: Sendable>(
        _ application: WebApplication, _ ports: AsyncStream<Int>, _ body: @Sendable (WebTestClient) async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                let result = await Swift.Result.catching { try await body(WebTestClient(port: port)) }
                group.cancelAll()
                return try result.get()
            }
            throw WebTestClient.NoResponse()
        }
    }

    private static func quietLogger() -> Logger {
        var logger = Logger(label: "web.test")
        logger.logLevel = .critical
        return logger
    }
}

extension Swift.Result where Failure == any Error {
    fileprivate static func catching(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}

/// Knows its callers by their tokens: for tests.
package struct KnownTokens: Authenticator {
    private let principals: [String: Principal]

    package init(_ principals: [String: Principal]) { self.principals = principals }

    package func authenticate(_ credential: Credential, from request: RequestFacts) async throws -> Principal? {
        switch credential {
        case .accessToken(let token), .apiKey(let token), .session(let token): principals[token.reveal()]
        }
    }
}
