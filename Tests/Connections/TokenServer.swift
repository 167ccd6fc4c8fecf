import ConnectorHost
import Core
import Postgres
import Synchronization
import Web

@testable import Connections

/// A token endpoint on loopback that counts, and rotates its refresh tokens: an old one is refused.
final class TokenServer: Sendable {
    struct Call: Sendable {
        let grantType: String?
        let code: String?
        let refreshToken: String?
        let redirect: String?
        let verifier: String?
        let secret: String?
    }

    struct Book: Sendable {
        var calls: [Call] = []
        var refreshToken = "refresh-0"
        /// What is answered instead: a status with an error's word.
        var fails: (status: Int, word: String)?
        var scope: String?
        var accounts: [String] = []
    }

    let book = Mutex(Book())

    var calls: [Call] { book.withLock { $0.calls } }

    /// Runs `body` with the transport that reaches it.
    func run(_ body: @Sendable (@escaping TokenTransport) async throws -> Void) async throws {
        try await WebApplication.test([endpoint], authenticator: KnownTokens([:])) { client in
            try await body { call in
                let headers = Dictionary(uniqueKeysWithValues: call.headers.map { ($0.name, $0.value) })
                let answer = try await client.send("POST", "/token", headers: headers, bytes: call.body)
                return TokenAnswer(status: answer.status, body: answer.body)
            }
        }
    }

    private func answer(_ call: Call) -> (Int, JSON) {
        book.withLock { book in
            book.calls.append(call)
            if let fails = book.fails { return (fails.status, ["error": .string(fails.word)]) }
            if call.grantType == "refresh_token", call.refreshToken != book.refreshToken { return (400, ["error": "invalid_grant"]) }
            book.refreshToken = "refresh-\(book.calls.count)"
            var json: JSON = [
                "access_token": .string("access-\(book.calls.count)"), "refresh_token": .string(book.refreshToken), "expires_in": 3_600,
            ]
            if let scope = book.scope { json = json.setting("scope", .string(scope)) }
            if !book.accounts.isEmpty { json = json.setting("account_ids", .array(book.accounts.map { .string($0) })) }
            return (200, json)
        }
    }

    private static func text(_ name: String) -> Parameter<String?> { parameter(name, .optional(.string())) }

    private static let form: Parameters<Call> = .fields(
        text("grant_type"), text("code"), text("refresh_token"), text("redirect_uri"), text("code_verifier"), text("client_secret"),
        text("client_id"),
        make: { Call(grantType: $0, code: $1, refreshToken: $2, redirect: $3, verifier: $4, secret: $5 ?? $6) })

    private var endpoint: Endpoint {
        Endpoint(
            .post, "/token", permission: .public, summary: "Give a token", tag: "Test", path: .none, query: .none, body: .form(Self.form),
            output: .html
        ) { call in
            // Slow enough that all who ask at once are there before it answers.
            try await Task.sleep(for: .milliseconds(100))
            let (status, json) = self.answer(call.body)
            return HTMLPage(json.description, status: status)
        }
    }
}

/// The connector of the fixture, with a consent screen.
enum Granting {
    static let auth: JSON = [
        "scheme": "bearer", "authorization_endpoint": "https://ads.example.com/consent", "token_endpoint": "https://ads.example.com/token",
        "authorization_parameters": ["access_type": "offline"], "scopes": ["ads_read", "ads_list"],
        "refresh": ["rule": "refresh_token", "grant_type": "refresh_token", "lifetime_seconds": 3_600], "pkce": "S256",
        "accounts_path": "/account_ids",
    ]

    static let connectors: Connectors = {
        let properties: JSON = [
            "account_id": ["type": "string"], "account_ids": ["type": "array", "items": ["type": "string"]],
        ]
        let schema: JSON = ["type": "object", "additionalProperties": false, "properties": properties]
        let manifest = ConnectionFixture.ads.setting("auth", auth).setting("config_schema", schema)
        return Connectors([manifest, ConnectionFixture.shop].compactMap { try? ConnectorManifest(parsing: $0.encoded()) })
    }()

    static func settings(_ send: @escaping TokenTransport, now: Instant? = nil) -> OAuthSettings {
        OAuthSettings(
            clients: ["ads": OAuthClient(id: "app", secret: Secret("app-secret"))], publicURL: "https://api.example.com", send: send,
            time: now.map { .fixed($0) } ?? .wall)
    }

    /// A credential whose token runs out then.
    static func credential(expiresIn: Duration) -> Secret {
        let document: JSON = [
            "access_token": "access-0", "refresh_token": "refresh-0", "expires_at": .string((Instant.now + expiresIn).description),
            "developer_token": "dev",
        ]
        return Secret(document.description)
    }
}
