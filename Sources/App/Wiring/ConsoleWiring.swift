import Connections
import Console
import Core
import Identity
import Redis
import Syncs
import Web

extension Slices {
    /// The console, signed in to through the identity slice.
    /// - Parameters:
    ///   - key: signs the tokens of its forms.
    ///   - isSecure: whether browsers reach it through HTTPS.
    func console(key: [UInt8], isSecure: Bool, _ backbone: Backbone) throws -> Console {
        let identity = identity
        let syncs = syncs
        let desk = ConsoleIdentity(
            signIn: { attempt in
                let session = try await identity.openConsoleSession(
                    tenant: attempt.tenant, email: attempt.email, password: attempt.password, address: attempt.address, userAgent: attempt.userAgent)
                return ConsoleIdentity.Session(token: session.token, tenant: session.tenant, user: session.user, session: session.session)
            },
            findTenant: { attempt in try await identity.tenantOfSignIn(tenant: attempt.tenant, email: attempt.email) },
            signOut: { session, tenant in try await identity.endSession(session, tenant: tenant) },
            renew: { token in try await identity.renewConsoleSession(token) })
        return try Console(
            database: backbone.database, identity: desk,
            requestSync: { tenant, connection, user in
                _ = try await syncs.request(tenant, connection, by: user)
            }, consent: consent, hooks: hooks, key: key, isSecure: isSecure)
    }

    private var hooks: ConsoleHooks {
        let webhooks = webhooks
        return ConsoleHooks(
            takes: { webhooks.takes($0) }, address: { webhooks.shownAddress($0, $1) },
            make: { tenant, connection, secret in try await webhooks.makeHook(tenant, connection, secret: secret) })
    }

    private var consent: ConsoleConsent? {
        connections.connecting.map { connecting in
            ConsoleConsent(
                platforms: connecting.platforms.map {
                    .init(connector: $0.connector, name: $0.name, settingTitle: $0.setting?.title, settingHint: $0.setting?.hint)
                },
                make: { tenant, user, connector, name, setting in
                    try await connecting.make(connector, name: name, setting: setting, tenant: tenant, by: user)
                },
                begin: { tenant, connection, subject in
                    let address = try await connecting.begin(connection, tenant: tenant, by: subject)
                    let cookie = address.cookie
                    return .init(
                        url: address.url,
                        cookie: (cookie.name, cookie.value, ConsentCookie.path, ConsentCookie.lifetime, cookie.isSecure))
                },
                offered: { tenant, connection in try await connecting.offered(connection, tenant: tenant) },
                choose: { tenant, connection, accounts in try await connecting.choose(accounts, for: connection, tenant: tenant) })
        }
    }
}

extension Backbone {
    /// Counts requests over all servers, or for this process alone where there is no Redis.
    var limiter: any RateLimiter {
        guard let redis else { return LocalRateLimiter() }
        return RedisRateLimiter(redis: redis)
    }
}
