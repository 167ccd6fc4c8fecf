import Core
import Postgres
import Sealing
import Testing
import Web

@testable import Identity

/// Statement 8. The other slices show with their own endpoints that a permission is asked for; what each role holds is fixed here.
@Suite struct PermissionTests {
    /// What each role may do, written out: a change of the roles has to be made here too.
    static let roles: [(role: Role, permissions: Set<String>)] = [
        (
            .admin,
            [
                "campaigns:read", "commerce:read", "customers:read", "connections:read", "connections:write", "imports:write", "keys:read",
                "keys:write",
                "syncs:read", "syncs:run", "tenant:read", "tenant:write", "users:read", "users:write",
            ]
        ),
        (
            .manager,
            [
                "campaigns:read", "commerce:read", "customers:read", "connections:read", "connections:write", "imports:write", "syncs:read",
                "syncs:run",
                "tenant:read", "users:read",
            ]
        ),
        (.analyst, ["campaigns:read", "commerce:read", "customers:read", "connections:read", "syncs:read", "tenant:read", "users:read"]),
        (.viewer, ["campaigns:read", "commerce:read", "connections:read", "syncs:read", "tenant:read"]),
    ]

    /// Who may call what: `*` anyone, `+` anyone who is signed in, otherwise the roles.
    static let matrix: [String: String] = [
        "POST /api/v1/auth/login": "*",
        "POST /api/v1/auth/refresh": "*",
        "POST /api/v1/auth/logout": "+",
        "GET /api/v1/auth/me": "+",
        "GET /api/v1/roles": "+",
        "GET /api/v1/users": "admin manager analyst",
        "POST /api/v1/users": "admin",
        "GET /api/v1/users/{id}": "admin manager analyst",
        "PATCH /api/v1/users/{id}": "admin",
        "DELETE /api/v1/users/{id}": "admin",
        "GET /api/v1/api-keys": "admin",
        "POST /api/v1/api-keys": "admin",
        "POST /api/v1/api-keys/{id}/rotate": "admin",
        "DELETE /api/v1/api-keys/{id}": "admin",
    ]

    @Test func `Each role holds exactly these permissions (statement 8)`() {
        #expect(Self.roles.map(\.role) == Role.allCases)
        for (role, permissions) in Self.roles { #expect(Set(role.permissions.map(\.text)) == permissions, "\(role)") }
        #expect(Permissions.all == Role.admin.permissions)
    }

    @Test func `A role of the tenant's own has the permissions that exist, and none of the platform's`() {
        let own = ["buyer": ["campaigns:read", "platform:tenants", "no:such"]]

        #expect(Permissions.of(role: "buyer", tenantRoles: own) == [Permission("campaigns:read")])
        #expect(Permissions.of(role: "gone", tenantRoles: own).isEmpty)
        #expect(Permissions.of(role: "admin", tenantRoles: ["admin": []]) == Permissions.all)
    }

    @Test func `Every endpoint of identity lets exactly the callers of the table through (statement 8)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let callers = Self.roles.map { ($0.role.rawValue, Set($0.permissions.map { Permission($0) })) } + [("api", [])]
            let principals = callers.map { name, permissions in
                (
                    name,
                    Principal(
                        tenant: world.acme, subject: name == "api" ? .apiKey(APIKeyID()) : .user(UserID()), roles: [name], permissions: permissions)
                )
            }
            let endpoints = world.identity.endpoints
            #expect(Set(endpoints.map { "\($0.method.rawValue) \($0.path)" }) == Set(Self.matrix.keys))

            try await WebApplication.test(endpoints, authenticator: KnownTokens(Dictionary(uniqueKeysWithValues: principals))) { client in
                for endpoint in endpoints {
                    let name = "\(endpoint.method.rawValue) \(endpoint.path)"
                    let allowed = Self.matrix[name] ?? ""
                    let path = endpoint.path.replacing("{id}", with: UserID().description)
                    let body: JSON? =
                        endpoint.method == .get || endpoint.method == .delete || path.hasSuffix("rotate") || path.hasSuffix("logout") ? nil : [:]
                    let nobody = try await client.send(endpoint.method, path, body: body)
                    #expect((nobody.status == 401) == (allowed != "*"), "nobody \(name): \(nobody.status)")
                    for (role, _) in principals {
                        let answer = try await client.authorized(role).send(endpoint.method, path, body: body)
                        let may = allowed == "*" || allowed == "+" || allowed.split(separator: " ").contains { $0 == role }
                        #expect((answer.status != 403 && answer.status != 401) == may, "\(role) \(name): \(answer.status)")
                        #expect(answer.status < 500, "\(role) \(name): \(answer.text)")
                    }
                }
            }
        }
    }

    @Test func `Every change and every denial of identity is an audit event with its actor (statement 38)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let bossID = try await world.user("boss@acme.example", "admin")
            try await world.user("ada@acme.example", "viewer")
            let boss = try await world.signedIn("boss@acme.example")
            let ada = try await world.signedIn("ada@acme.example")
            _ = try await world.login("ada@acme.example", password: "another pass phrase")
            let id = try #require(try await boss.send(.post, "/api/v1/users", body: ["email": "x@acme.example", "role": "viewer"]).string("id"))
            _ = try await boss.send(.patch, "/api/v1/users/\(id)", body: ["role": "analyst"])
            _ = try await boss.send(.delete, "/api/v1/users/\(id)")
            _ = try await ada.send(.get, "/api/v1/users")
            _ = try await ada.send(.delete, "/api/v1/users/\(id)")

            let events = await world.audit.events
            let changes = events.filter { $0.actor == "user:\(bossID)" && $0.outcome == .success }.map(\.action)

            #expect(changes == ["auth.login", "users.create", "users.change", "users.remove"])
            #expect(events.filter { $0.outcome == .denied }.map(\.status) == [401, 403, 403])
            #expect(events.allSatisfy { $0.tenant == world.acme && !$0.requestID.isEmpty && $0.address == "127.0.0.1" })
            #expect(!events.contains { ($0.changes?.description ?? "").contains("@") })
        }
    }
}
