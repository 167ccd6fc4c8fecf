import Core
import Postgres

/// The SQL of API keys.
enum APIKeyStore {
    private static let columns: Query = "id, name, scopes, allowed_addresses, created_at, expires_at, revoked_at, last_used_at"

    static func page(_ tenant: TenantID, limit: Int, after: APIKeyID?) -> Query {
        let position: Query = after.map { " AND id > \($0)" } ?? ""
        return "SELECT \(columns) FROM identity.api_keys WHERE tenant_id = \(tenant)\(position) ORDER BY id LIMIT \(limit + 1)"
    }

    static func insert(_ key: APIKeyText, _ input: APIKeyInput, by user: UserID?, _ tx: borrowing TenantTransaction) async throws -> APIKey {
        let row = try await tx.first(
            """
            INSERT INTO identity.api_keys (tenant_id, id, name, secret_hash, scopes, allowed_addresses, created_by, expires_at)
            VALUES (\(tx.tenant), \(key.key), \(input.name), \(key.hash), \(Set(input.scopes).sorted()), \(input.allowedAddresses), \(user), \(input.expiresAt))
            RETURNING \(columns)
            """)
        guard let row else { throw PostgresError(.decoding, "the new API key was not returned") }
        return try self.key(row)
    }

    /// Gives the key a new secret; the old one opens for another day. `nil` where there is no such key.
    static func rotate(_ key: APIKeyText, _ tx: borrowing TenantTransaction) async throws -> APIKey? {
        try await tx.first(
            """
            UPDATE identity.api_keys
            SET previous_hash = secret_hash, previous_until = now() + interval '1 day', secret_hash = \(key.hash)
            WHERE tenant_id = \(tx.tenant)
              AND id = \(key.key)
              AND revoked_at IS NULL
            RETURNING \(columns)
            """
        ).map { try self.key($0) }
    }

    /// Whether there was such a key.
    static func revoke(_ id: APIKeyID, _ tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.execute(
            """
            UPDATE identity.api_keys
            SET revoked_at = now()
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
              AND revoked_at IS NULL
            """) > 0
    }

    /// A key that stands, with the hashes that open it.
    static func open(_ id: APIKeyID, _ tx: borrowing TenantTransaction) async throws -> (key: APIKey, hash: [UInt8], previous: [UInt8]?)? {
        let row = try await tx.first(
            """
            SELECT \(columns), secret_hash, CASE WHEN previous_until > now() THEN previous_hash END
            FROM identity.api_keys
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
              AND revoked_at IS NULL
              AND (expires_at IS NULL OR expires_at > now())
            """)
        guard let row else { return nil }
        return (try key(row), try row.value(at: 8, as: [UInt8].self), try row.value(at: 9, as: [UInt8]?.self))
    }

    /// The scopes of a key that is not withdrawn.
    static func scopes(_ id: APIKeyID, _ tx: borrowing TenantTransaction) async throws -> [String]? {
        try await tx.first(
            """
            SELECT scopes
            FROM identity.api_keys
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
              AND revoked_at IS NULL
            """)?.decode([String].self)
    }

    /// Notes that a key was used.
    static func touch(_ id: APIKeyID, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute("UPDATE identity.api_keys SET last_used_at = now() WHERE tenant_id = \(tx.tenant) AND id = \(id)")
    }

    static func key(_ row: Row) throws -> APIKey {
        let values = try row.decode(
            APIKeyID.self, String.self, [String].self, [String].self, Instant.self, Instant?.self, Instant?.self, Instant?.self)
        return APIKey(
            id: values.0, name: values.1, scopes: values.2, allowedAddresses: values.3, createdAt: values.4, expiresAt: values.5, revokedAt: values.6,
            lastUsedAt: values.7)
    }
}
