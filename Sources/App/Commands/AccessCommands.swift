import Core
import Identity
import Web

/// `tactics user`: people of a tenant.
package enum UserCommands {
    /// Adds a person with a fresh password, which is shown this once.
    package static func add(tenant: String, email: String, role: String) async throws -> String {
        try await OperatorSession.run { session in
            let password = Randomness.word(20)
            let id = try await session.tenant(tenant)
            _ = try await session.slices.identity.addUser(email: email, role: role, password: Secret(password), tenant: id)
            return "\(email) is \(role) of \(tenant). Password: \(password)"
        }
    }

    /// Sets a fresh password and ends the person's sessions.
    package static func resetPassword(tenant: String, email: String) async throws -> String {
        try await OperatorSession.run { session in
            let password = Randomness.word(20)
            try await session.slices.identity.setPassword(Secret(password), email: email, tenant: try await session.tenant(tenant))
            return "Password of \(email): \(password)"
        }
    }
}

/// `tactics key`: API keys.
package enum KeyCommands {
    /// Makes a key, which is shown this once.
    package static func add(tenant: String, name: String, scopes: [String]) async throws -> String {
        let wanted = Set(scopes.map { Permission($0) })
        let unknown = wanted.subtracting(Permissions.all).map(\.text).sorted()
        guard unknown.isEmpty else { throw UnknownScopes(names: unknown) }
        return try await OperatorSession.run { session in
            try await session.slices.identity.makeAPIKey(name: name, scopes: wanted, tenant: try await session.tenant(tenant)).reveal()
        }
    }
}

/// Scopes that are none.
struct UnknownScopes: Error, CustomStringConvertible {
    let names: [String]

    var description: String {
        "There is no scope \(names.joined(separator: ", ")). Choose from \(Permissions.all.map(\.text).sorted().joined(separator: ", "))."
    }
}
