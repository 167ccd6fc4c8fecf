import ConnectorHost
import Core
import Foundation
import Jobs
import Postgres
import Sealing
import Testing
import Web

@testable import Syncs

/// The routes of webhooks over HTTP, with the Stripe connector in the real runner and two more manifests.
struct WebhookStand: Sendable {
    let fixture: SyncFixture
    let webhooks: Webhooks
    let client: WebTestClient

    var a: WebTestClient { client.authorized("a") }
    var b: WebTestClient { client.authorized("b") }

    static let secret = "whsec_test_0123456789abcdef"
    /// What connections hold.
    static let credential = Secret(
        #"{"access_token": "sk", "webhook_secret": "\#(secret)", "app_secret": "\#(secret)", "client_secret": "\#(secret)"}"#)

    /// - Parameter runner: another executable, for runs that fail.
    static func run(
        runner: String? = nil, limiter: any RateLimiter = UnlimitedRate(), time: TimeSource = .wall,
        _ body: @escaping @Sendable (WebhookStand) async throws -> Void
    ) async throws {
        try await SyncFixture.run { fixture in
            var environment = fixture.syncs.environment
            environment.catalog = ConnectorCatalog(directories: try bundles.get())
            environment.credential = { _, _ in credential }
            environment.time = time
            if let runner { environment.runner = RunnerSettings(executable: runner) }
            let webhooks = Webhooks(environment, publicURL: "https://tactics.example", limiter: limiter)
            let all: Set<Permission> = [.hooksWrite, .deliveriesRead]
            let callers = KnownTokens([
                "a": Principal(tenant: SyncFixture.a, subject: .user(UserID()), permissions: all),
                "b": Principal(tenant: SyncFixture.b, subject: .user(UserID()), permissions: all),
            ])
            try await WebApplication.test(webhooks.endpoints, authenticator: callers) { client in
                try await body(WebhookStand(fixture: fixture, webhooks: webhooks, client: client))
            }
        }
    }

    /// A connection without a hook.
    func connection(_ connector: String = "stripe", of tenant: TenantID = SyncFixture.a, state: String = "active") async throws -> ConnectionID {
        let id = ConnectionID()
        try await fixture.database.inTenant(tenant) { tx in
            try await tx.execute(
                """
                INSERT INTO ingest.connections (tenant_id, id, connector, name, config, state)
                VALUES (\(tx.tenant), \(id), \(connector), \(id.description), '{"time_zone": "UTC"}', \(state))
                """)
        }
        return id
    }

    /// The address of a connection's hook, made anew.
    func hook(_ connection: ConnectionID, secret: String? = nil) async throws -> String {
        let response = try await a.send(.post, "/api/v1/connections/\(connection)/hook", body: secret.map { ["secret": .string($0)] } ?? [:])
        try #require(response.status == 201, "\(response.text)")
        let path = try #require(response.json["path"]?.string)
        #expect(response.json["url"]?.string == "https://tactics.example\(path)")
        return path
    }

    func deliver(_ path: String, _ body: String, _ headers: [String: String]) async throws -> TestResponse {
        try await client.send("POST", path, headers: headers, bytes: Array(body.utf8))
    }

    /// Delivers with Stripe's signature.
    func stripe(_ path: String, _ body: String, age: Int64 = 0, secret: String = secret) async throws -> TestResponse {
        try await deliver(path, body, ["Stripe-Signature": Self.signature(body, age: age, secret: secret)])
    }

    static func signature(_ body: String, age: Int64 = 0, secret: String = secret) -> String {
        let time = Instant.now.seconds - age
        return "t=\(time),v1=\(hexadecimal(hmacSHA256(key: secret.utf8, message: "\(time).\(body)".utf8)))"
    }

    static func payout(_ id: String, status: String = "paid") -> String {
        """
        {"id":"evt_\(id)","object":"event","created":1768470000,"type":"payout.paid","data":{"object":\
        {"id":"\(id)","object":"payout","amount":100,"currency":"eur","created":1768470000,"status":"\(status)"}}}
        """
    }

    /// Does the jobs of all deliveries that wait; gives what each threw.
    @discardableResult
    func work(isLast: Bool = false) async throws -> [JobFailure] {
        var failures: [JobFailure] = []
        for input in try await fixture.json("SELECT COALESCE(jsonb_agg(input ORDER BY id), '[]') FROM jobs.jobs WHERE kind = 'webhook'").array ?? [] {
            do {
                _ = try await DeliveryJob(environment: webhooks.environment).run(tenant: SyncFixture.a, input: input, isLast: isLast)
            } catch let failure as JobFailure { failures.append(failure) }
        }
        return failures
    }

    /// The deliveries, past row-level security.
    func deliveries() async throws -> [JSON] {
        try await fixture.json("SELECT COALESCE(jsonb_agg(to_jsonb(d) ORDER BY received_at), '[]') FROM ingest.deliveries d").array ?? []
    }

    /// The keys of the rows that were stored.
    func stored() async throws -> JSON { try await fixture.json("SELECT COALESCE(jsonb_agg(key ORDER BY key), '[]') FROM ingest.records") }

    /// Bundles of this build: Stripe as it is shipped, and two manifests that are only looked at.
    private static let bundles: Result<[String], any Error> = Result {
        let meta: JSON = ["scheme": "meta", "secret": "app_secret", "topics": []]
        let shopify: JSON = [
            "scheme": "hmac_sha256_base64", "header": "X-Shopify-Hmac-Sha256", "secret": "client_secret", "topic_header": "X-Shopify-Topic",
        ]
        return [
            try bundle("stripe", "Stripe") { $0 }, try bundle("meta", "Meta") { $0.setting("webhooks", [meta]) },
            try bundle("shopify", "Shopify") { $0.setting("webhooks", [shopify]) }, try bundle("files", "Files") { $0 },
        ]
    }

    private static func bundle(_ folder: String, _ name: String, _ change: (JSON) -> JSON) throws -> String {
        let directory = "\(FileManager.default.temporaryDirectory.path)/tactics-hooks-\(getpid())/\(folder)"
        try? FileManager.default.removeItem(atPath: directory)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let library = "lib\(name)Connector.so"
        let manifest = [UInt8](try Data(contentsOf: URL(filePath: "\(SyncFixture.root)/Plugins/\(folder)/connector.json")))
        let document = try JSON(parsing: manifest, limits: .trusted)
        let bytes = change(document) == document ? manifest : change(document).encoded()
        try Data(bytes).write(to: URL(filePath: "\(directory)/connector.json"))
        try FileManager.default.copyItem(
            atPath: "\(SyncFixture.root)/.build/\(SyncFixture.flavour)/\(library)", toPath: "\(directory)/\(library)")
        try Data(Checksums.text(of: directory).utf8).write(to: URL(filePath: "\(directory)/CHECKSUMS"))
        atexit { try? FileManager.default.removeItem(atPath: "\(FileManager.default.temporaryDirectory.path)/tactics-hooks-\(getpid())") }
        return directory
    }
}
