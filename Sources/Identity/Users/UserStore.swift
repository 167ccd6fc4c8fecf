import Core
import Postgres
import Sealing

/// The SQL of users.
enum UserStore {
    private static let columns: Query = "id, email_sealed, name_sealed, role, state, locale, last_login_at, created_at, updated_at"

    static func page(_ tenant: TenantID, limit: Int, after: UserID?) -> Query {
        let position: Query = after.map { " AND id > \($0)" } ?? ""
        return "SELECT \(columns) FROM identity.users WHERE tenant_id = \(tenant)\(position) ORDER BY id LIMIT \(limit + 1)"
    }

    static func find(_ id: UserID, _ tx: borrowing TenantTransaction) async throws -> Row? {
        try await tx.first("SELECT \(columns) FROM identity.users WHERE tenant_id = \(tx.tenant) AND id = \(id)")
    }

    /// A user by the blind index of the address, with the password's hash: for signing in.
    static func find(
        emailIndex: [UInt8], _ tx: borrowing TenantTransaction
    ) async throws -> (id: UserID, role: String, state: UserState, hash: String?)? {
        let row = try await tx.first(
            """
            SELECT id, role, state, password_hash
            FROM identity.users
            WHERE tenant_id = \(tx.tenant)
              AND email_index = \(emailIndex)
            """)
        guard let (id, role, state, hash) = try row?.decode(UserID.self, String.self, String.self, String?.self) else { return nil }
        return (id, role, UserState(rawValue: state) ?? .disabled, hash)
    }

    static func insert(
        _ id: UserID, email: String, role: String, name: String?, state: UserState, hash: String?, _ locator: EmailLocator, _ keyring: TenantKeyring,
        _ tx: borrowing TenantTransaction
    ) async throws -> Bool {
        let emailSealed = try keyring.seal(email, in: User.place("email", id))
        let nameSealed = try name.map { try keyring.seal($0, in: User.place("name", id)) }
        let index = keyring.blindIndex.digest(of: BlindIndex.normalizedEmail(email), column: "email")
        return try await tx.execute(
            """
            INSERT INTO identity.users (tenant_id, id, email_sealed, email_index, email_locator, name_sealed, role, state, password_hash)
            VALUES (\(tx.tenant), \(id), \(emailSealed), \(index), \(locator.digest(of: email)), \(nameSealed), \(role), \(state.rawValue), \(hash))
            ON CONFLICT (tenant_id, email_index) DO NOTHING
            """) > 0
    }

    static func change(_ id: UserID, role: String, nameSealed: [UInt8]?, state: UserState, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            UPDATE identity.users
            SET role = \(role), name_sealed = \(nameSealed), state = \(state.rawValue), updated_at = now()
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
            """)
    }

    static func setPassword(_ id: UserID, hash: String, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            UPDATE identity.users
            SET password_hash = \(hash), state = CASE WHEN state = 'invited' THEN 'active' ELSE state END, updated_at = now()
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
            """)
    }

    static func delete(_ id: UserID, _ tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.execute("DELETE FROM identity.users WHERE tenant_id = \(tx.tenant) AND id = \(id)") > 0
    }

    /// How many admins may sign in, but for one user.
    static func admins(without id: UserID, _ tx: borrowing TenantTransaction) async throws -> Int64 {
        try await tx.first(
            """
            SELECT count(*)
            FROM identity.users
            WHERE tenant_id = \(tx.tenant)
              AND role = 'admin'
              AND state = 'active'
              AND id <> \(id)
            """)?.decode(Int64.self) ?? 0
    }

    /// How many users take a seat.
    static func seats(_ tx: borrowing TenantTransaction) async throws -> Int64 {
        try await tx.first("SELECT count(*) FROM identity.users WHERE tenant_id = \(tx.tenant) AND state <> 'disabled'")?.decode(Int64.self) ?? 0
    }
}
