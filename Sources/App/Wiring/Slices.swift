import Audit
import Campaigns
import Commerce
import Connections
import ConnectorHost
import Console
import Core
import Exchange
import Foundation
import Identity
import Jobs
import Logging
import Outbound
import Postgres
import Sealing
import Syncs
import Tenants
import Tokens
import Web

/// Every slice, made of what it stands on: the one place where slices meet. What one needs of another is handed over as closures.
struct Slices: Sendable {
    let keys: TenantKeys
    let audit: AuditTrail
    let identity: Identity
    let tenants: Tenants
    let exchange: Exchange
    let syncs: Syncs
    let webhooks: Webhooks
    let connections: Connections
    let campaigns: Campaigns
    let commerce: Commerce
    let catalog: ConnectorCatalog

    init(_ backbone: Backbone, keys settings: KeySettings, connectors: ConnectorSettings) throws {
        let database = backbone.database
        let keys = TenantKeys(database: database, masters: settings.master)
        let keyring: @Sendable (TenantID) async throws -> TenantKeyring = { try await keys.keyring($0) }
        self.keys = keys
        audit = AuditTrail(database: database, logger: Logger(label: "audit"))
        identity = Identity(
            database: database, platform: backbone.platform, redis: backbone.redis, keyring: keyring, tokens: try Self.tokens(settings),
            hasher: try PasswordHasher(), locator: EmailLocator(key: settings.derived("email locator")))
        tenants = Tenants(database: database)
        exchange = Exchange(database: database)
        campaigns = Campaigns(database: database)
        commerce = Commerce(database: database, keyring: keyring)
        catalog = connectors.catalog
        let ways = WaysOut(connectors, backbone.metrics)
        let syncs = Self.syncs(backbone, catalog, connectors, keyring, exchange.uploads, ways)
        self.syncs = syncs
        // As it is stored: a delivery is verified without a word to the platform.
        let stored = ConnectionCredentials(database: database, keyring: keyring)
        webhooks = syncs.webhooks(
            publicURL: connectors.publicURL, limiter: backbone.limiter, credential: { try await stored.credential($0, $1) })
        connections = Connections(database: database, catalog: catalog, keyring: keyring, syncing: Self.syncing(syncs), oauth: ways.oauth)
    }

    /// The endpoints of the API.
    var endpoints: [Endpoint] {
        identity.endpoints + tenants.endpoints + connections.endpoints + syncs.endpoints + webhooks.endpoints + exchange.endpoints
            + campaigns.endpoints + commerce.endpoints
    }

    /// What the problem codes of slices mean. Each tells its own.
    static var problems: [String: String] {
        [Identity.problems, Connections.problems, Syncs.problems, Webhooks.problems, Exchange.problems, JobProblems.sentences].reduce(into: [:]) {
            $0.merge($1) { first, _ in first }
        }
    }

    private static func tokens(_ settings: KeySettings) throws -> AccessTokens {
        let keys = try settings.tokens.map { try TokenKey(id: $0.id, secretBytes: $0.bytes) }
        guard let current = keys.first else { throw MissingTokenKey() }
        let keyring = try TokenKeyring(current: current, previous: Array(keys.dropFirst()))
        return AccessTokens(keyring: keyring, issuer: settings.issuer, audience: "tactics")
    }
}

/// No key to sign tokens with; the settings refuse that before.
private struct MissingTokenKey: Error {}

extension KeySettings {
    /// A key for one purpose, made of the key that signs cursors: 32 bytes, the same on every server.
    func derived(_ purpose: String) -> [UInt8] { hmacSHA256(key: cursor, message: Array("tactics \(purpose)".utf8)) }
}
