import Core
import Postgres
import Web

/// What access decisions have to know of a tenant.
struct TenantAccess: Sendable {
    let id: TenantID
    let slug: String
    let state: String
    let roles: [String: [String]]
    /// Requests a minute that one caller may make.
    let requestsPerMinute: Int
    let seats: Int
    /// What the tenant's own roles may do, made once: every request asks.
    private let own: [String: Set<Permission>]

    private init(id: TenantID, slug: String, state: String, roles: [String: [String]], requestsPerMinute: Int, seats: Int) {
        self.id = id
        self.slug = slug
        self.state = state
        self.roles = roles
        self.requestsPerMinute = requestsPerMinute
        self.seats = seats
        own = roles.keys.reduce(into: [:]) { $0[$1] = Permissions.of(role: $1, tenantRoles: roles) }
    }

    var isOpen: Bool { state == "active" }

    /// What a role may do in this tenant; nothing for one that is not there any more.
    func permissions(of role: String) -> Set<Permission> { Role(rawValue: role)?.permissions ?? own[role] ?? [] }

    static func load(_ tx: borrowing TenantTransaction) async throws -> TenantAccess? { try await read("", tx) }

    /// The same, and puts this transaction behind others that change users: for rules over all users of a tenant, as seats and the last admin.
    static func lock(_ tx: borrowing TenantTransaction) async throws -> TenantAccess? { try await read("FOR NO KEY UPDATE", tx) }

    private static func read(_ lock: Query, _ tx: borrowing TenantTransaction) async throws -> TenantAccess? {
        let row = try await tx.first(
            """
            SELECT slug, state, roles, COALESCE((quotas ->> 'api_per_minute')::int, 100), COALESCE((quotas ->> 'seats')::int, 3)
            FROM core.tenants
            WHERE id = \(tx.tenant)
            \(lock)
            """)
        guard let (slug, state, roles, perMinute, seats) = try row?.decode(String.self, String.self, JSON.self, Int.self, Int.self) else {
            return nil
        }
        let named = (roles.members ?? []).map { ($0.name, ($0.value.array ?? []).compactMap(\.string)) }
        return TenantAccess(
            id: tx.tenant, slug: slug, state: state, roles: Dictionary(named) { first, _ in first }, requestsPerMinute: perMinute, seats: seats)
    }
}
