import Core
import Postgres
import Web

/// HTTP of a connection's hook.
struct HookRoutes {
    let database: Database
    let making: HookMaking

    var endpoints: [Endpoint] { [one, put, remove] }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/connections/{id}/hook", permission: .deliveriesRead, summary: "Read whether a connection has a hook", tag: "Webhooks",
            path: .id("id", ConnectionID.self), output: .json(.hookState),
            options: .standard.with { $0.about = "Its address is shown once, when it is made: who has lost it makes a new one." }
        ) { [database, making] call in
            let rows = try await database.once(call.tenant, HookStore.state(call.tenant, call.path))
            guard let row = rows.first else { throw Problem.notFound }
            return try HookState(row, address: making.shownAddress(call.tenant, call.path))
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
        ) { [making] call in
            let hook = try await making.make(call.tenant, call.path, secret: call.body.secret)
            call.audit("connections.hook", resource: "connection", id: call.path.description)
            return hook
        }
    }

    private var remove: Endpoint {
        Endpoint(
            .delete, "/api/v1/connections/{id}/hook", permission: .hooksWrite, summary: "Take a connection's hook away", tag: "Webhooks",
            path: .id("id", ConnectionID.self), output: .nothing
        ) { [database] call in
            let isGone = try await database.inTenant(call.tenant) { tx in try await HookStore.remove(call.path, tx) }
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
    let address: String
    let hasSecret: Bool
    let createdAt: Instant
    let rotatedAt: Instant?
    let previousUntil: Instant?
    let lastDeliveryAt: Instant?
    let recent: Recent

    /// Deliveries of the last seven days by what became of them.
    struct Recent: Sendable {
        let queued: Int64
        let done: Int64
        let ignored: Int64
        let dead: Int64
    }

    init(_ row: Row, address: String) throws {
        self.address = address
        let values = try row.decode(
            Bool.self, Instant.self, Instant?.self, Instant?.self, Instant?.self, Int64.self, Int64.self, Int64.self, Int64.self)
        (hasSecret, createdAt, rotatedAt, previousUntil, lastDeliveryAt) = (values.0, values.1, values.2, values.3, values.4)
        recent = Recent(queued: values.5, done: values.6, ignored: values.7, dead: values.8)
    }
}

extension Schema where Value == HookState {
    static let hookState = Schema.record(
        "HookState",
        field("address", \.address, .string(), "Where the platform delivers, without the secret end: that is shown once, when the hook is made."),
        field("has_secret", \.hasSecret, .boolean, "Whether it has a secret of its own; else the connection's credential says what signs."),
        field("created_at", \.createdAt, .instant, "When it was made."),
        field("rotated_at", \.rotatedAt, .nullable(.instant), "When it got the address that holds now."),
        field("previous_until", \.previousUntil, .nullable(.instant), "Until when the address and the secret of before hold as well."),
        field("last_delivery_at", \.lastDeliveryAt, .nullable(.instant), "When something last arrived that was signed as it should."),
        field("recent_queued", \.recent.queued, .integer(), "Deliveries of the last seven days that wait."),
        field("recent_done", \.recent.done, .integer(), "Deliveries of the last seven days whose rows are stored."),
        field("recent_ignored", \.recent.ignored, .integer(), "Deliveries of the last seven days with nothing that is kept."),
        field("recent_dead", \.recent.dead, .integer(), "Deliveries of the last seven days that were given up."))
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
