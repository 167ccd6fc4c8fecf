import Core
import Postgres
import Web

/// HTTP of API keys.
struct APIKeyRoutes {
    let database: Database
    /// Told of keys that no longer open what they opened.
    let forget: @Sendable (APIKeyID) -> Void

    var endpoints: [Endpoint] { [list, create, rotate, revoke] }

    private var keys: APIKeys { APIKeys(database: database) }

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/api-keys", permission: .keysRead, summary: "List API keys", tag: "Users", query: .page(), output: .page(of: .apiKey)
        ) { call in
            let page = call.query
            let after = page.after?["id"]?.string.flatMap { APIKeyID($0) }
            let rows = try await database.once(call.tenant, APIKeyStore.page(call.tenant, limit: page.limit, after: after))
            return Listing(Page(reading: try rows.map { try APIKeyStore.key($0) }, limit: page.limit) { ["id": .string($0.id.description)] })
        }
    }

    private var create: Endpoint {
        Endpoint(
            .post, "/api/v1/api-keys", permission: .keysWrite, summary: "Make an API key", tag: "Users", body: .json(.apiKeyInput),
            output: .json(.newAPIKey),
            status: 201, options: .sensitive
        ) { call in
            try Self.refuseMore(than: call.principal, call.body.scopes)
            let made = try await keys.make(call.body, tenant: call.tenant, by: call.principal.user)
            call.audit(
                "api_keys.create", resource: "api_key", id: made.key.id.description, changes: ["scopes": .array(made.key.scopes.map { .string($0) })])
            return made
        }
    }

    private var rotate: Endpoint {
        Endpoint(
            .post, "/api/v1/api-keys/{id}/rotate", permission: .keysWrite, summary: "Give an API key a new secret", tag: "Users",
            path: .id("id", APIKeyID.self), output: .json(.newAPIKey), options: .sensitive
        ) { call in
            let made = try await keys.rotate(call.path, tenant: call.tenant, by: call.principal)
            forget(call.path)
            call.audit("api_keys.rotate", resource: "api_key", id: call.path.description)
            return made
        }
    }

    private var revoke: Endpoint {
        Endpoint(
            .delete, "/api/v1/api-keys/{id}", permission: .keysWrite, summary: "Withdraw an API key", tag: "Users",
            path: .id("id", APIKeyID.self), output: .nothing
        ) { call in
            let existed = try await database.inTenant(call.tenant) { tx in try await APIKeyStore.revoke(call.path, tx) }
            guard existed else { throw Problem.notFound }
            forget(call.path)
            call.audit("api_keys.revoke", resource: "api_key", id: call.path.description)
        }
    }

    /// A key can not be given what its maker may not do.
    private static func refuseMore(than principal: Principal, _ scopes: [String]) throws {
        let faults = scopes.enumerated().filter { !principal.may(Permission($0.element)) }.map {
            Problem.Fault(pointer: "/scopes/\($0.offset)", code: "not_yours", detail: "You may not do \($0.element) yourself.")
        }
        guard faults.isEmpty else { throw Problem.invalid(faults) }
    }
}
