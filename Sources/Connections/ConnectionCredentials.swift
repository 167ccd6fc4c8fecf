package import Core
package import Postgres
package import Sealing
import Web

/// What opens a tenant's connections: for the host that signs their requests, and for nobody else. Tokens that run out are renewed on the way.
package struct ConnectionCredentials: Sendable {
    private let database: Database
    private let keyring: KeyringSource
    private let refresh: TokenRefresh?
    private let flights = SingleFlight<ConnectionID, Secret?>()

    /// Gives credentials as they are stored.
    package init(database: Database, keyring: @escaping KeyringSource) {
        self.database = database
        self.keyring = keyring
        refresh = nil
    }

    /// - Parameter oauth: the operator's applications, with which tokens are renewed.
    package init(database: Database, connectors: Connectors, keyring: @escaping KeyringSource, oauth: OAuthSettings) {
        self.database = database
        self.keyring = keyring
        refresh = TokenRefresh(database: database, connectors: connectors, keyring: keyring, settings: oauth)
    }

    /// The credential of a connection; `nil` where it has none. A token that has run out, or will within five minutes, is renewed first: once, however
    /// many ask, in this process and in others.
    /// - Parameter refused: an access token that the platform has just refused; it is renewed where it still is the connection's.
    /// - Throws: `Problem.notFound` where the tenant has no such connection, `SealingError` where no key of the tenant opens it, `CredentialRefused`
    ///   where only a new consent helps (the connection says so then), `CredentialUnavailable` where no new token came for now.
    package func credential(_ tenant: TenantID, _ connection: ConnectionID, refused: Secret? = nil) async throws -> Secret? {
        let rows = try await database.once(tenant, ConnectionStore.sealedCredential(tenant, connection))
        guard let row = rows.first else { throw Problem.notFound }
        let (sealed, connector) = try row.decode([UInt8]?.self, String.self)
        guard let sealed else { return nil }
        let stored = try await keyring(tenant).openText(sealed, in: Credential.place(connection))
        guard let refresh, refresh.isNeeded(TokenDocument(stored), of: connector, refused: refused) else { return stored }
        return try await flights.run(connection) { try await refresh.run(tenant, connection, refused: refused) }
    }
}
