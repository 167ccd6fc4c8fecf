package import Core
package import Postgres
package import Redis
package import Sealing
package import Tokens
package import Web

/// Where the data keys of a tenant come from. For a tenant without any it throws a `DomainError` whose problem is a 404.
package typealias KeyringSource = @Sendable (TenantID) async throws -> TenantKeyring

/// Who may come in, and as what: users and roles, sign-in and sessions, API keys, and the two things that every request asks: who is this, and how often.
package struct Identity: Sendable {
    /// Answers who shows a credential.
    package let authenticator: IdentityAuthenticator
    private let database: Database
    private let users: Users
    private let signIn: SignIn
    private let sessions: Sessions
    private let throttle: SignInThrottle
    private let locator: EmailLocator

    /// - Parameters:
    ///   - redis: counts sign-ins over all servers.
    ///   - locator: finds the tenant of an address.
    package init(
        database: Database, platform: PlatformDatabase, redis: RedisClient?, keyring: @escaping KeyringSource, tokens: AccessTokens,
        hasher: PasswordHasher, locator: EmailLocator, time: TimeSource = .wall
    ) {
        self.database = database
        self.locator = locator
        users = Users(database: database, keyring: keyring, hasher: hasher, locator: locator)
        sessions = Sessions(database: database, keyring: keyring, tokens: tokens, time: time)
        signIn = SignIn(database: database, platform: platform, keyring: keyring, hasher: hasher, locator: locator, sessions: sessions)
        throttle = SignInThrottle(redis: redis, time: time)
        authenticator = IdentityAuthenticator(
            database: database, tokens: tokens, sessions: ExpiringCache(lifetime: IdentityAuthenticator.memory, time: time),
            tenants: ExpiringCache(lifetime: IdentityAuthenticator.memory, time: time),
            keys: ExpiringCache(lifetime: IdentityAuthenticator.memory, time: time))
    }

    package var endpoints: [Endpoint] {
        let authenticator = authenticator
        return SessionRoutes(
            signIn: signIn, sessions: sessions, throttle: throttle, users: users, forget: { authenticator.sessions.forget($0) }
        ).endpoints
            + UserRoutes(users: users, forget: { user in authenticator.forgetSessions(of: user) }).endpoints
            + APIKeyRoutes(database: database, forget: { key in authenticator.forget(key) }).endpoints
    }

    /// For the console: signs in and gives the access token that its cookie carries, with the tokens' tenant and user.
    package func openConsoleSession(
        tenant: Slug?, email: String, password: Secret, address: String, userAgent: String?
    ) async throws -> (token: Secret, tenant: TenantID, user: UserID, session: SessionID) {
        try await throttle.take(tenant: tenant?.text, email: email, address: address)
        do {
            let input = SignInInput(tenant: tenant, email: email, password: password)
            let tokens = try await signIn(input, kind: "console", address: address, userAgent: userAgent)
            throttle.succeeded(tenant: tenant?.text, email: email)
            return (tokens.accessToken, tokens.tenant, tokens.user, tokens.session)
        } catch IdentityError.wrongCredentials {
            throttle.failed(tenant: tenant?.text, email: email)
            throw IdentityError.wrongCredentials
        }
    }

    /// The tenant that a sign-in means, right or wrong: for its audit trail. `nil` where there is none, or more than one could be meant.
    package func tenantOfSignIn(tenant: Slug?, email: String) async throws -> TenantID? {
        try await signIn.tenant(of: SignInInput(tenant: tenant, email: email, password: Secret("")))
    }

    /// A new access token for a console session that goes on: the session stands, and the old token is past half its time.
    /// - Returns: `nil` while the token lasts, and where the session has ended.
    package func renewConsoleSession(_ token: Secret) async throws -> Secret? { try await sessions.renew(token) }

    /// Ends a session, as signing out of the console does.
    package func endSession(_ session: SessionID, tenant: TenantID) async throws {
        _ = try await database.inTenant(tenant) { tx in try await SessionStore.revoke(session, because: "signed out", tx) }
        authenticator.sessions.forget(session)
    }

    /// For the operator: adds a user, or sets the password of one who is there.
    package func setPassword(_ password: Secret, email: String, tenant: TenantID) async throws {
        try await users.setPassword(password, email: email, tenant: tenant)
    }

    /// For the operator: adds a user.
    package func addUser(email: String, role: String, password: Secret?, tenant: TenantID) async throws -> UserID {
        try await users.add(UserInput(email: email, role: role, name: nil, password: password), tenant: tenant, by: nil).id
    }

    /// For the operator: makes an API key and gives its text, the one time that it is shown.
    package func makeAPIKey(name: String, scopes: Set<Permission>, tenant: TenantID) async throws -> Secret {
        let input = APIKeyInput(name: name, scopes: scopes.map(\.text).sorted(), allowedAddresses: [], expiresAt: nil)
        return Secret(try await APIKeys(database: database).make(input, tenant: tenant, by: nil).text)
    }

    /// What a manifest's users need.
    package var declaredUsers: DeclaredUsers { DeclaredUsers(locator: locator) }
}

extension IdentityAuthenticator {
    /// Forgets what is known of a user's sessions.
    func forgetSessions(of user: UserID) { sessions.forgetAll { $0.user == user } }

    /// Forgets what is known of an API key.
    func forget(_ key: APIKeyID) { keys.forgetAll { $0.key == key } }
}
