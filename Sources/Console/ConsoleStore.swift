import Core
import Postgres

/// What the pages read of connections.
struct ConsoleStore: Sendable {
    static let mostSyncs = 20
    static let mostRejects = 100
    static let mostConnections = 500
    static let mostDeliveries = 10

    let database: Database

    /// The tenant's name and its connections, by name.
    func connections(_ tenant: TenantID) async throws -> (tenantName: String, [ConnectionRow]) {
        try await database.inTenant(tenant, .readOnly) { tx in
            let answers = try await tx.pipeline([
                Self.tenantName(tenant), "\(Self.connection) WHERE c.tenant_id = \(tenant) ORDER BY c.name LIMIT \(Self.mostConnections)",
            ])
            return (try Self.name(answers[0]), try answers[1].map { try ConnectionRow($0) })
        }
    }

    /// Everything of one connection's page; `nil` where the tenant has no such connection.
    func connection(_ id: ConnectionID, _ tenant: TenantID) async throws -> ConnectionDetail? {
        try await database.inTenant(tenant, .readOnly) { tx in
            let answers = try await tx.pipeline([
                Self.tenantName(tenant), "\(Self.connection) WHERE c.tenant_id = \(tenant) AND c.id = \(id)", Self.streams(tenant, id),
                "\(Self.sync) WHERE s.tenant_id = \(tenant) AND s.connection_id = \(id) ORDER BY s.requested_at DESC, s.id DESC LIMIT \(Self.mostSyncs)",
                Self.rejects(tenant, id), HookRow.query(tenant, id), DeliveryRow.query(tenant, id),
            ])
            guard let connection = try answers[1].map({ try ConnectionRow($0) }).first else { return nil }
            return ConnectionDetail(
                tenantName: try Self.name(answers[0]), connection: connection, streams: try answers[2].map { try StreamRow($0) },
                syncs: try answers[3].map { try SyncRow($0, from: 0) }.compactMap(\.self), rejects: try answers[4].map { try RejectRow($0) },
                hook: try answers[5].map { try HookRow($0) }.first, deliveries: try answers[6].map { try DeliveryRow($0) })
        }
    }

    private static func name(_ rows: Rows) throws -> String { try rows.map { try $0.decode(String.self) }.first ?? "" }

    private static func tenantName(_ tenant: TenantID) -> Query { "SELECT name FROM core.tenants WHERE id = \(tenant)" }

    private static let syncColumns: Query = """
        s.id, s.state, s.mode, s.cause, s.requested_at, s.started_at, s.finished_at, s.parked_until, s.rows_read, s.rows_written, s.rows_rejected,
        s.error, r.stream, r.rows_read, r.estimate
        """

    /// The stream that a running sync reads now, for its progress.
    private static let runningStream: Query = """
        LEFT JOIN LATERAL (
          SELECT p.stream, p.rows_read, p.estimate
          FROM ingest.sync_streams p
          WHERE p.tenant_id = s.tenant_id
            AND p.sync_id = s.id
            AND p.state = 'running'
          ORDER BY p.ordinal
          LIMIT 1) r ON true
        """

    private static let sync: Query = "SELECT \(syncColumns) FROM ingest.syncs s \(runningStream)"

    private static let connection: Query = """
        SELECT c.id, c.name, c.connector, c.state, c.state_reason, c.schedule_seconds, c.next_sync_at, f.at, \(syncColumns)
        FROM ingest.connections c
        LEFT JOIN LATERAL (
          SELECT l.*
          FROM ingest.syncs l
          WHERE l.tenant_id = c.tenant_id
            AND l.connection_id = c.id
          ORDER BY l.requested_at DESC, l.id DESC
          LIMIT 1) s ON true
        \(runningStream)
        LEFT JOIN LATERAL (
          SELECT max(g.finished_at) AS at
          FROM ingest.syncs g
          WHERE g.tenant_id = c.tenant_id
            AND g.connection_id = c.id
            AND g.state = 'completed') f ON true
        """

    private static func streams(_ tenant: TenantID, _ id: ConnectionID) -> Query {
        """
        SELECT name, cursor IS NOT NULL, rows_stored, checkpoint_at, completed_at
        FROM ingest.streams
        WHERE tenant_id = \(tenant)
          AND connection_id = \(id)
        ORDER BY name
        """
    }

    private static func rejects(_ tenant: TenantID, _ id: ConnectionID) -> Query {
        """
        SELECT stream, line, field, reason
        FROM ingest.rejects
        WHERE tenant_id = \(tenant)
          AND sync_id = (
            SELECT id
            FROM ingest.syncs
            WHERE tenant_id = \(tenant)
              AND connection_id = \(id)
            ORDER BY requested_at DESC, id DESC
            LIMIT 1)
        ORDER BY sequence
        LIMIT \(mostRejects)
        """
    }
}
