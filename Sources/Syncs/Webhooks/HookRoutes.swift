import ConnectorHost
import Core
import Postgres
import Sealing
import Web

/// HTTP of a connection's hook.
struct HookRoutes {
    let environment: SyncEnvironment
    let publicURL: String

    var endpoints: [Endpoint] { [one, put, remove] }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/connections/{id}/hook", permission: .deliveriesRead, summary: "Read whether a connection has a hook", tag: "Webhooks",
            path: .id("id", ConnectionID.self), output: .json(.hookState),
            options: .standard.with { $0.about = "Its address is shown once, when it is made: who has lost it makes a new one." }
        ) { [environment] call in
            let rows = try await environment.database.once(call.tenant, HookStore.state(call.tenant, call.path))
            guard let row = rows.first else { throw Problem.notFound }
            return try HookState(row)
        }
    }

    private var put: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/hook", permission: .hooksWrite, summary: "Make a connection's hook, or give it a new address",
            tag: "Webhooks", path: .id("id", ConnectionID.self), body: .json(.hookInput), output: .json(.hook), status: 201,
            options: .sensitive.with {
                $0.about =
                    "The address is shown once. That of before, and its secret, hold for another day. 409 no_webhooks where the platform sends none."
            }
        ) { [environment] call in
            let token = HookToken(tenant: call.tenant)
            let sealed = try await call.body.secret.asyncMap { secret in
                try await environment.keyring(call.tenant).seal(secret.reveal(), in: HookStore.place(call.path))
            }
            try await environment.database.inTenant(call.tenant) { tx in
                try requireWebhooks(try await HookStore.connector(call.path, tx))
                try await HookStore.put(call.path, hash: token.hash, secret: sealed, tx)
            }
            call.audit("connections.hook", resource: "connection", id: call.path.description)
            let path = "/api/v1/hooks/\(call.path)/\(token.text)"
            return Hook(path: path, url: publicURL + path)
        }
    }

    /// - Throws: `Problem`: 409 `no_webhooks` for a connector whose platform sends nothing that this host can verify.
    private func requireWebhooks(_ connector: String) throws {
        let webhooks = environment.catalog.newest(connector)?.manifest.webhooks ?? []
        guard webhooks.contains(where: { $0.scheme != nil }) else {
            throw Problem.conflict("no_webhooks", "The connector \"\(connector)\" takes no webhooks.")
        }
    }

    private var remove: Endpoint {
        Endpoint(
            .delete, "/api/v1/connections/{id}/hook", permission: .hooksWrite, summary: "Take a connection's hook away", tag: "Webhooks",
            path: .id("id", ConnectionID.self), output: .nothing
        ) { [environment] call in
            let isGone = try await environment.database.inTenant(call.tenant) { tx in try await HookStore.remove(call.path, tx) }
            guard isGone else { throw Problem.notFound }
            call.audit("connections.unhook", resource: "connection", id: call.path.description)
        }
    }
}

/// What a hook shall be.
struct HookInput: Sendable {
    let secret: Secret?
}

/// A hook as it is shown once.
struct Hook: Sendable {
    let path: String
    let url: String
}

/// A hook as it is shown at any time.
struct HookState: Sendable {
    let hasSecret: Bool
    let createdAt: Instant
    let rotatedAt: Instant?
    let previousUntil: Instant?

    init(_ row: Row) throws {
        (hasSecret, createdAt, rotatedAt, previousUntil) = try row.decode(Bool.self, Instant.self, Instant?.self, Instant?.self)
    }
}

extension Schema where Value == HookState {
    static let hookState = Schema.record(
        "HookState",
        field("has_secret", \.hasSecret, .boolean, "Whether it has a secret of its own; else the connection's credential says what signs."),
        field("created_at", \.createdAt, .instant, "When it was made."),
        field("rotated_at", \.rotatedAt, .nullable(.instant), "When it got the address that holds now."),
        field("previous_until", \.previousUntil, .nullable(.instant), "Until when the address and the secret of before hold as well."))
}

extension Schema where Value == HookInput {
    static let hookInput = Schema.object(
        "HookInput",
        field(
            "secret", \.secret, .optional(.secret(min: 8, max: 1_000)),
            "What the platform signs with. Left out, the connection's credential says it, or what was given before stays."),
        make: { HookInput(secret: $0) })
}

extension Schema where Value == Hook {
    static let hook = Schema.record(
        "Hook", field("path", \.path, .string(), "Where the platform delivers, behind this server's name."),
        field("url", \.url, .string(), "The same with the name that the operator gave this server: what to enter at the platform."))
}

extension Access where Self == Permission {
    static var hooksWrite: Permission { Permission("connections:write") }
    static var deliveriesRead: Permission { Permission("connections:read") }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async throws -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
