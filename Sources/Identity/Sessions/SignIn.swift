import Core
import Postgres
import Sealing
import Tokens

/// What someone types to sign in.
struct SignInInput: Sendable {
    /// May be left out where the address belongs to exactly one tenant.
    let tenant: Slug?
    let email: String
    let password: Secret
}

/// What a signed-in caller is given.
struct SessionTokens: Sendable {
    let accessToken: Secret
    let refreshToken: Secret
    /// Of the access token.
    let lifetime: Duration
    let tenant: TenantID
    let user: UserID
    let session: SessionID
}

/// The data keys of a tenant; `nil` for one without any, or that was made up. A database that is away stays an error.
func keysIfAny(of tenant: TenantID, _ keyring: KeyringSource) async throws -> TenantKeyring? {
    do {
        return try await keyring(tenant)
    } catch let error as any DomainError where error.problem.status == 404 {
        return nil
    }
}

/// Signs people in. A wrong tenant, a wrong address and a wrong password take the same time and get the same answer: each hashes once.
struct SignIn: Sendable {
    let database: Database
    let platform: PlatformDatabase
    let keyring: KeyringSource
    let hasher: PasswordHasher
    let locator: EmailLocator
    let sessions: Sessions

    /// - Throws: `IdentityError.wrongCredentials` whatever is wrong; `.tenantClosed` only to who knows the password.
    func callAsFunction(_ input: SignInInput, kind: String, address: String, userAgent: String?) async throws -> SessionTokens {
        let tenant = try await tenant(of: input)
        let account = try await account(input.email, in: tenant)
        let hash = account?.hash.flatMap { PasswordHash($0) }
        let isRight = try await hasher.verify(input.password, against: hash)
        guard isRight, let tenant, let account, let hash, account.state == .active else { throw IdentityError.wrongCredentials }
        let stronger = hasher.needsRehash(hash) ? try await hasher.hash(input.password).text : nil
        return try await sessions.open(
            tenant: tenant, user: account.id, role: account.role, kind: kind, address: address, userAgent: userAgent, newHash: stronger)
    }

    /// The tenant that is meant: named, or the only one that knows the address.
    func tenant(of input: SignInInput) async throws -> TenantID? {
        try await platform.inPlatform("find the tenant of a sign-in") { tx in
            if let slug = input.tenant {
                return try await tx.first("SELECT id FROM core.find_tenant(\(slug.text))")?.decode(TenantID.self)
            }
            let tenants = try await tx.query("SELECT tenant_id FROM identity.tenants_of_email(\(locator.digest(of: input.email)))").decode(
                TenantID.self)
            return tenants.count == 1 ? tenants[0] : nil
        }
    }

    private func account(_ email: String, in tenant: TenantID?) async throws -> (id: UserID, role: String, state: UserState, hash: String?)? {
        guard let tenant, let keys = try await keysIfAny(of: tenant, keyring) else { return nil }
        let index = keys.blindIndex.digest(of: BlindIndex.normalizedEmail(email), column: "email")
        return try await database.inTenant(tenant, .readOnly) { tx in try await UserStore.find(emailIndex: index, tx) }
    }
}
