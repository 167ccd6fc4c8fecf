package import Core
package import Postgres
package import Sealing
import Web

/// What opens a tenant's connections: for the host that signs their requests, and for nobody else.
package struct ConnectionCredentials: Sendable {
    private let database: Database
    private let keyring: KeyringSource

    package init(database: Database, keyring: @escaping KeyringSource) {
        self.database = database
        self.keyring = keyring
    }

    /// The credential of a connection; `nil` where it has none.
    /// - Throws: `Problem.notFound` where the tenant has no such connection, `SealingError` where no key of the tenant opens it.
    package func credential(_ tenant: TenantID, _ connection: ConnectionID) async throws -> Secret? {
        let rows = try await database.once(tenant, ConnectionStore.sealedCredential(tenant, connection))
        guard let row = rows.first else { throw Problem.notFound }
        guard let sealed = try row.value(at: 0, as: [UInt8]?.self) else { return nil }
        return try await keyring(tenant).openText(sealed, in: Credential.place(connection))
    }
}
