package import Core
import Postgres
import Sealing
import Tokens
import Web

/// Opens, refreshes and ends sessions.
struct Sessions: Sendable {
    let database: Database
    let keyring: KeyringSource
    let tokens: AccessTokens
    let time: TimeSource

    static let accessLifetime = Duration.seconds(900)
    static let refreshLifetime = Duration.seconds(7 * 86_400)

    func open(
        tenant: TenantID, user: UserID, role: String, kind: String, address: String, userAgent: String?, newHash: String?
    ) async throws -> SessionTokens {
        let session = SessionID()
        let refresh = RefreshToken(tenant: tenant)
        let expiresAt = time.now + Self.refreshLifetime
        let access = try await database.inTenant(tenant) { tx in
            guard let access = try await TenantAccess.load(tx), access.isOpen else { throw IdentityError.tenantClosed }
            try await SessionStore.insert(session, user: user, kind: kind, address: address, userAgent: userAgent, expiresAt: expiresAt, tx)
            try await SessionStore.insert(refresh: refresh.hash, session: session, expiresAt: expiresAt, tx)
            if let newHash { try await UserStore.setPassword(user, hash: newHash, tx) }
            _ = try await tx.execute("UPDATE identity.users SET last_login_at = now() WHERE tenant_id = \(tx.tenant) AND id = \(user)")
            return access
        }
        return try issue(tenant, user, role, session, refresh, access)
    }

    /// Exchanges a refresh token for the next one of its family.
    /// - Returns: the tokens, or the session whose family was ended because a used token was shown.
    func refresh(_ token: RefreshToken) async throws -> Refreshed {
        let keys = try await keyring(token.tenant)
        return try await database.inTenant(token.tenant) { tx in
            let row = try await SessionStore.lock(refresh: token.hash, tx)
            switch (RefreshDecision(row, now: time.now), row) {
            case (.exchange, let row?): return try await exchange(token, row, keys, tx)
            case (.repeatSuccessor, let row?): return try await repeatSuccessor(token, row, keys, tx)
            case (.revokeFamily, let row?):
                _ = try await SessionStore.revoke(row.session, because: "a used refresh token was shown", tx)
                return .familyRevoked(row.session)
            default: return .refused
            }
        }
    }

    /// A new access token for the session of one that is past half its time; `nil` while it lasts and where the session has ended.
    func renew(_ token: Secret) async throws -> Secret? {
        guard let claims = try? tokens.verify(token.reveal()), claims.expiresAt - time.now < Self.accessLifetime / 2 else { return nil }
        return try await database.inTenant(claims.tenant) { tx in
            guard let (user, role) = try await SessionStore.standing(claims.session, tx), let access = try await TenantAccess.load(tx), access.isOpen
            else {
                return nil
            }
            let permissions = access.permissions(of: role).map(\.text).sorted()
            let fresh = AccessClaims(subject: user, tenant: claims.tenant, roles: [role], permissions: permissions, session: claims.session)
            return try tokens.issue(fresh, lifetime: Self.accessLifetime)
        }
    }

    private func exchange(
        _ token: RefreshToken, _ row: RefreshRow, _ keys: TenantKeyring, _ tx: borrowing TenantTransaction
    ) async throws -> Refreshed {
        guard let (user, role) = try await SessionStore.standing(row.session, tx), let access = try await TenantAccess.load(tx), access.isOpen else {
            return .refused
        }
        let successor = RefreshToken(tenant: token.tenant)
        let expiresAt = time.now + Self.refreshLifetime
        let sealed = try keys.seal(successor.text.reveal(), in: Self.place(token))
        try await SessionStore.insert(refresh: successor.hash, session: row.session, expiresAt: expiresAt, tx)
        try await SessionStore.use(refresh: token.hash, successor: successor.hash, sealed: sealed, tx)
        try await SessionStore.touch(row.session, expiresAt: expiresAt, tx)
        return .tokens(try issue(token.tenant, user, role, row.session, successor, access))
    }

    private func repeatSuccessor(
        _ token: RefreshToken, _ row: RefreshRow, _ keys: TenantKeyring, _ tx: borrowing TenantTransaction
    ) async throws -> Refreshed {
        guard let sealed = row.successorSealed, let (user, role) = try await SessionStore.standing(row.session, tx),
            let access = try await TenantAccess.load(tx), access.isOpen,
            let successor = RefreshToken(try keys.openText(sealed, in: Self.place(token)))
        else { return .refused }
        return .tokens(try issue(token.tenant, user, role, row.session, successor, access))
    }

    private func issue(
        _ tenant: TenantID, _ user: UserID, _ role: String, _ session: SessionID, _ refresh: RefreshToken, _ access: TenantAccess
    ) throws -> SessionTokens {
        let permissions = access.permissions(of: role).map(\.text).sorted()
        let claims = AccessClaims(subject: user, tenant: tenant, roles: [role], permissions: permissions, session: session)
        return SessionTokens(
            accessToken: try tokens.issue(claims, lifetime: Self.accessLifetime), refreshToken: refresh.text, lifetime: Self.accessLifetime,
            tenant: tenant,
            user: user, session: session)
    }

    private static func place(_ token: RefreshToken) -> FieldPlace {
        FieldPlace(table: "identity.refresh_tokens", column: "successor_sealed", row: hexadecimal(token.hash))
    }
}

/// What came of showing a refresh token.
enum Refreshed: Sendable {
    case tokens(SessionTokens)
    case familyRevoked(SessionID)
    case refused
}
