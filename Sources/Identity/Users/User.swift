import Core
import Postgres
import Sealing
import Web

/// What a user may be.
enum UserState: String, Sendable, CaseIterable {
    case active, invited, disabled
}

/// A person of a tenant.
struct User: Sendable {
    let id: UserID
    let email: String
    let name: String?
    let role: String
    let state: UserState
    let locale: String
    let lastLoginAt: Instant?
    let createdAt: Instant
    let updatedAt: Instant
}

extension Schema where Value == User {
    static let user = Schema.record(
        "User",
        field("id", \.id, .id(), "The user's id."),
        field("email", \.email, .string(), "Where they sign in with."),
        field("name", \.name, .nullable(.string()), "What they are called."),
        field("role", \.role, .string(), "What they may do: a built-in role or one of the tenant's own."),
        field("state", \.state, .enumeration(), "Whether they may sign in."),
        field("locale", \.locale, .string(), "Their language."),
        field("last_login_at", \.lastLoginAt, .nullable(.instant), "When they last signed in."),
        field("created_at", \.createdAt, .instant, "When they were added."),
        field("updated_at", \.updatedAt, .instant, "When they last changed."))
}

/// A user to add.
struct UserInput: Sendable {
    let email: String
    let role: String
    let name: String?
    /// Without one the user is invited and can not sign in yet.
    let password: Secret?
}

extension Schema where Value == UserInput {
    static let userInput = Schema.object(
        "UserInput",
        field("email", \.email, .email, "Where they sign in with; one user for an address."),
        field("role", \.role, .string(min: 2, max: 39), "A built-in role or one of the tenant's own."),
        field("name", \.name, .optional(.string(min: 1, max: 200)), "What they are called."),
        field("password", \.password, .optional(.secret(min: 12, max: 256)), "A first password; without one they are invited."),
        make: { UserInput(email: $0, role: $1, name: $2, password: $3) })
}

/// What may be changed of a user.
struct UserChange: Sendable {
    let role: Patch<String>
    let name: Patch<String>
    let state: Patch<Wanted>

    /// What a user may be made: invited is only what they start as.
    enum Wanted: String, Sendable, CaseIterable {
        case active, disabled

        var state: UserState { self == .active ? .active : .disabled }
    }
}

extension Schema where Value == UserChange {
    static let userChange = Schema.object(
        "UserChange",
        field("role", \.role, .patch(.string(min: 2, max: 39)), "A built-in role or one of the tenant's own."),
        field("name", \.name, .patch(.string(min: 1, max: 200), nullable: true), "What they are called."),
        field("state", \.state, .patch(.enumeration()), "active or disabled."),
        make: { UserChange(role: $0, name: $1, state: $2) })
}

extension User {
    /// Whether it is an admin who can sign in.
    var isAdmin: Bool { role == "admin" && state == .active }

    /// Where a sealed field of a user belongs.
    static func place(_ column: StaticString, _ id: UserID) -> FieldPlace { FieldPlace(table: "identity.users", column: column, row: id) }

    /// The columns of `UserStore`, in their order.
    init(_ row: Row, _ keyring: TenantKeyring) throws {
        let values = try row.decode(
            UserID.self, [UInt8].self, [UInt8]?.self, String.self, String.self, String.self, Instant?.self, Instant.self, Instant.self)
        self.init(
            id: values.0, email: try keyring.openText(values.1, in: Self.place("email", values.0)).reveal(),
            name: try values.2.map { try keyring.openText($0, in: Self.place("name", values.0)).reveal() },
            role: values.3, state: UserState(rawValue: values.4) ?? .disabled, locale: values.5, lastLoginAt: values.6, createdAt: values.7,
            updatedAt: values.8)
    }
}
