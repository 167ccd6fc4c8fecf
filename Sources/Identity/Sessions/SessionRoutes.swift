import Core
import Postgres
import Sealing
import Web

/// HTTP of signing in and out.
struct SessionRoutes {
    let signIn: SignIn
    let sessions: Sessions
    let throttle: SignInThrottle
    let users: Users
    /// Told of sessions that ended.
    let forget: @Sendable (SessionID) -> Void

    var endpoints: [Endpoint] { [login, refresh, logout, me] }

    private var login: Endpoint {
        Endpoint(
            .post, "/api/v1/auth/login", permission: .public, summary: "Sign in", tag: "Auth", body: .json(.signIn), output: .json(.sessionTokens),
            options: .sensitive
        ) { call in
            let input = call.body
            try await throttle.take(tenant: input.tenant?.text, email: input.email, address: call.address)
            do {
                let tokens = try await signIn(input, kind: "api", address: call.address, userAgent: call.userAgent)
                throttle.succeeded(tenant: input.tenant?.text, email: input.email)
                call.audit("auth.login", resource: "session", id: tokens.session.description, tenant: tokens.tenant, actor: "user:\(tokens.user)")
                return tokens
            } catch IdentityError.wrongCredentials {
                throttle.failed(tenant: input.tenant?.text, email: input.email)
                if let tenant = try await signIn.tenant(of: input) { call.audit("auth.login", resource: "session", tenant: tenant, outcome: .denied) }
                throw IdentityError.wrongCredentials
            }
        }
    }

    private var refresh: Endpoint {
        Endpoint(
            .post, "/api/v1/auth/refresh", permission: .public, summary: "Exchange a refresh token for new tokens", tag: "Auth",
            body: .json(.refresh),
            output: .json(.sessionTokens), options: .sensitive
        ) { call in
            guard let token = RefreshToken(call.body) else { throw IdentityError.refreshRefused }
            switch try await refreshed(token) {
            case .tokens(let tokens):
                call.audit("auth.refresh", resource: "session", id: tokens.session.description, tenant: tokens.tenant, actor: "user:\(tokens.user)")
                return tokens
            case .familyRevoked(let session):
                forget(session)
                call.audit("auth.refresh_reused", resource: "session", id: session.description, tenant: token.tenant, outcome: .denied)
                throw IdentityError.refreshRefused
            case .refused: throw IdentityError.refreshRefused
            }
        }
    }

    /// A made-up tenant in a token is refused like any other made-up token.
    private func refreshed(_ token: RefreshToken) async throws -> Refreshed {
        guard try await keysIfAny(of: token.tenant, sessions.keyring) != nil else { return .refused }
        return try await sessions.refresh(token)
    }

    private var logout: Endpoint {
        Endpoint(
            .post, "/api/v1/auth/logout", permission: .signedIn, summary: "End this session", tag: "Auth", output: .nothing, options: .sensitive
        ) { call in
            guard let session = call.principal.session else {
                throw Problem.conflict("no_session", "An API key has no session to end. Withdraw the key instead.")
            }
            _ = try await sessions.database.inTenant(call.tenant) { tx in try await SessionStore.revoke(session, because: "signed out", tx) }
            forget(session)
            call.audit("auth.logout", resource: "session", id: session.description)
        }
    }

    private var me: Endpoint {
        Endpoint(
            .get, "/api/v1/auth/me", permission: .signedIn, summary: "Who you are and what you may do", tag: "Auth", output: .json(.whoAmI)
        ) { call in
            let user = if let id = call.principal.user { try await users.user(id, tenant: call.tenant) } else { User?.none }
            return WhoAmI(
                tenant: call.tenant, subject: call.principal.subject.description, user: user, roles: call.principal.roles.sorted(),
                permissions: call.principal.permissions.map(\.text).sorted())
        }
    }
}

/// Who a caller is.
struct WhoAmI: Sendable {
    let tenant: TenantID
    let subject: String
    let user: User?
    let roles: [String]
    let permissions: [String]
}

extension Schema where Value == WhoAmI {
    static let whoAmI = Schema.record(
        "WhoAmI",
        field("tenant_id", \.tenant, .id(), "The tenant."),
        field("subject", \.subject, .string(), "user:… or key:…"),
        field("user", \.user, .nullable(.user), "The user; null for an API key."),
        field("roles", \.roles, .array(of: .string()), "Roles."),
        field("permissions", \.permissions, .array(of: .string()), "What you may do."))
}

extension Schema where Value == SignInInput {
    static let signIn = Schema.object(
        "SignIn",
        field("tenant", \.tenant, .optional(.slug), "The tenant's slug; may be left out where the address belongs to one tenant alone."),
        field("email", \.email, .email, "Your address."),
        field("password", \.password, .secret(min: 1, max: 256), "Your password."),
        make: { SignInInput(tenant: $0, email: $1, password: $2) })
}

extension Schema where Value == Secret {
    static let refresh = Schema.object(
        "Refresh", field("refresh_token", { $0 }, .secret(min: 1, max: 200), "The refresh token; it can be used once."), make: { $0 })
}

extension Schema where Value == SessionTokens {
    static let sessionTokens = Schema.record(
        "SessionTokens",
        field("access_token", { $0.accessToken.reveal() }, .string(), "For the Authorization header: Bearer."),
        field("token_type", { _ in "Bearer" }, .enumeration(["Bearer"]), "How to send it."),
        field("expires_in", { Int($0.lifetime.components.seconds) }, .integer(), "Seconds until the access token ends."),
        field("refresh_token", { $0.refreshToken.reveal() }, .string(), "Exchange it for new tokens, once."),
        field("tenant_id", \.tenant, .id(), "The tenant."),
        field("user_id", \.user, .id(), "You."))
}
