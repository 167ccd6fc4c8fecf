import ConnectorHost
import Core
import Postgres
import Web

/// HTTP of what a connection can be made to do.
struct ConnectionActionRoutes {
    let database: Database
    let connectors: Connectors
    let syncing: ConnectionSyncing

    var endpoints: [Endpoint] { [check, sync, backfill, pause, resume, reset] }

    private var check: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/check", permission: .connectionsWrite, summary: "Ask the platform whether a connection works",
            tag: "Connections", path: .id("id", ConnectionID.self), output: .json(.checkResult),
            options: .standard.with { $0.deadline = .seconds(60) }
        ) { [database, syncing] call in
            try await Self.require(call.path, call.tenant, database)
            let result = try await syncing.check(call.tenant, call.path)
            call.audit("connections.check", resource: "connection", id: call.path.description, outcome: result.isConnected ? .success : .failure)
            return result
        }
    }

    private var sync: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/sync", permission: .syncsRun, summary: "Read a connection now", tag: "Connections",
            path: .id("id", ConnectionID.self), body: .json(.syncInput), output: .json(.queuedSync), status: 202
        ) { [database, syncing] call in
            try Self.requireActive(try await Self.require(call.path, call.tenant, database))
            let id = try await syncing.request(call.tenant, call.path, call.body.mode, nil, nil, call.principal.user)
            call.setHeader("Location", "/api/v1/syncs/\(id)")
            call.audit("connections.sync", resource: "connection", id: call.path.description, changes: ["mode": .string(call.body.mode.rawValue)])
            return QueuedSync(id: id)
        }
    }

    private var backfill: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/backfill", permission: .syncsRun, summary: "Read earlier days of a connection", tag: "Connections",
            path: .id("id", ConnectionID.self), body: .json(.backfillInput), output: .json(.queuedSync), status: 202
        ) { [database, connectors, syncing] call in
            let connection = try await Self.require(call.path, call.tenant, database)
            try Self.requireActive(connection)
            let streams = connectors.newest(connection.connector)?.streams ?? []
            guard streams.contains(where: { $0.modes.contains(.backfill) }) else {
                throw Problem.conflict("no_backfill", "No stream of this connector can be read for a range of days.")
            }
            let days = call.body.days
            let id = try await syncing.request(call.tenant, call.path, .backfill, days.first, days.last, call.principal.user)
            call.setHeader("Location", "/api/v1/syncs/\(id)")
            call.audit(
                "connections.backfill", resource: "connection", id: call.path.description,
                changes: ["since": .string(days.first.description), "until": .string(days.last.description)])
            return QueuedSync(id: id)
        }
    }

    private var pause: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/pause", permission: .connectionsWrite, summary: "Stop a connection for now", tag: "Connections",
            path: .id("id", ConnectionID.self), output: .json(.connection)
        ) { [database] call in
            let connection = try await Self.move(call.path, call.tenant, database) { standing in
                standing.state == .paused ? nil : (.paused, "Paused by hand.")
            }
            call.audit("connections.pause", resource: "connection", id: call.path.description)
            return connection
        }
    }

    private var resume: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/resume", permission: .connectionsWrite, summary: "Let a connection run again", tag: "Connections",
            path: .id("id", ConnectionID.self), output: .json(.connection)
        ) { [database, connectors] call in
            let connection = try await Self.move(call.path, call.tenant, database) { standing in
                guard let connector = connectors.newest(standing.connector) else { throw ConnectionEditor.connectorMissing(standing.connector) }
                guard standing.hasCredential || !connector.needsCredential else {
                    throw Problem.conflict("credential_missing", "This connection has no credential. Give it one first.")
                }
                return standing.state == .active ? nil : (.active, nil)
            }
            call.audit("connections.resume", resource: "connection", id: call.path.description)
            return connection
        }
    }

    private var reset: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/reset", permission: .connectionsWrite, summary: "Read streams from their beginning next time",
            tag: "Connections", path: .id("id", ConnectionID.self), body: .json(.resetInput), output: .nothing
        ) { [database, connectors, syncing] call in
            let connection = try await Self.require(call.path, call.tenant, database)
            let streams = connectors.newest(connection.connector)?.streams.map(\.name) ?? []
            if let stream = call.body.stream, !streams.contains(stream) {
                let detail = "This connection has no such stream. It has \(streams.joined(separator: ", "))."
                throw Problem.invalid([.init(pointer: "/stream", code: "unknown_stream", detail: detail)])
            }
            try await syncing.resetStreams(call.tenant, call.path, call.body.stream)
            call.audit(
                "connections.reset", resource: "connection", id: call.path.description,
                changes: ["stream": call.body.stream.map { .string($0) } ?? .null])
        }
    }

    /// The connection, before anything is asked of others: what is not there and what is another tenant's end here alike.
    @discardableResult
    private static func require(_ id: ConnectionID, _ tenant: TenantID, _ database: Database) async throws -> Connection {
        guard let row = try await database.once(tenant, ConnectionStore.one(tenant, id)).first else { throw Problem.notFound }
        return try ConnectionStore.connection(row)
    }

    private static func requireActive(_ connection: Connection) throws {
        guard connection.state != .active else { return }
        let why = connection.stateReason.map { " \($0)" } ?? ""
        throw Problem.conflict("connection_not_active", "This connection is in the state \(connection.state.rawValue).\(why) Resume it first.")
    }

    /// Moves a connection to the state that `next` chooses; `nil` leaves it as it is.
    private static func move(
        _ id: ConnectionID, _ tenant: TenantID, _ database: Database, _ next: @Sendable (Connection) throws -> (ConnectionState, reason: String?)?
    ) async throws -> Connection {
        try await database.inTenant(tenant) { tx in
            guard let standing = try await ConnectionStore.lock(id, tx) else { throw Problem.notFound }
            guard let next = try next(standing) else { return standing }
            var edit = ConnectionEdit()
            edit.set(state: next.0, reason: next.reason)
            try await ConnectionStore.update(id, edit, tx)
            guard let moved = try await ConnectionStore.find(id, tx) else { throw Problem.notFound }
            return moved
        }
    }
}
