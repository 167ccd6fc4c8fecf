import AsyncHTTPClient
import Connections
import ConnectorHost
import Core
import Foundation
import NIOCore
import NIOHTTP1
import Outbound
import Postgres
import Sealing
import Simulator
import Testing
import Web

@testable import App

/// From the button to a token that works and is renewed: the whole way over HTTP, with the manifests that are shipped.
@Suite struct ConsentFlowTests {
    private static let tenant = TenantID()
    private static let user = UserID()

    private static func manifest(_ connector: String) throws -> ConnectorManifest {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try ConnectorManifest(parsing: Array(Data(contentsOf: root.appending(path: "Plugins/\(connector)/connector.json"))))
    }

    /// Opens an address as a browser does, and goes nowhere by itself.
    private static func open(_ address: String) async throws -> (status: Int, location: String?) {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
        do {
            let response = try await client.execute(HTTPClientRequest(url: address), timeout: .seconds(10))
            let answer = (Int(response.status.code), response.headers.first(name: "location"))
            try await client.shutdown()
            return answer
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    @Test(arguments: [
        "meta", "google-ads", "google-analytics", "search-console", "tiktok", "snapchat", "linkedin", "klaviyo", "shopify",
    ])
    func `A platform is connected by consent and its token renewed`(connector: String) async throws {
        let stand = try await TestPostgres.database(migrated: true)
        let database = stand.database(poolSize: 4)
        let outbound = OutboundTransport()
        do {
            try await ConsentServer().run { port in try await Self.connect(connector, port, stand, database, outbound) }
        } catch {
            await outbound.close()
            try? await stand.drop()
            throw error
        }
        await outbound.close()
        try await stand.drop()
    }

    /// A person who leaves a right out is told which, where the platform says what was granted.
    private static func refuseWithout(_ connector: String, _ id: ConnectionID, _ a: WebTestClient) async throws {
        guard let right = try manifest(connector).auth.scopes.last else { return }
        let begun = try await a.send(.post, "/api/v1/connections/\(id)/authorize")
        let without = right.replacing(":", with: "%3A").replacing("/", with: "%2F")
        let allowed = try await open((begun.json["url"]?.string ?? "") + "&decision=allow&without=\(without)")
        let back = try #require(allowed.location?.split(separator: "https://api.example.com").first.map(String.init))
        let page = try await a.send(.get, back, headers: ["Cookie": String((begun[header: "Set-Cookie"] ?? "").prefix { $0 != ";" })])
        #expect(page.status == 400 && page.text.contains("scopes_missing") && page.text.contains(right), "\(page.text)")
        #expect(try await a.send(.get, "/api/v1/connections/\(id)").json["has_credential"] == false)
    }

    private static func connect(
        _ connector: String, _ port: Int, _ stand: TestDatabase, _ database: Database, _ outbound: OutboundTransport
    ) async throws {
        let masters = try MasterKeys(parsing: Secret(String(repeating: "5a", count: 32)))
        let keys = try #require(TenantKeyring([masters.makeTenantKey(tenant)]))
        let connectors = Connectors([try manifest(connector)])
        let settings = OAuthSettings(
            clients: [connector: OAuthClient(id: "sim-7-app", secret: Secret("sim-7-app-secret"))], publicURL: "https://api.example.com",
            baseURLs: [connector: "http://127.0.0.1:\(port)/\(connector)"], send: WaysOut.tokens(outbound))
        let connections = Connections(
            database: database, connectors: connectors, keyring: { _ in keys },
            syncing: ConnectionSyncing(
                request: { _, _, _, _, _, _ in SyncID() }, check: { _, _ in .connected(accountID: nil, accountName: nil) },
                resetStreams: { _, _, _ in }),
            oauth: settings)
        let id = ConnectionID()
        try await stand.execute(
            """
            INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone) VALUES ('\(tenant)', 'acme', 'Acme', 'growth', 'EUR', 'UTC');
            INSERT INTO ingest.connections (tenant_id, id, connector, name, config, state)
            VALUES ('\(tenant)', '\(id)', '\(connector)', 'One', '\(connector == "shopify" ? #"{"shop": "acme"}"# : "{}")', 'reconnect_needed')
            """)
        let principal = Principal(
            tenant: tenant, subject: .user(user), permissions: Set(["connections:read", "connections:write"].map { Permission($0) }))

        try await WebApplication.test(connections.endpoints, authenticator: KnownTokens(["a": principal])) { client in
            let a = client.authorized("a")
            let begun = try await a.send(.post, "/api/v1/connections/\(id)/authorize")
            let address = begun.json["url"]?.string ?? ""
            let cookie = ["Cookie": String((begun[header: "Set-Cookie"] ?? "").prefix { $0 != ";" })]
            let screen = try await open(address)
            let denied = try await open(address + "&decision=deny")
            #expect(screen.status == 200 && denied.location?.contains("error=access_denied") == true)

            try await Self.refuseWithout(connector, id, a)
            let allowed = try await open(address + "&decision=allow")
            let back = try #require(allowed.location?.split(separator: "https://api.example.com").first.map(String.init))
            let lured = try await client.send(.get, back)
            #expect(lured.status == 403 && lured.text.contains("other_browser"))
            if connector == "shopify" {
                let tampered = try await client.send(.get, back.replacing("code=code", with: "code=other"), headers: cookie)
                #expect(tampered.status == 403 && tampered.text.contains("signature_wrong"))
            }
            let page = try await client.send(.get, back, headers: cookie)
            #expect(page.status == 200, "\(page.text)")
            if connector == "tiktok" {
                let offered = try await a.send(.get, "/api/v1/connections/\(id)/accounts").json["offered"]?.array ?? []
                #expect(page.text.contains("choose_account") && offered.count == 2)
                _ = try await a.send(.post, "/api/v1/connections/\(id)/accounts", body: ["accounts": .array(Array(offered.prefix(1)))])
            }
            let connection = try await a.send(.get, "/api/v1/connections/\(id)").json
            #expect(connection["state"] == "active" && connection["has_credential"] == true)
        }

        let credentials = ConnectionCredentials(database: database, connectors: connectors, keyring: { _ in keys }, oauth: settings)
        let first = try JSON(parsing: try #require(try await credentials.credential(tenant, id)).reveal())
        let token = try #require(first["access_token"]?.string)
        #expect(token.hasPrefix("sim-7-granted"))
        let next = try #require(try await credentials.credential(tenant, id, refused: Secret(token)))
        let renewed = try JSON(parsing: next.reveal())["access_token"]?.string
        #expect((renewed == token) == ["tiktok", "shopify"].contains(connector))
        #expect((first["app_secret"] != nil) == ["tiktok", "meta"].contains(connector))
        await database.close()
    }
}
