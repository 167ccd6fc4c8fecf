import Core
import Foundation
import Postgres
import Redis
import Sealing
import Synchronization
import Testing
import Tokens
import Web

@testable import Identity

/// A time that tests move on.
final class TestClock: Sendable {
    private let offset = Mutex(Duration.zero)
    private let stopped = Mutex(Instant?.none)

    var source: TimeSource { TimeSource { self.now } }
    var now: Instant { (stopped.withLock { $0 } ?? .now) + offset.withLock { $0 } }

    /// From here on time passes by `advance` alone.
    func stop() { stopped.withLock { $0 = .now } }

    func advance(_ duration: Duration) { offset.withLock { $0 += duration } }
}

/// Keeps audit events, to look at them.
actor RecordedAudit: AuditSink {
    private(set) var events: [AuditEvent] = []

    func record(_ event: AuditEvent) { events.append(event) }

    func actions(_ outcome: AuditEvent.Outcome) -> [String] { events.filter { $0.outcome == outcome }.map(\.action) }
}

/// Two tenants in a database of their own, and Identity over real HTTP.
struct IdentityWorld: Sendable {
    static let password = "violet tractors hum at dusk"
    static let issuer = "https://tactics.test"
    static let audience = "tactics"
    static let tokenSecret = "a secret for tests, 32 bytes or more"

    let test: TestDatabase
    let database: Database
    let platform: PlatformDatabase
    let keyrings: [TenantID: TenantKeyring]
    let acme: TenantID
    let zenith: TenantID
    let identity: Identity
    let clock: TestClock
    let audit: RecordedAudit
    let client: WebTestClient

    /// Lends a world. `adjust` makes Identity anew with another hasher.
    static func lend(
        redis: RedisClient? = nil, hasher: PasswordHasher? = nil, limiter: any RateLimiter = UnlimitedRate(),
        _ body: @Sendable @escaping (IdentityWorld) async throws -> Void
    ) async throws {
        let test = try await TestPostgres.database(migrated: true)
        let database = test.database(poolSize: 8)
        let platform = test.platform()
        do {
            try await lend(test, database, platform, redis, hasher, limiter, body)
        } catch {
            await database.close()
            await platform.close()
            try? await test.drop()
            throw error
        }
        await database.close()
        await platform.close()
        try await test.drop()
    }

    private static func lend(
        _ test: TestDatabase, _ database: Database, _ platform: PlatformDatabase, _ redis: RedisClient?, _ hasher: PasswordHasher?,
        _ limiter: any RateLimiter,
        _ body: @Sendable @escaping (IdentityWorld) async throws -> Void
    ) async throws {
        let acme = TenantID()
        let zenith = TenantID()
        try await test.execute(
            """
            INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone, quotas, roles) VALUES
              ('\(acme)', 'acme', 'Acme', 'growth', 'EUR', 'Europe/Berlin', '{"seats": 8}',
               '{"buyer": ["campaigns:read"], "recruiter": ["users:read", "users:write", "keys:read", "keys:write"]}'),
              ('\(zenith)', 'zenith', 'Zenith', 'growth', 'EUR', 'Europe/Berlin', '{}', '{}');
            """)
        let masters = try MasterKeys(parsing: Secret(String(repeating: "ab", count: 32)))
        let keyrings = try [acme, zenith].reduce(into: [TenantID: TenantKeyring]()) {
            $0[$1] = try #require(TenantKeyring([masters.makeTenantKey($1)]))
        }
        let clock = TestClock()
        let tokens = AccessTokens(
            keyring: try TokenKeyring(current: TokenKey(id: "k1", secret: Secret(tokenSecret))), issuer: issuer, audience: audience,
            time: clock.source)
        let identity = Identity(
            database: database, platform: platform, redis: redis,
            keyring: { tenant in
                guard let keyring = keyrings[tenant] else { throw NoKey() }
                return keyring
            },
            tokens: tokens, hasher: try hasher ?? quick(), locator: EmailLocator(key: Array(repeating: 9, count: 32)), time: clock.source)
        let audit = RecordedAudit()
        try await WebApplication.test(identity.endpoints, authenticator: identity.authenticator, limiter: limiter, audit: audit) { client in
            try await body(
                IdentityWorld(
                    test: test, database: database, platform: platform, keyrings: keyrings, acme: acme, zenith: zenith, identity: identity,
                    clock: clock,
                    audit: audit, client: client))
        }
    }

    /// Cheap hashes: what they cost is tested with the kit.
    static func quick() throws -> PasswordHasher {
        try PasswordHasher(parameters: Argon2Parameters(memory: 64, passes: 1, lanes: 1), queueLimit: 200)
    }

    struct NoKey: DomainError {
        var problem: Problem { .notFound }
    }
}

extension IdentityWorld {
    /// Adds a user who can sign in.
    @discardableResult
    func user(_ email: String, _ role: String = "viewer", in tenant: TenantID? = nil) async throws -> UserID {
        try await identity.addUser(email: email, role: role, password: Secret(Self.password), tenant: tenant ?? acme)
    }

    func login(_ email: String, tenant: String? = "acme", password: String = password) async throws -> TestResponse {
        var body: [JSON.Member] = [JSON.Member("email", .string(email)), JSON.Member("password", .string(password))]
        if let tenant { body.append(JSON.Member("tenant", .string(tenant))) }
        return try await client.send(
            .post, "/api/v1/auth/login", headers: ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"], body: .object(body))
    }

    func refresh(_ token: String) async throws -> TestResponse {
        try await client.send(
            .post, "/api/v1/auth/refresh", headers: ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"], body: ["refresh_token": .string(token)])
    }

    /// A client of a user who has just signed in.
    func signedIn(_ email: String, tenant: String? = "acme") async throws -> WebTestClient {
        let answer = try await login(email, tenant: tenant)
        return client.authorized(try #require(answer.json["access_token"]?.string))
    }

    /// How many rows a query counts.
    func count(_ query: Query) async throws -> Int64 { try await test.query(query)[0].decode(Int64.self) }
}

/// The claims of a token, unverified.
func claims(_ token: String) throws -> JSON { try part(token, 1) }

func part(_ token: String, _ number: Int) throws -> JSON {
    let parts = token.split(separator: ".")
    return try JSON(parsing: try #require(Base64URL.decode(parts[number])), limits: .trusted)
}

extension TestResponse {
    var string: (String) -> String? { { name in self.json[name]?.string } }

    /// All that a caller can see of it, but for the time.
    var visible: String {
        headers.filter { $0.name.lowercased() != "date" }.map { "\($0.name): \($0.value)" }.sorted().joined(separator: "\n") + "\n\(status)\n" + text
    }
}

extension IdentityWorld {
    static let hasher: PasswordHasher = {
        do { return try quick() } catch { fatalError("\(error)") }
    }()
}
