import Core
package import Postgres
package import Sealing

/// The users that a manifest declares: added where they are missing, given the declared role where they have another. Nobody is removed.
package struct DeclaredUsers: Sendable {
    private let locator: EmailLocator

    package init(locator: EmailLocator) { self.locator = locator }

    /// What became (or would become) different: `(is new, address, detail)`.
    package func reconcile(
        _ users: [(email: String, role: String)], _ keyring: TenantKeyring, _ tx: borrowing TenantTransaction
    ) async throws -> [(isNew: Bool, email: String, detail: String)] {
        var changes: [(isNew: Bool, email: String, detail: String)] = []
        for user in users {
            let index = keyring.blindIndex.digest(of: BlindIndex.normalizedEmail(user.email), column: "email")
            guard let found = try await UserStore.find(emailIndex: index, tx) else {
                _ = try await UserStore.insert(
                    UserID(), email: user.email, role: user.role, name: nil, state: .invited, hash: nil, locator, keyring, tx)
                changes.append((true, user.email, user.role))
                continue
            }
            guard found.role != user.role else { continue }
            _ = try await tx.execute(
                "UPDATE identity.users SET role = \(user.role), updated_at = now() WHERE tenant_id = \(tx.tenant) AND id = \(found.id)")
            changes.append((false, user.email, "\(found.role) becomes \(user.role)"))
        }
        return changes
    }
}
