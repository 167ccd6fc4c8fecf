import ConnectorHost
import Core
import Postgres
import Sealing
import Synchronization
import Testing
import Web

@testable import Connections

@Suite struct ConsentTests {
    private struct Stand: Sendable {
        let fixture: ConnectionFixture
        let server: TokenServer
        let connection: ConnectionID
        /// The endpoints with the consent's, as the time says.
        let client: WebTestClient

        /// Asks for a consent; gives what the screen is opened with and what the browser keeps.
        func begin() async throws -> Asked {
            let answer = try await client.authorized("a").send(.post, "/api/v1/connections/\(connection)/authorize")
            let cookie = answer.headers.first { $0.name.lowercased() == "set-cookie" }?.value ?? ""
            guard answer.status == 200, let url = answer.json["url"]?.string, url.hasPrefix("https://ads.example.com/consent?") else {
                return Asked(parameters: [:], cookie: cookie)
            }
            let query = url.split(separator: "?", maxSplits: 1).last ?? ""
            let parameters = query.split(separator: "&").reduce(into: [String: String]()) { found, pair in
                let sides = pair.split(separator: "=", maxSplits: 1)
                found[String(sides[0])] = sides.count == 2 ? String(sides[1]) : ""
            }
            return Asked(parameters: parameters, cookie: cookie)
        }

        /// Comes back in the browser that holds the cookies of these consents.
        func come(back query: String, _ held: Asked...) async throws -> TestResponse {
            let cookies = held.map { String($0.cookie.prefix { $0 != ";" }) }.joined(separator: "; ")
            return try await client.send(.get, "/api/v1/connections/oauth/callback?\(query)", headers: cookies.isEmpty ? [:] : ["Cookie": cookies])
        }

        func read() async throws -> JSON { try await client.authorized("a").send(.get, "/api/v1/connections/\(connection)").json }
    }

    private struct Asked: Sendable {
        let parameters: [String: String]
        /// The whole field.
        let cookie: String

        var state: String { parameters["state"] ?? "" }
        subscript(name: String) -> String? { parameters[name] }
    }

    private func withStand(now: Instant? = nil, _ body: @Sendable (Stand) async throws -> Void) async throws {
        try await ConnectionFixture.run { fixture, client in
            let made = ConnectionFixture.adsBody().setting("credential", nil)
            let id = try await fixture.make(client, made)
            try await fixture.stand.execute("UPDATE ingest.connections SET config = '{}' WHERE id = '\(id)'")
            let server = TokenServer()
            try await server.run { send in
                let connections = Connections(
                    database: fixture.database, connectors: Granting.connectors, keyring: { try ConnectionFixture.keyring($0) },
                    syncing: ConnectionSyncing(
                        request: { _, _, _, _, _, _ in SyncID() }, check: { _, _ in .connected(accountID: nil, accountName: nil) },
                        resetStreams: { _, _, _ in }),
                    oauth: Granting.settings(send, now: now))
                try await WebApplication.test(connections.endpoints, authenticator: ConnectionFixture.tokens) { client in
                    try await body(Stand(fixture: fixture, server: server, connection: id, client: client))
                }
            }
        }
    }

    @Test func `A person who allows connects the platform`() async throws {
        try await withStand { stand in
            #expect(try await stand.read()["state"] == "reconnect_needed")

            let asked = try await stand.begin()
            let page = try await stand.come(back: "code=c0de&state=\(asked.state)&scope=ads_read+ads_list&authuser=0", asked)

            #expect(asked["client_id"] == "app" && asked["response_type"] == "code" && asked["access_type"] == "offline")
            #expect(asked["redirect_uri"] == "https%3A%2F%2Fapi.example.com%2Fapi%2Fv1%2Fconnections%2Foauth%2Fcallback")
            #expect(asked["scope"] == "ads_read%20ads_list" && asked["code_challenge_method"] == "S256")
            #expect(page.status == 200 && page.text.contains("data-outcome=\"connected\""))
            let call = try #require(stand.server.calls.first)
            #expect(call.code == "c0de" && call.grantType == "authorization_code")
            #expect(asked["code_challenge"] == Base64URL.encode(sha256(call.verifier ?? "")))
            let connection = try await stand.read()
            #expect(connection["state"] == "active" && connection["has_credential"] == true)
            let credential = try await stand.fixture.credentials.credential(ConnectionFixture.a, stand.connection)
            #expect(credential.flatMap { TokenDocument($0).accessToken } == Secret("access-1"))
        }
    }

    @Test func `A consent that is denied, a wrong state and one that was used store nothing`() async throws {
        try await withStand { stand in
            let asked = try await stand.begin()
            let state = asked.state

            let wrong = try await stand.come(back: "code=x&state=\(state.dropLast())x", asked)
            let none = try await stand.come(back: "code=x", asked)
            let denied = try await stand.come(back: "error=access_denied&error_description=no&state=\(state)", asked)
            let again = try await stand.come(back: "code=x&state=\(state)", asked)

            #expect([wrong, none, denied, again].map(\.status) == [400, 400, 400, 400])
            #expect(none.text.contains("unknown_state") && wrong.text.contains("unknown_state"))
            #expect(denied.text.contains("consent_denied") && again.text.contains("state_used"))
            #expect(stand.server.calls.isEmpty)
            #expect(try await stand.read()["state"] == "reconnect_needed")
        }
    }

    @Test func `Whoever is signed in as another may not finish a consent, which stays good for the one who began`() async throws {
        try await withStand { stand in
            let asked = try await stand.begin()
            let path = "/api/v1/connections/oauth/callback?code=x&state=\(asked.state)"
            let cookie = ["Cookie": String(asked.cookie.prefix { $0 != ";" })]

            let other = try await stand.client.authorized("b").send(.get, path, headers: cookie)
            let own = try await stand.client.authorized("a").send(.get, path, headers: cookie)

            #expect(other.status == 403 && other.text.contains("other_person") && own.status == 200)
        }
    }

    @Test func `A browser that did not begin a consent does not finish it, and it stays good for the one that did`() async throws {
        try await withStand { stand in
            let asked = try await stand.begin()
            let other = try await stand.begin()
            let query = "code=x&state=\(asked.state)"
            let swapped = Asked(parameters: [:], cookie: asked.cookie.prefix { $0 != "=" } + "=" + (other.cookie.drop { $0 != "=" }.dropFirst()))

            let none = try await stand.come(back: query)
            let others = try await stand.come(back: query, other)
            let forged = try await stand.come(back: query, swapped)
            #expect([none, others, forged].map(\.status) == [403, 403, 403])
            #expect([none, others, forged].allSatisfy { $0.text.contains("other_browser") } && stand.server.calls.isEmpty)

            let own = try await stand.come(back: query, asked, other)
            let second = try await stand.come(back: "code=y&state=\(other.state)", asked, other)
            #expect(own.status == 200 && second.status == 200)
            #expect(own.headers.contains { $0.name.lowercased() == "set-cookie" && $0.value.contains("Max-Age=0") })
        }
    }

    @Test func `The cookie of a consent is for the callback alone, for TLS, and out of reach of scripts`() async throws {
        try await withStand { stand in
            let cookie = try await stand.begin().cookie

            #expect(cookie.hasPrefix("tactics_consent_"))
            #expect(cookie.hasSuffix("; Path=/api/v1/connections/oauth/callback; Max-Age=900; HttpOnly; SameSite=Lax; Secure"), "\(cookie)")
        }
        func isLoopback(_ url: String) -> Bool { OAuthSettings(publicURL: url, send: { _ in TokenAnswer(status: 500, body: []) }).isLoopback }
        #expect(["http://127.0.0.1:8080", "http://localhost", "http://[::1]:80"].allSatisfy(isLoopback))
        #expect(
            !["https://127.0.0.1", "http://127.0.0.1.example.com", "http://example.com", "http://localhost.example.com:80"].contains(
                where: isLoopback))
    }

    @Test func `A consent that took too long is refused`() async throws {
        try await withStand { stand in
            let asked = try await stand.begin()
            try await stand.fixture.stand.execute("UPDATE ingest.authorizations SET expires_at = now() - interval '1 second'")

            let late = try await stand.come(back: "code=x&state=\(asked.state)", asked)

            #expect(late.status == 400 && late.text.contains("state_expired") && stand.server.calls.isEmpty)
        }
    }

    @Test func `Rights that were left out are named, and nothing is stored`() async throws {
        try await withStand { stand in
            stand.server.book.withLock { $0.scope = "ads_read" }
            let asked = try await stand.begin()

            let page = try await stand.come(back: "code=x&state=\(asked.state)", asked)

            #expect(page.status == 400 && page.text.contains("scopes_missing") && page.text.contains("ads_list"))
            #expect(try await stand.read()["has_credential"] == false)
        }
    }

    @Test func `A code that the platform refuses is told`() async throws {
        try await withStand { stand in
            stand.server.book.withLock { $0.fails = (400, "invalid_grant") }
            let asked = try await stand.begin()

            let page = try await stand.come(back: "code=x&state=\(asked.state)", asked)

            #expect(page.status == 502 && page.text.contains("exchange_failed") && page.text.contains("invalid_grant"))
        }
    }

    @Test func `Of several accounts a person chooses`() async throws {
        try await withStand { stand in
            stand.server.book.withLock { $0.accounts = ["11", "12"] }
            let asked = try await stand.begin()
            let page = try await stand.come(back: "code=x&state=\(asked.state)", asked)
            let waiting = try await stand.read()
            let a = stand.client.authorized("a")

            let offered = try await a.send(.get, "/api/v1/connections/\(stand.connection)/accounts")
            let wrong = try await a.send(.post, "/api/v1/connections/\(stand.connection)/accounts", body: ["accounts": ["13"]])
            let other = try await stand.client.authorized("b").send(.get, "/api/v1/connections/\(stand.connection)/accounts")
            let chosen = try await a.send(.post, "/api/v1/connections/\(stand.connection)/accounts", body: ["accounts": ["12"]])

            #expect(page.text.contains("choose_account") && waiting["state"] == "reconnect_needed")
            #expect(offered.json == ["offered": ["11", "12"], "chosen": []])
            #expect(wrong.status == 422 && wrong.faults == ["/accounts/0 unknown_account"] && other.status == 404)
            #expect(chosen.json["state"] == "active" && chosen.json["config"]?["account_ids"] == ["12"])
        }
    }

    @Test func `Who may not write, another tenant and a connector without a screen begin nothing`() async throws {
        try await withStand { stand in
            let path = "/api/v1/connections/\(stand.connection)/authorize"
            let shop = try await stand.client.authorized("a").send(.post, "/api/v1/connections", body: ["connector": "shop", "name": "Shop"])

            #expect(try await stand.client.authorized("reader").send(.post, path).status == 403)
            #expect(try await stand.client.authorized("b").send(.post, path).status == 404)
            let none = try await stand.client.authorized("a").send(.post, "/api/v1/connections/\(shop.json["id"]?.string ?? "")/authorize")
            #expect(none.status == 409 && none.code == "no_consent")
        }
    }
}
