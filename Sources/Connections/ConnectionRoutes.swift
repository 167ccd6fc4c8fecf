import Core
import Postgres
import Web

/// What part of the connections a list shows.
struct ConnectionFilter: Sendable, Hashable {
    var connector: String?
    var state: ConnectionState?

    static let parameters: Parameters<(PageRequest, ConnectionFilter)> = .page(
        parameter("connector", .optional(.string(min: 1, max: 64)), "Only connections of this connector."),
        parameter("state", .optional(.enumeration()), "Only connections in this state."),
        make: { ConnectionFilter(connector: $0, state: $1) })
}

/// HTTP of connections: see, make, change, remove.
struct ConnectionRoutes {
    let database: Database
    let editor: ConnectionEditor

    var endpoints: [Endpoint] { [list, one, create, change, remove] }

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/connections", permission: .connectionsRead, summary: "List connections", tag: "Connections",
            query: ConnectionFilter.parameters, output: .page(of: .connection)
        ) { [database] call in
            let (page, filter) = call.query
            let rows = try await database.once(call.tenant, ConnectionStore.page(call.tenant, filter, page))
            let connections = try rows.map { try ConnectionStore.connection($0) }
            return Listing(Page(reading: connections, limit: page.limit) { ["id": .string($0.id.description)] })
        }
    }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/connections/{id}", permission: .connectionsRead, summary: "Read one connection", tag: "Connections",
            path: .id("id", ConnectionID.self), output: .json(.connection)
        ) { [database] call in
            let rows = try await database.once(call.tenant, ConnectionStore.one(call.tenant, call.path))
            guard let row = rows.first else { throw Problem.notFound }
            return try ConnectionStore.connection(row)
        }
    }

    private var create: Endpoint {
        Endpoint(
            .post, "/api/v1/connections", permission: .connectionsWrite, summary: "Connect a platform", tag: "Connections",
            body: .json(.connectionInput), output: .json(.connection), status: 201
        ) { [editor] call in
            let made = try await editor.make(call.body, tenant: call.tenant, by: call.principal.user)
            call.setHeader("Location", "/api/v1/connections/\(made.id)")
            call.audit(
                "connections.create", resource: "connection", id: made.id.description,
                changes: ["connector": .string(made.connector), "name": .string(made.name)])
            return made
        }
    }

    private var change: Endpoint {
        Endpoint(
            .patch, "/api/v1/connections/{id}", permission: .connectionsWrite, summary: "Change a connection", tag: "Connections",
            path: .id("id", ConnectionID.self), body: .json(.connectionChanges), output: .json(.connection)
        ) { [editor] call in
            let changed = try await editor.change(call.path, call.body, tenant: call.tenant)
            call.audit(
                "connections.change", resource: "connection", id: call.path.description,
                changes: ["members": .array(call.body.names.map { .string($0) })])
            return changed
        }
    }

    private var remove: Endpoint {
        Endpoint(
            .delete, "/api/v1/connections/{id}", permission: .connectionsWrite, summary: "Remove a connection", tag: "Connections",
            path: .id("id", ConnectionID.self),
            query: .fields(parameter("erase", Schema<Bool>.boolean.defaulting(to: false), "Also remove what it brought.")), output: .nothing,
            options: .standard.with { $0.deadline = .seconds(120) }
        ) { [editor] call in
            try await editor.remove(call.path, erasing: call.query, tenant: call.tenant)
            call.audit("connections.remove", resource: "connection", id: call.path.description, changes: ["erased": .bool(call.query)])
        }
    }
}
