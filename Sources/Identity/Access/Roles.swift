package import Web

/// The roles of a tenant and what each may do. Permissions are `thing:verb`; an endpoint names the one that it needs.
package enum Role: String, Sendable, CaseIterable {
    case admin, manager, analyst, viewer

    /// What the role may do. `admin` may do everything in its tenant: see `Principal.may`.
    package var permissions: Set<Permission> {
        switch self {
        case .admin: Permissions.all
        case .manager: Self.managing
        case .analyst: Permissions.reading
        case .viewer: Self.viewing
        }
    }

    // Made once: every request asks.
    private static let managing = Permissions.reading.union(["connections:write", "syncs:run", "imports:write"].map { Permission($0) })
    private static let viewing = Permissions.reading.subtracting([Permission("customers:read"), Permission("users:read")])
}

/// All permissions that there are. A manifest's roles and an API key's scopes are made of these.
package enum Permissions {
    /// May see things; nothing changes.
    package static let reading = Set(
        [
            "campaigns:read", "commerce:read", "customers:read", "connections:read", "syncs:read", "tenant:read", "users:read",
        ].map { Permission($0) })

    package static let all = reading.union(
        ["connections:write", "syncs:run", "imports:write", "tenant:write", "users:write", "keys:read", "keys:write"].map { Permission($0) })

    /// The permissions of a role: built in, or one of the tenant's own.
    package static func of(role: String, tenantRoles: [String: [String]]) -> Set<Permission> {
        if let builtIn = Role(rawValue: role) { return builtIn.permissions }
        return Set((tenantRoles[role] ?? []).map { Permission($0) }).intersection(all)
    }
}

extension Access where Self == Permission {
    /// May see users and roles.
    package static var usersRead: Permission { Permission("users:read") }
    /// May add, change and remove users.
    package static var usersWrite: Permission { Permission("users:write") }
    /// May see API keys, never their secrets.
    package static var keysRead: Permission { Permission("keys:read") }
    /// May make, rotate and withdraw API keys.
    package static var keysWrite: Permission { Permission("keys:write") }
}
