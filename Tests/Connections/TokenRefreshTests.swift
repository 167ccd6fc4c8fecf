import ConnectorHost
import Core
import Postgres
import Synchronization
import Testing
import Web

@testable import Connections

@Suite struct TokenRefreshTests {
    private struct Stand: Sendable {
        let fixture: ConnectionFixture
        let server: TokenServer
        let connection: ConnectionID
        let send: TokenTransport

        /// What one process has.
        func process() -> (Database, ConnectionCredentials) {
            let database = fixture.stand.database(poolSize: 4)
            return (
                database,
                ConnectionCredentials(
                    database: database, connectors: Granting.connectors, keyring: { try ConnectionFixture.keyring($0) },
                    oauth: Granting.settings(send)
                )
            )
        }

        func token(_ credentials: ConnectionCredentials, refused: Secret? = nil) async throws -> String? {
            try await credentials.credential(ConnectionFixture.a, connection, refused: refused).flatMap { TokenDocument($0).accessToken?.reveal() }
        }
    }

    private func withStand(_ expiresIn: Duration, _ body: @Sendable (Stand, WebTestClient) async throws -> Void) async throws {
        try await ConnectionFixture.run { fixture, client in
            let server = TokenServer()
            try await server.run { send in
                let secret = Granting.credential(expiresIn: expiresIn).reveal()
                let id = try await fixture.make(client, ConnectionFixture.adsBody().setting("credential", .string(secret)))
                try await body(Stand(fixture: fixture, server: server, connection: id, send: send), client)
            }
        }
    }

    @Test func `Two hundred callers in four processes renew a token once`() async throws {
        try await withStand(.seconds(-60)) { stand, _ in
            let processes = (0..<4).map { _ in stand.process() }

            let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<200 { group.addTask { try await stand.token(processes[number % 4].1) } }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            for (database, _) in processes { await database.close() }

            #expect(tokens.count == 200 && Set(tokens) == ["access-1"])
            #expect(stand.server.calls.count == 1)
            #expect(stand.server.calls.first?.refreshToken == "refresh-0" && stand.server.calls.first?.secret == "app-secret")
            let stored = try #require(try await stand.fixture.credentials.credential(ConnectionFixture.a, stand.connection))
            #expect(TokenDocument(stored).refreshToken?.reveal() == "refresh-1")
            #expect(stored.reveal().contains("\"developer_token\":\"dev\""))
        }
    }

    @Test func `A token that holds is given as it is; one that has four minutes left is renewed`() async throws {
        try await withStand(.seconds(600)) { stand, _ in
            let (database, credentials) = stand.process()
            let token = try await stand.token(credentials)
            #expect(token == "access-0" && stand.server.calls.isEmpty)
            await database.close()
        }
        try await withStand(.seconds(240)) { stand, _ in
            let (database, credentials) = stand.process()
            let tokens = [try await stand.token(credentials), try await stand.token(credentials)]
            #expect(tokens == ["access-1", "access-1"] && stand.server.calls.count == 1)
            await database.close()
        }
    }

    @Test func `A refused token is renewed once, and whoever brings it again gets the new one`() async throws {
        try await withStand(.seconds(3_000)) { stand, _ in
            let (database, credentials) = stand.process()

            let first = try await stand.token(credentials, refused: Secret("access-0"))
            let second = try await stand.token(credentials, refused: Secret("access-0"))

            #expect(first == "access-1" && second == "access-1")
            #expect(stand.server.calls.count == 1)
            await database.close()
        }
    }

    @Test func `A refresh that is refused sets the connection to reconnect_needed and says why`() async throws {
        try await withStand(.seconds(-60)) { stand, client in
            stand.server.book.withLock { $0.fails = (400, "invalid_grant") }
            let (database, credentials) = stand.process()

            await #expect(throws: CredentialRefused.self) { try await stand.token(credentials) }

            let connection = try await stand.fixture.read(client, stand.connection)
            #expect(connection["state"] == "reconnect_needed")
            #expect(connection["state_reason"] == "Ads does not renew its access any more (invalid_grant). Connect it again.")
            await database.close()
        }
    }

    @Test func `While the platform is away a token that holds is used, and the connection stays as it is`() async throws {
        try await withStand(.seconds(240)) { stand, client in
            stand.server.book.withLock { $0.fails = (503, "server_error") }
            let (database, credentials) = stand.process()

            let token = try await stand.token(credentials)
            #expect(token == "access-0")
            await #expect(throws: CredentialUnavailable.self) { try await stand.token(credentials, refused: Secret("access-0")) }

            let connection = try await stand.fixture.read(client, stand.connection)
            #expect(connection["state"] == "active")
            await database.close()
        }
    }

    @Test func `Each platform's token endpoint is called in its own way`() throws {
        func auth(_ document: JSON) throws -> OAuthDescription {
            let whole = document.setting("authorization_endpoint", "https://x.example.com/a").setting("token_endpoint", "https://x.example.com/t")
            let manifest = try ConnectorManifest(parsing: ConnectionFixture.ads.setting("auth", whole).encoded())
            return try #require(OAuthDescription(manifest.auth))
        }
        let tiktok = try auth([
            "scheme": "header", "name": "Access-Token", "token_request": ["encoding": "json", "client_id": "app_id", "client_secret": "secret"],
            "token_path": "/data/access_token", "refresh": ["rule": "none"], "slots": ["app": ["member": "app_secret"]],
        ])
        let meta = try auth([
            "scheme": "query", "name": "access_token", "proof": "appsecret_proof",
            "refresh": ["rule": "exchange", "grant_type": "fb_exchange_token", "parameter": "fb_exchange_token"],
        ])
        let klaviyo = try auth([
            "scheme": "header", "name": "Authorization", "refresh": ["rule": "none"],
            "oauth": ["scheme": "bearer", "pkce": "S256", "client": "basic", "grant_type": "refresh_token"],
        ])

        #expect(tiktok.encoding == .json && tiktok.parameter("client_id") == "app_id" && tiktok.refreshGrant == nil && tiktok.needsAppSecret)
        #expect(meta.encoding == .query && meta.refreshGrant == "fb_exchange_token" && meta.needsAppSecret)
        #expect(klaviyo.usesPKCE && klaviyo.proof == .basic && klaviyo.refreshGrant == "refresh_token" && !klaviyo.needsAppSecret)
        #expect(FormText.base64("app:secret") == "YXBwOnNlY3JldA==" && FormText.base64("abc") == "YWJj" && FormText.base64("ab") == "YWI=")
        let answer = TokenAnswer(status: 200, body: Array(#"{"code":0,"data":{"access_token":"t","advertiser_ids":["1","2"],"scope":[4]}}"#.utf8))
        let grant = try TokenRefusal.read(answer, tiktok)
        #expect(grant.accessToken == Secret("t") && grant.accounts == ["1", "2"] && grant.scopes == nil)
    }
}
