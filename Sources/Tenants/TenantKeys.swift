package import Core
package import Postgres
package import Sealing
import Synchronization

/// The data keys of tenants: kept wrapped in the database, unwrapped once and then held in memory.
package final class TenantKeys: Sendable {
    private let database: Database
    private let masters: MasterKeys
    private let known = Mutex<[TenantID: TenantKeyring]>([:])

    package init(database: Database, masters: MasterKeys) {
        self.database = database
        self.masters = masters
    }

    /// The keys of a tenant.
    /// - Throws: `MissingTenantKey` for a tenant without any, `SealingError` where no master key opens them.
    package func keyring(_ tenant: TenantID) async throws -> TenantKeyring {
        if let keyring = known.withLock({ $0[tenant] }) { return keyring }
        let keyring = try await database.inTenant(tenant, .readOnly) { tx in try await load(tx) }
        guard let keyring else { throw MissingTenantKey(tenant: tenant) }
        known.withLock { $0[tenant] = keyring }
        return keyring
    }

    /// The keys of the tenant of this transaction; its first one is made where there is none yet.
    package func keyring(orMakeIn tx: borrowing TenantTransaction) async throws -> TenantKeyring {
        if let keyring = try await load(tx) { return keyring }
        let key = masters.makeTenantKey(tx.tenant)
        _ = try await tx.execute(
            """
            INSERT INTO core.tenant_keys (tenant_id, version, wrapped)
            VALUES (\(tx.tenant), \(Int(key.version)), \(try masters.wrap(key)))
            """)
        guard let keyring = TenantKeyring([key]) else { throw MissingTenantKey(tenant: tx.tenant) }
        return keyring
    }

    private func load(_ tx: borrowing TenantTransaction) async throws -> TenantKeyring? {
        let rows = try await tx.query(
            """
            SELECT version, wrapped
            FROM core.tenant_keys
            WHERE tenant_id = \(tx.tenant)
            ORDER BY version
            """)
        let tenant = tx.tenant
        let keys = try rows.map { row in
            let (version, wrapped) = try row.decode(Int.self, [UInt8].self)
            return try masters.unwrap(wrapped, tenant: tenant, version: UInt16(clamping: version))
        }
        return TenantKeyring(keys)
    }
}

/// A tenant without a data key: it was never applied whole, or it was erased.
package struct MissingTenantKey: DomainError, CustomStringConvertible {
    package let tenant: TenantID

    package var problem: Problem { .notFound }

    package var description: String { "tenant \(tenant) has no data key" }
}
