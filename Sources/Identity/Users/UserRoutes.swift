import Core
import Postgres
import Web

/// HTTP of users and roles.
struct UserRoutes {
    let users: Users
    /// Told of users whose sessions ended.
    let forget: @Sendable (UserID) -> Void

    var endpoints: [Endpoint] { [list, add, one, change, remove, roles] }

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/users", permission: .usersRead, summary: "List users", tag: "Users", query: .page(), output: .page(of: .user)
        ) { call in
            let page = call.query
            let keys = try await users.keyring(call.tenant)
            let after = page.after?["id"]?.string.flatMap { UserID($0) }
            let rows = try await users.database.once(call.tenant, UserStore.page(call.tenant, limit: page.limit, after: after))
            return Listing(Page(reading: try rows.map { try User($0, keys) }, limit: page.limit) { ["id": .string($0.id.description)] })
        }
    }

    private var add: Endpoint {
        Endpoint(
            .post, "/api/v1/users", permission: .usersWrite, summary: "Add a user", tag: "Users", body: .json(.userInput), output: .json(.user),
            status: 201
        ) { call in
            let user = try await users.add(call.body, tenant: call.tenant, by: call.principal)
            call.audit("users.create", resource: "user", id: user.id.description, changes: ["role": .string(user.role)])
            return user
        }
    }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/users/{id}", permission: .usersRead, summary: "Read one user", tag: "Users", path: .id("id", UserID.self),
            output: .json(.user)
        ) { call in try await users.user(call.path, tenant: call.tenant) }
    }

    private var change: Endpoint {
        Endpoint(
            .patch, "/api/v1/users/{id}", permission: .usersWrite, summary: "Change a user", tag: "Users", path: .id("id", UserID.self),
            body: .json(.userChange), output: .json(.user)
        ) { call in
            let user = try await users.change(call.path, call.body, tenant: call.tenant, by: call.principal)
            forget(call.path)
            call.audit(
                "users.change", resource: "user", id: user.id.description,
                changes: ["role": .string(user.role), "state": .string(user.state.rawValue)])
            return user
        }
    }

    private var remove: Endpoint {
        Endpoint(
            .delete, "/api/v1/users/{id}", permission: .usersWrite, summary: "Remove a user", tag: "Users", path: .id("id", UserID.self),
            output: .nothing
        ) { call in
            try await users.remove(call.path, tenant: call.tenant, by: call.principal)
            forget(call.path)
            call.audit("users.remove", resource: "user", id: call.path.description)
        }
    }

    private var roles: Endpoint {
        Endpoint(
            .get, "/api/v1/roles", permission: .signedIn, summary: "List roles and what they may do", tag: "Users", output: .json(.array(of: .role))
        ) { call in
            let access = try await users.database.inTenant(call.tenant, .readOnly) { tx in try await TenantAccess.load(tx) }
            let builtIn = Role.allCases.map { RoleDescription(name: $0.rawValue, permissions: $0.permissions.map(\.text).sorted(), isBuiltIn: true) }
            let own = (access?.roles ?? [:]).sorted { $0.key < $1.key }.map {
                RoleDescription(name: $0.key, permissions: $0.value.sorted(), isBuiltIn: false)
            }
            return builtIn + own
        }
    }
}

/// A role and what it may do.
struct RoleDescription: Sendable {
    let name: String
    let permissions: [String]
    let isBuiltIn: Bool
}

extension Schema where Value == RoleDescription {
    static let role = Schema.record(
        "Role",
        field("name", \.name, .string(), "The role's name."),
        field("permissions", \.permissions, .array(of: .string()), "What it may do."),
        field("built_in", \.isBuiltIn, .boolean, "Whether every tenant has it."))
}
