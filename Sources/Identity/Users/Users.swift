import Core
import Postgres
import Sealing
import Web

/// Adds, changes and removes users, and keeps a tenant from locking itself out.
struct Users: Sendable {
    let database: Database
    let keyring: KeyringSource
    let hasher: PasswordHasher
    let locator: EmailLocator

    /// - Parameter principal: who adds; `nil` for the operator.
    func add(_ input: UserInput, tenant: TenantID, by principal: Principal?) async throws -> User {
        let keys = try await keyring(tenant)
        if let password = input.password { try Self.check(password, personal: [input.email, input.name ?? ""]) }
        let hash = try await hash(input.password)
        let id = UserID()
        return try await database.inTenant(tenant) { tx in
            guard let access = try await TenantAccess.lock(tx) else { throw Problem.notFound }
            try Self.requireRole(input.role, access)
            try Self.requireReach(principal, over: input.role, access)
            try await Self.requireSeat(access, tx)
            let inserted = try await UserStore.insert(
                id, email: input.email, role: input.role, name: input.name, state: hash == nil ? .invited : .active, hash: hash, locator, keys, tx)
            guard inserted else { throw IdentityError.emailTaken }
            return try await user(id, keys, tx)
        }
    }

    func change(_ id: UserID, _ change: UserChange, tenant: TenantID, by principal: Principal) async throws -> User {
        let keys = try await keyring(tenant)
        return try await database.inTenant(tenant) { tx in
            guard let access = try await TenantAccess.lock(tx) else { throw Problem.notFound }
            let old = try await user(id, keys, tx)
            let role = change.role.value ?? old.role
            let state = change.state.value?.state ?? old.state
            if role != old.role { try Self.requireRole(role, access) }
            try Self.requireReach(principal, over: old.role, access)
            try Self.requireReach(principal, over: role, access)
            if state == .disabled, principal.user == id { throw IdentityError.yourself }
            if old.state == .disabled, state != .disabled { try await Self.requireSeat(access, tx) }
            if old.isAdmin, role != "admin" || state != .active { try await Self.requireOtherAdmin(id, tx) }
            let name = change.name.applied(to: old.name)
            let nameSealed = try name.map { try keys.seal($0, in: User.place("name", id)) }
            try await UserStore.change(id, role: role, nameSealed: nameSealed, state: state, tx)
            // A changed role needs no new session: what a caller may do is looked up for each request.
            if state == .disabled { try await SessionStore.revokeAll(of: id, because: "the user was disabled", tx) }
            return try await user(id, keys, tx)
        }
    }

    func remove(_ id: UserID, tenant: TenantID, by principal: Principal) async throws {
        guard principal.user != id else { throw IdentityError.yourself }
        let keys = try await keyring(tenant)
        try await database.inTenant(tenant) { tx in
            guard let access = try await TenantAccess.lock(tx) else { throw Problem.notFound }
            let old = try await user(id, keys, tx)
            try Self.requireReach(principal, over: old.role, access)
            if old.isAdmin { try await Self.requireOtherAdmin(id, tx) }
            _ = try await UserStore.delete(id, tx)
        }
    }

    func user(_ id: UserID, tenant: TenantID) async throws -> User {
        let keys = try await keyring(tenant)
        return try await database.inTenant(tenant, .readOnly) { tx in try await user(id, keys, tx) }
    }

    /// Sets a password, for the operator and for demo tenants; all sessions of the user end.
    func setPassword(_ password: Secret, email: String, tenant: TenantID) async throws {
        try Self.check(password, personal: [email])
        let keys = try await keyring(tenant)
        let index = keys.blindIndex.digest(of: BlindIndex.normalizedEmail(email), column: "email")
        let hash = try await hasher.hash(password).text
        try await database.inTenant(tenant) { tx in
            guard let user = try await UserStore.find(emailIndex: index, tx) else { throw Problem.notFound }
            try await UserStore.setPassword(user.id, hash: hash, tx)
            try await SessionStore.revokeAll(of: user.id, because: "the password was set", tx)
        }
    }

    private func user(_ id: UserID, _ keys: TenantKeyring, _ tx: borrowing TenantTransaction) async throws -> User {
        guard let row = try await UserStore.find(id, tx) else { throw Problem.notFound }
        return try User(row, keys)
    }

    private static func requireRole(_ role: String, _ access: TenantAccess) throws {
        guard Role(rawValue: role) != nil || access.roles[role] != nil else { throw IdentityError.unknownRole(role) }
    }

    /// Nobody gives, changes or takes away a role that can do more than they can themselves.
    private static func requireReach(_ principal: Principal?, over role: String, _ access: TenantAccess) throws {
        guard let principal else { return }
        guard access.permissions(of: role).allSatisfy({ principal.may($0) }) else {
            throw IdentityError.beyondYourReach
        }
    }

    private static func requireSeat(_ access: TenantAccess, _ tx: borrowing TenantTransaction) async throws {
        guard try await UserStore.seats(tx) < access.seats else { throw IdentityError.seatsTaken(access.seats) }
    }

    private static func requireOtherAdmin(_ id: UserID, _ tx: borrowing TenantTransaction) async throws {
        guard try await UserStore.admins(without: id, tx) > 0 else { throw IdentityError.lastAdmin }
    }

    private func hash(_ password: Secret?) async throws -> String? {
        guard let password else { return nil }
        return try await hasher.hash(password).text
    }

    private static func check(_ password: Secret, personal: [String]) throws {
        do {
            try PasswordPolicy.check(password, personal: personal.filter { !$0.isEmpty })
        } catch {
            throw Problem.invalid([error.fault(at: "/password")])
        }
    }
}
