package import Core

/// Who makes a request, and for which tenant. It comes from the verified credential alone, never from a body or a path.
package struct Principal: Sendable, Hashable {
    package enum Subject: Sendable, Hashable {
        case user(UserID)
        case apiKey(APIKeyID)
        /// The product itself, named by its part (`scheduler`).
        case system(String)
    }

    package var tenant: TenantID
    package var subject: Subject
    /// The session of a signed-in user.
    package var session: SessionID?
    package var roles: Set<String>
    package var permissions: Set<Permission>
    /// What its plan lets it ask in a time.
    package var limits: [RateRule]

    package init(
        tenant: TenantID, subject: Subject, session: SessionID? = nil, roles: Set<String> = [], permissions: Set<Permission> = [],
        limits: [RateRule] = [.perMinute(100), .perHour(1_000)]
    ) {
        self.tenant = tenant
        self.subject = subject
        self.session = session
        self.roles = roles
        self.permissions = permissions
        self.limits = limits
    }

    /// Whether the caller may do this. `admin` may do everything in its tenant, and nothing of the platform; `platform_admin` the other way round.
    package func may(_ permission: Permission) -> Bool {
        if permission == .signedIn || permissions.contains(permission) { return true }
        return roles.contains(permission.isOfPlatform ? "platform_admin" : "admin")
    }

    /// The user, where it is one.
    package var user: UserID? {
        if case .user(let id) = subject { id } else { nil }
    }
}

extension Permission {
    /// Rights over tenants as such (`platform:…`), which no role of a tenant has.
    package var isOfPlatform: Bool { text.hasPrefix("platform:") }
}

extension Principal.Subject: CustomStringConvertible {
    /// `user:…`, `key:…` or `system:…`.
    package var description: String {
        switch self {
        case .user(let id): "user:\(id)"
        case .apiKey(let id): "key:\(id)"
        case .system(let name): "system:\(name)"
        }
    }
}
