package import Core
package import Postgres
package import Web

/// How the console signs people in and out; the application fills it in.
package struct ConsoleIdentity: Sendable {
    /// What a person gave to sign in.
    package struct Attempt: Sendable {
        package let tenant: Slug?
        package let email: String
        package let password: Secret
        package let address: String
        package let userAgent: String?
    }

    /// What signing in gives: the token for the cookie, and whose it is.
    package struct Session: Sendable {
        let token: Secret
        let tenant: TenantID
        let user: UserID
        let session: SessionID?

        package init(token: Secret, tenant: TenantID, user: UserID, session: SessionID? = nil) {
            self.token = token
            self.tenant = tenant
            self.user = user
            self.session = session
        }
    }

    /// Throws a `DomainError`: 401 for wrong credentials, 429 with `retryAfter` for too many attempts.
    package typealias SignIn = @Sendable (Attempt) async throws -> Session
    /// The tenant that an attempt meant, for its audit trail; `nil` where that can not be told.
    package typealias FindTenant = @Sendable (Attempt) async throws -> TenantID?
    package typealias SignOut = @Sendable (SessionID, TenantID) async throws -> Void
    /// A new token where the given one ends soon; `nil` where it still lasts, or can not be renewed.
    package typealias Renew = @Sendable (Secret) async throws -> Secret?

    let signIn: SignIn
    let findTenant: FindTenant?
    let signOut: SignOut
    let renew: Renew?

    /// - Parameter findTenant: without it refused attempts are in no tenant's audit trail.
    package init(signIn: @escaping SignIn, findTenant: FindTenant? = nil, signOut: @escaping SignOut, renew: Renew? = nil) {
        self.signIn = signIn
        self.findTenant = findTenant
        self.signOut = signOut
        self.renew = renew
    }
}

/// The pages under `/app` for a tenant's own people: made on the server, readable without scripts.
package struct Console: Sendable {
    /// Queues a sync of a connection: tenant, connection, who asked. Throws a `DomainError` (409) while another one is under way.
    package typealias RequestSync = @Sendable (TenantID, ConnectionID, UserID?) async throws -> Void

    /// The cookie of a session. `WebConfiguration.sessionCookie` names the same.
    package static let sessionCookie = "tactics_session"

    private let desk: ConsoleDesk
    private let database: Database
    private let requestSync: RequestSync
    private let consent: ConsoleConsent?
    private let hooks: ConsoleHooks?

    /// - Parameters:
    ///   - consent: `nil` where no platform is connected by consent.
    ///   - hooks: `nil` where no platform delivers by itself.
    ///   - key: signs the forms; at least 32 bytes.
    ///   - isSecure: whether browsers come over TLS, so that cookies are for TLS alone.
    ///   - pagesFolder: where templates, texts and assets lie; `nil` for the ones that come with the program.
    /// - Throws: `ConsolePagesError` where a template or text is missing or broken; a `Problem` for a short key.
    package init(
        database: Database, identity: ConsoleIdentity, requestSync: @escaping RequestSync, consent: ConsoleConsent? = nil,
        hooks: ConsoleHooks? = nil, key: [UInt8], isSecure: Bool, pagesFolder: String? = nil, time: TimeSource = .wall
    ) throws {
        self.database = database
        self.requestSync = requestSync
        self.consent = consent
        self.hooks = hooks
        desk = ConsoleDesk(
            pages: try ConsolePages(folder: pagesFolder), forms: try FormTokens(key: key), identity: identity, isSecure: isSecure, time: time)
    }

    package var endpoints: [Endpoint] {
        let store = ConsoleStore(database: database)
        return SignInPages(desk: desk).endpoints
            + ConnectionPages(desk: desk, store: store, requestSync: requestSync, consent: consent, hooks: hooks).endpoints
            + (consent.map {
                ConnectPages(desk: desk, store: store, consent: $0).endpoints + AccountPages(desk: desk, store: store, consent: $0).endpoints
            } ?? [])
            + [desk.pages.styleSheet]
    }
}
