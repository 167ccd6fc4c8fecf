import Core
import Postgres

/// What access decisions have to know of a tenant.
struct TenantAccess: Sendable {
    let slug: String
    let state: String
    let roles: [String: [String]]
    /// Requests a minute that one caller may make.
    let requestsPerMinute: Int
    let seats: Int

    var isOpen: Bool { state == "active" }

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
            slug: slug, state: state, roles: Dictionary(named) { first, _ in first }, requestsPerMinute: perMinute, seats: seats)
    }
}
