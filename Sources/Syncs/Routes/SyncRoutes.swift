import Core
import Postgres
import Web

/// HTTP of syncs.
struct SyncRoutes {
    let database: Database

    var endpoints: [Endpoint] { [list, one, log, cancel] }

    private struct Filter: Sendable {
        let connection: ConnectionID?
        let state: String?
    }

    private static let filter: Parameters<(PageRequest, Filter)> = .page(
        parameter("connection_id", .optional(.id(ConnectionID.self)), "Only syncs of this connection."),
        parameter(
            "state", .optional(.enumeration(["queued", "running", "parked", "completed", "partial", "failed", "cancelled"])),
            "Only syncs in this state."),
        make: { Filter(connection: $0, state: $1) })

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/syncs", permission: .syncsRead, summary: "List syncs, newest first", tag: "Syncs", query: Self.filter,
            output: .page(of: .sync)
        ) { [database] call in
            let (page, filter) = call.query
            let rows = try await database.once(call.tenant, Self.page(call.tenant, filter, page))
            return Listing(
                Page(reading: try rows.map { try SyncRecord($0) }, limit: page.limit) {
                    ["at": .string($0.requestedAt.description), "id": .string($0.id.description)]
                })
        }
    }

    private static func page(_ tenant: TenantID, _ filter: Filter, _ page: PageRequest) -> Query {
        var position: Query = ""
        if let at = page.after?["at"]?.string.flatMap({ Instant($0) }), let id = page.after?["id"]?.string.flatMap({ SyncID($0) }) {
            position = " AND (requested_at, id) < (\(at), \(id))"
        }
        return """
            SELECT \(SyncRecord.columns)
            FROM ingest.syncs
            WHERE tenant_id = \(tenant)
              AND (\(filter.connection)::uuid IS NULL OR connection_id = \(filter.connection)::uuid)
              AND (\(filter.state)::text IS NULL OR state = \(filter.state)::text)\(position)
            ORDER BY requested_at DESC, id DESC
            LIMIT \(page.limit + 1)
            """
    }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/syncs/{id}", permission: .syncsRead, summary: "Read one sync", tag: "Syncs", path: .id("id", SyncID.self),
            output: .json(.syncDetail)
        ) { [database] call in
            let results = try await database.once(
                call.tenant,
                [
                    "SELECT \(SyncRecord.columns) FROM ingest.syncs WHERE tenant_id = \(call.tenant) AND id = \(call.path)",
                    """
                    SELECT COALESCE(jsonb_agg(to_jsonb(s) - 'tenant_id' - 'sync_id' - 'ordinal' ORDER BY s.ordinal), '[]')
                    FROM ingest.sync_streams s
                    WHERE s.tenant_id = \(call.tenant) AND s.sync_id = \(call.path)
                    """,
                    """
                    SELECT COALESCE(jsonb_agg(to_jsonb(r) - 'tenant_id' - 'sync_id' ORDER BY r.sequence), '[]')
                    FROM (
                      SELECT *
                      FROM ingest.rejects
                      WHERE tenant_id = \(call.tenant) AND sync_id = \(call.path)
                      ORDER BY sequence
                      LIMIT 20
                    ) r
                    """,
                ])
            guard let row = results[0].first else { throw Problem.notFound }
            return SyncDetail(
                sync: try SyncRecord(row), streams: try results[1].first?.value(at: 0) ?? [], rejects: try results[2].first?.value(at: 0) ?? [])
        }
    }

    private var log: Endpoint {
        Endpoint(
            .get, "/api/v1/syncs/{id}/log", permission: .syncsRead, summary: "Read a sync's log", tag: "Syncs", path: .id("id", SyncID.self),
            query: .page(), output: .page(of: .syncLogLine)
        ) { [database] call in
            let after = call.query.after?["sequence"]?.integer ?? -1
            let results = try await database.once(
                call.tenant,
                [
                    "SELECT id FROM ingest.syncs WHERE tenant_id = \(call.tenant) AND id = \(call.path)",
                    """
                    SELECT sequence, at, level, stream, message
                    FROM ingest.sync_log
                    WHERE tenant_id = \(call.tenant) AND sync_id = \(call.path) AND sequence > \(after)
                    ORDER BY sequence
                    LIMIT \(call.query.limit + 1)
                    """,
                ])
            guard results[0].first != nil else { throw Problem.notFound }
            let lines = try results[1].decode(Int64.self, Instant.self, String.self, String?.self, String.self).map {
                SyncLogLine(sequence: $0.0, at: $0.1, level: $0.2, stream: $0.3, message: $0.4)
            }
            return Listing(Page(reading: lines, limit: call.query.limit) { ["sequence": .integer($0.sequence)] })
        }
    }

    private var cancel: Endpoint {
        Endpoint(
            .post, "/api/v1/syncs/{id}/cancel", permission: .syncsRun, summary: "Ask a sync to end", tag: "Syncs", path: .id("id", SyncID.self),
            output: .nothing, status: 202
        ) { [database] call in
            try await database.inTenant(call.tenant) { tx in try await SyncStore.cancel(call.path, tx) }
            call.audit("syncs.cancel", resource: "sync", id: call.path.description)
        }
    }
}
