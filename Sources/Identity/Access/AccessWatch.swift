import Core
package import Postgres

extension Identity {
    /// Forgets what is remembered of a tenant's callers as soon as somebody changes who may do what there: another server, a manifest, the operator.
    /// Runs until its task is cancelled. While the database can not be listened to, such a change holds after `IdentityAuthenticator.memory`.
    package func watch(_ listener: Listener) async {
        for await notification in listener.notifications("access") {
            switch notification {
            // What was said before this may have been missed.
            case .listening: authenticator.forgetCallers { _ in true }
            case .message(_, let payload):
                guard let tenant = TenantID(payload) else { continue }
                authenticator.forgetCallers { $0 == tenant }
            }
        }
    }
}

extension IdentityAuthenticator {
    /// Forgets what is known of tenants, and of their sessions and API keys.
    func forgetCallers(of isOutdated: (TenantID) -> Bool) {
        tenants.forgetAll { isOutdated($0.id) }
        sessions.forgetAll { isOutdated($0.tenant) }
        keys.forgetAll { isOutdated($0.tenant) }
    }
}
