import ConnectorHost
import Core
import Postgres
import Web

/// HTTP of what is on record about a connection: its streams and its syncs.
struct ConnectionRecordRoutes {
    let database: Database
    let connectors: Connectors

    var endpoints: [Endpoint] { [streams, syncs] }

    private var streams: Endpoint {
        Endpoint(
            .get, "/api/v1/connections/{id}/streams", permission: .connectionsRead, summary: "List how far a connection's streams are read",
            tag: "Connections", path: .id("id", ConnectionID.self), output: .page(of: .streamProgress)
        ) { [database, connectors] call in
            let (connection, rows) = try await Self.read(database, call.tenant, call.path, RecordStore.streams(call.tenant, call.path))
            let offered = connectors.newest(connection.connector)?.streams ?? []
            return Listing(Page(items: try RecordStore.progress(rows, offered), next: nil))
        }
    }

    private var syncs: Endpoint {
        Endpoint(
            .get, "/api/v1/connections/{id}/syncs", permission: .connectionsRead, summary: "List a connection's syncs, newest first",
            tag: "Connections", path: .id("id", ConnectionID.self), query: .page(), output: .page(of: .syncRecord)
        ) { [database] call in
            let (_, rows) = try await Self.read(database, call.tenant, call.path, RecordStore.syncs(call.tenant, call.path, call.query))
            let syncs = try rows.map { try RecordStore.sync($0) }
            return Listing(
                Page(reading: syncs, limit: call.query.limit) {
                    ["at": .string($0.requestedAt.description), "id": .string($0.id.description)]
                })
        }
    }

    /// The connection and rows that belong to it, in one round trip.
    private static func read(
        _ database: Database, _ tenant: TenantID, _ id: ConnectionID, _ query: Query
    ) async throws -> (Connection, Rows) {
        try await database.inTenant(tenant, .readOnly) { tx in
            let results = try await tx.pipeline([ConnectionStore.one(tx.tenant, id), query])
            guard let row = results[0].first else { throw Problem.notFound }
            return (try ConnectionStore.connection(row), results[1])
        }
    }
}
