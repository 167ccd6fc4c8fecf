import Core
import Postgres
import Sealing
import Web

/// Makes, rotates and withdraws API keys.
struct APIKeys: Sendable {
    let database: Database

    func make(_ input: APIKeyInput, tenant: TenantID, by user: UserID?) async throws -> NewAPIKey {
        let text = APIKeyText(tenant: tenant, key: APIKeyID(), secret: RandomToken.make())
        let key = try await database.inTenant(tenant) { tx in try await APIKeyStore.insert(text, input, by: user, tx) }
        return NewAPIKey(key: key, text: text.text)
    }

    /// - Throws: `Problem.notFound` where there is no such key.
    ///   `.beyondYourReach` where it can do more than who rotates it: the new secret would lend them that.
    func rotate(_ id: APIKeyID, tenant: TenantID, by principal: Principal) async throws -> NewAPIKey {
        let text = APIKeyText(tenant: tenant, key: id, secret: RandomToken.make())
        let key = try await database.inTenant(tenant) { tx -> APIKey? in
            guard let scopes = try await APIKeyStore.scopes(id, tx) else { return nil }
            guard scopes.allSatisfy({ principal.may(Permission($0)) }) else { throw IdentityError.beyondYourReach }
            return try await APIKeyStore.rotate(text, tx)
        }
        guard let key else { throw Problem.notFound }
        return NewAPIKey(key: key, text: text.text)
    }
}
