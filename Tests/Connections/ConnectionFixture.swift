import ConnectorHost
import Core
import Postgres
import Sealing
import Synchronization
import Web

@testable import Connections

/// Two tenants, three connectors and the endpoints, on a database of its own.
struct ConnectionFixture: Sendable {
    let stand: TestDatabase
    let database: Database
    let connections: Connections
    let credentials: ConnectionCredentials
    let asked = AskedSyncs()
    static let a = TenantID()
    static let b = TenantID()
    static let user = UserID()
    static let secret = "EAAB-very-secret-0815"

    static let keyrings: [TenantID: TenantKeyring] = {
        guard let masters = try? MasterKeys(parsing: Secret(String(repeating: "5a", count: 32))) else { return [:] }
        return Dictionary(uniqueKeysWithValues: [a, b].compactMap { tenant in TenantKeyring([masters.makeTenantKey(tenant)]).map { (tenant, $0) } })
    }()

    static let connectors = Connectors(
        [ads, ads.setting("version", "1.1.0"), ads.setting("version", "2.0.0-beta"), files, shop].compactMap {
            try? ConnectorManifest(parsing: $0.encoded())
        })

    /// Signs with a token; one of its settings is a secret.
    static let ads: JSON = [
        "id": "ads", "name": "Ads", "vendor": "Tactics", "version": "1.0.0", "abi": 1, "entry": "ads_v1", "hosts": ["graph.example.com"],
        "auth": ["scheme": "bearer", "scopes": ["ads_read"]],
        "config_schema": [
            "type": "object", "additionalProperties": false, "required": ["account_id", "token"],
            "properties": [
                "account_id": ["type": "string", "pattern": "^act_[0-9]+$"], "token": ["type": "string", "secret": true],
                "attribution": ["type": "string", "enum": ["7d_click", "1d_view"], "default": "7d_click"],
            ],
        ],
        "streams": [
            ["name": "campaigns", "kind": "campaigns", "primary_key": ["id"], "modes": ["incremental", "full"], "schedule": "every 12h"],
            [
                "name": "ad_daily", "kind": "ad_daily", "primary_key": ["entity_id", "day"], "modes": ["incremental", "backfill"],
                "schedule": "every 6h",
            ],
        ],
        "operations": [["name": "pause_campaign", "impact": "high", "dry_run": true]],
    ]
    /// Reads an uploaded file or one from an address, and needs no credential.
    static let files: JSON = [
        "id": "files", "name": "Files", "vendor": "Tactics", "version": "1.0.0", "abi": 1, "entry": "files_v1",
        "hosts": ["upload:current", "config:url"],
        "auth": ["scheme": "none"],
        "config_schema": [
            "type": "object", "additionalProperties": false, "required": ["maps_to"],
            "properties": ["maps_to": ["type": "string", "enum": ["orders", "customers"]], "url": ["type": "string", "format": "uri"]],
        ],
        "streams": [["name": "orders", "kind": "orders", "primary_key": ["id"], "modes": ["full"], "schedule": "every 24h"]],
    ]
    /// Needs no credential and no settings.
    static let shop: JSON = [
        "id": "shop", "name": "Shop", "vendor": "Tactics", "version": "1.0.0", "abi": 1, "entry": "shop_v1", "hosts": ["shop.example.com"],
        "auth": ["scheme": "none"], "config_schema": ["type": "object"],
        "streams": [["name": "orders", "kind": "orders", "primary_key": ["id"], "modes": ["incremental"], "schedule": "every 1h"]],
    ]

    static let tokens = KnownTokens([
        "a": principal(a), "b": principal(b), "reader": principal(a, ["connections:read"]), "nobody": principal(a, []),
    ])

    static func principal(
        _ tenant: TenantID, _ permissions: [String] = ["connections:read", "connections:write", "syncs:run"]
    ) -> Principal {
        Principal(tenant: tenant, subject: .user(user), permissions: Set(permissions.map { Permission($0) }))
    }

    static func keyring(_ tenant: TenantID) throws -> TenantKeyring {
        guard let keyring = keyrings[tenant] else { throw Problem.notFound }
        return keyring
    }

    /// Runs `body` with a client of the endpoints, and leaves nothing behind.
    static func run(_ body: @Sendable (ConnectionFixture, WebTestClient) async throws -> Void) async throws {
        let fixture = try await ConnectionFixture()
        do {
            try await WebApplication.test(fixture.connections.endpoints, authenticator: tokens) { client in try await body(fixture, client) }
        } catch {
            try? await fixture.stand.drop()
            throw error
        }
        try await fixture.stand.drop()
    }

    private init() async throws {
        stand = try await TestPostgres.database(migrated: true)
        database = stand.database(poolSize: 2)
        let asked = asked
        credentials = ConnectionCredentials(database: database, keyring: { try Self.keyring($0) })
        connections = Connections(
            database: database, connectors: Self.connectors, keyring: { try Self.keyring($0) },
            syncing: ConnectionSyncing(
                request: { tenant, connection, mode, since, until, user in
                    asked.note("\(mode.rawValue) \(since?.description ?? "-") \(until?.description ?? "-") \(user == Self.user)")
                    return SyncID()
                },
                check: { _, _ in .connected(accountID: "act_1", accountName: "Acme") },
                resetStreams: { _, _, stream in asked.note("reset \(stream ?? "all")") }))
        for (tenant, slug) in [(Self.a, "acme"), (Self.b, "bold")] {
            try await stand.execute(
                """
                INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone, quotas)
                VALUES ('\(tenant)', '\(slug)', '\(slug)', 'growth', 'EUR', 'UTC', '{"connections": 4}')
                """)
        }
    }

    /// Makes a connection of tenant A over the API.
    func make(_ client: WebTestClient, _ body: JSON = Self.adsBody()) async throws -> ConnectionID {
        let made = try await client.authorized("a").send(.post, "/api/v1/connections", body: body)
        guard made.status == 201, let id = made.json["id"]?.string.flatMap({ ConnectionID($0) }) else { throw Unmade(text: made.text) }
        return id
    }

    struct Unmade: Error {
        let text: String
    }

    static func adsBody(_ name: String = "Ads EU") -> JSON {
        ["connector": "ads", "name": .string(name), "config": ["account_id": "act_42"], "credential": .string(secret)]
    }

    /// An upload of a tenant.
    func upload(_ tenant: TenantID = a, complete: Bool = true) async throws -> UploadID {
        let id = UploadID()
        try await stand.execute(
            """
            INSERT INTO ingest.uploads (tenant_id, id, name, media_type, size, sha256, complete)
            VALUES ('\(tenant)', '\(id)', 'log.txt', 'text/plain', 3, '\\x00', \(complete))
            """)
        return id
    }

    /// What the connection with this id says of itself.
    func read(_ client: WebTestClient, _ id: ConnectionID) async throws -> JSON {
        try await client.authorized("a").send(.get, "/api/v1/connections/\(id)").json
    }

    func set(_ id: ConnectionID, state: String, reason: String = "It says so.") async throws {
        try await stand.execute(
            "UPDATE ingest.connections SET state = '\(state)', state_reason = '\(reason)', next_sync_at = NULL WHERE id = '\(id)'")
    }

    /// A campaign in an ad account with a day of facts, and an order with a line: all brought by this connection.
    func bring(_ id: ConnectionID) async throws {
        try await stand.execute(
            """
            INSERT INTO marketing.ad_accounts (tenant_id, id, platform, external_id, connection_id)
            VALUES ('\(Self.a)', '\(Self.a)', 'ads', 'act_42', '\(id)');
            INSERT INTO marketing.campaigns (tenant_id, id, platform, external_id, connection_id, account_id, is_deleted)
            VALUES ('\(Self.a)', '\(UniqueID())', 'ads', '1', '\(id)', '\(Self.a)', true);
            INSERT INTO marketing.ad_daily (tenant_id, day, account_id, level, entity_id, platform, currency)
            VALUES ('\(Self.a)', '2026-01-05', '\(Self.a)', 'account', '\(Self.a)', 'ads', 'EUR');
            INSERT INTO commerce.orders (tenant_id, id, platform, external_id, connection_id, placed_at, day, currency, total_micros)
            VALUES ('\(Self.a)', '\(Self.a)', 'ads', '1', '\(id)', now(), '2026-01-05', 'EUR', 1);
            INSERT INTO commerce.order_lines (tenant_id, id, order_id, external_id, quantity, currency)
            VALUES ('\(Self.a)', '\(UniqueID())', '\(Self.a)', '1', 1, 'EUR');
            """)
    }

    func count(_ query: Query) async throws -> Int {
        guard let row = try await stand.query(query).first else { return 0 }
        return try row.value(at: 0, as: Int.self)
    }
}

/// What the endpoints asked of the part that reads platforms.
final class AskedSyncs: Sendable {
    private let list = Mutex<[String]>([])

    var all: [String] { list.withLock { $0 } }

    func note(_ text: String) { list.withLock { $0.append(text) } }
}
