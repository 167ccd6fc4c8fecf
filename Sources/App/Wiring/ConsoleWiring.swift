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
            }, key: key, isSecure: isSecure)
    }
}

extension Backbone {
    /// Counts requests over all servers, or for this process alone where there is no Redis.
    var limiter: any RateLimiter {
        guard let redis else { return LocalRateLimiter() }
        return RedisRateLimiter(redis: redis)
    }
}
