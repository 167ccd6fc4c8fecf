import Core
import Postgres
import Sealing
import Tokens
package import Web

/// Finds out who shows a credential: an access token, an API key, or the console's session cookie (which carries an access token's session).
///
/// A good answer is kept for 30 seconds, so that a busy caller costs the database one look in that time; what is withdrawn or changed here is forgotten
/// at once, and on every other server as soon as it hears of it (`Identity.watch`), at the latest after those 30 seconds.
///
/// What a user may do follows from the role as it stands, and never from what the token says of it: a token outlives a change of roles.
package struct IdentityAuthenticator: Authenticator {
    static let memory = Duration.seconds(30)

    let database: Database
    let tokens: AccessTokens
    let sessions: ExpiringCache<SessionID, Standing>
    let tenants: ExpiringCache<TenantID, TenantAccess>
    let keys: ExpiringCache<[UInt8], KeyStanding>

    /// What is known of a session that stands.
    struct Standing: Sendable {
        let tenant: TenantID
        let user: UserID
        let role: String
    }

    /// What is known of an API key that opens.
    struct KeyStanding: Sendable {
        let key: APIKeyID
        let tenant: TenantID
        let scopes: Set<Permission>
        let allowedAddresses: [String]
    }

    nonisolated(nonsending) package func authenticate(_ credential: Credential, from request: RequestFacts) async throws -> Principal? {
        switch credential {
        case .accessToken(let token): try await principal(accessToken: token)
        case .session(let token): try await principal(accessToken: token)
        case .apiKey(let text): try await principal(apiKey: text, address: request.address)
        }
    }

    nonisolated(nonsending) private func principal(accessToken: Secret) async throws -> Principal? {
        guard let claims = try? tokens.verify(accessToken.reveal()) else { return nil }
        guard let standing = try await standing(claims), standing.user == claims.subject, let access = try await access(claims.tenant) else {
            return nil
        }
        guard access.isOpen else { throw IdentityError.tenantClosed }
        return Principal(
            tenant: claims.tenant, subject: .user(claims.subject), session: claims.session, roles: [standing.role],
            permissions: access.permissions(of: standing.role), limits: Self.limits(access))
    }

    nonisolated(nonsending) private func principal(apiKey text: Secret, address: String) async throws -> Principal? {
        guard let parsed = APIKeyText(text) else { return nil }
        let fingerprint = sha256(text.reveal())
        guard let standing = try await keyStanding(parsed, fingerprint), let access = try await access(parsed.tenant) else { return nil }
        guard standing.allowedAddresses.isEmpty || standing.allowedAddresses.contains(address) else { return nil }
        guard access.isOpen else { throw IdentityError.tenantClosed }
        return Principal(
            tenant: parsed.tenant, subject: .apiKey(parsed.key), roles: ["api"], permissions: standing.scopes, limits: Self.limits(access))
    }

    nonisolated(nonsending) private func standing(_ claims: AccessClaims) async throws -> Standing? {
        if let known = sessions.find(claims.session) { return known }
        let mark = sessions.mark
        let found = try await database.inTenant(claims.tenant, .readOnly) { tx in try await SessionStore.standing(claims.session, tx) }
        guard let found else { return nil }
        let standing = Standing(tenant: claims.tenant, user: found.user, role: found.role)
        sessions.keep(standing, for: claims.session, since: mark)
        return standing
    }

    nonisolated(nonsending) private func keyStanding(_ text: APIKeyText, _ fingerprint: [UInt8]) async throws -> KeyStanding? {
        if let known = keys.find(fingerprint) { return known }
        let mark = keys.mark
        let found = try await database.inTenant(text.tenant) { tx -> (key: APIKey, hash: [UInt8], previous: [UInt8]?)? in
            guard let found = try await APIKeyStore.open(text.key, tx),
                constantTimeEqual(found.hash, text.hash) || found.previous.map({ constantTimeEqual($0, text.hash) }) == true
            else { return nil }
            try await APIKeyStore.touch(text.key, tx)
            return found
        }
        guard let found else { return nil }
        let standing = KeyStanding(
            key: text.key, tenant: text.tenant, scopes: Set(found.key.scopes.map { Permission($0) }), allowedAddresses: found.key.allowedAddresses)
        keys.keep(standing, for: fingerprint, since: mark)
        return standing
    }

    nonisolated(nonsending) private func access(_ tenant: TenantID) async throws -> TenantAccess? {
        if let known = tenants.find(tenant) { return known }
        let mark = tenants.mark
        guard let access = try await database.inTenant(tenant, .readOnly, { tx in try await TenantAccess.load(tx) }) else { return nil }
        tenants.keep(access, for: tenant, since: mark)
        return access
    }

    /// A caller may make as many requests a minute as the plan says, and an hour's worth of a tenth of that rate, but never less than 1,000.
    private static func limits(_ access: TenantAccess) -> [RateRule] {
        [.perMinute(access.requestsPerMinute), .perHour(max(1_000, access.requestsPerMinute * 6))]
    }
}
