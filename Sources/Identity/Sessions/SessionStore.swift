import Core
import Postgres

/// The SQL of sessions and refresh tokens.
enum SessionStore {
    static func insert(
        _ id: SessionID, user: UserID, kind: String, address: String, userAgent: String?, expiresAt: Instant, _ tx: borrowing TenantTransaction
    ) async throws {
        _ = try await tx.execute(
            """
            INSERT INTO identity.sessions (tenant_id, id, user_id, kind, address, user_agent, expires_at)
            VALUES (\(tx.tenant), \(id), \(user), \(kind), \(address), \(userAgent), \(expiresAt))
            """)
    }

    /// Who a session belongs to, while it and its user stand; `nil` otherwise.
    static func standing(_ id: SessionID, _ tx: borrowing TenantTransaction) async throws -> (user: UserID, role: String)? {
        try await tx.first(
            """
            SELECT u.id, u.role
            FROM identity.sessions s
            JOIN identity.users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id
            WHERE s.tenant_id = \(tx.tenant)
              AND s.id = \(id)
              AND s.revoked_at IS NULL
              AND s.expires_at > now()
              AND u.state = 'active'
            """)?.decode(UserID.self, String.self)
    }

    /// Keeps a session's time of use, at most once a minute.
    static func touch(_ id: SessionID, expiresAt: Instant, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            UPDATE identity.sessions
            SET last_used_at = now(), expires_at = GREATEST(expires_at, \(expiresAt))
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
              AND last_used_at < now() - interval '1 minute'
            """)
    }

    static func revoke(_ id: SessionID, because reason: String, _ tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.execute(
            """
            UPDATE identity.sessions
            SET revoked_at = now(), revoked_because = \(reason)
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
              AND revoked_at IS NULL
            """) > 0
    }

    static func revokeAll(of user: UserID, because reason: String, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            UPDATE identity.sessions
            SET revoked_at = now(), revoked_because = \(reason)
            WHERE tenant_id = \(tx.tenant)
              AND user_id = \(user)
              AND revoked_at IS NULL
            """)
    }

    static func insert(refresh hash: [UInt8], session: SessionID, expiresAt: Instant, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            INSERT INTO identity.refresh_tokens (tenant_id, token_hash, session_id, expires_at)
            VALUES (\(tx.tenant), \(hash), \(session), \(expiresAt))
            """)
    }

    /// A refresh token's row, locked, so that of many who show the same token one goes first.
    static func lock(refresh hash: [UInt8], _ tx: borrowing TenantTransaction) async throws -> RefreshRow? {
        let row = try await tx.first(
            """
            SELECT r.session_id, r.expires_at > now(), r.used_at, r.successor_sealed, s.revoked_at IS NULL
            FROM identity.refresh_tokens r
            JOIN identity.sessions s ON s.tenant_id = r.tenant_id AND s.id = r.session_id
            WHERE r.tenant_id = \(tx.tenant)
              AND r.token_hash = \(hash)
            FOR UPDATE OF r
            """)
        guard let values = try row?.decode(SessionID.self, Bool.self, Instant?.self, [UInt8]?.self, Bool.self) else { return nil }
        return RefreshRow(session: values.0, isCurrent: values.1, usedAt: values.2, successorSealed: values.3, isSessionOpen: values.4)
    }

    static func use(refresh hash: [UInt8], successor: [UInt8], sealed: [UInt8], _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            UPDATE identity.refresh_tokens
            SET used_at = now(), successor_hash = \(successor), successor_sealed = \(sealed)
            WHERE tenant_id = \(tx.tenant)
              AND token_hash = \(hash)
            """)
    }
}

/// What stands of a refresh token.
struct RefreshRow: Sendable {
    let session: SessionID
    let isCurrent: Bool
    let usedAt: Instant?
    let successorSealed: [UInt8]?
    let isSessionOpen: Bool
}
