import Core
import Postgres

/// The SQL of connections.
enum ConnectionStore {
    private static let select: Query = """
        SELECT c.id, c.connector, c.name, c.config, c.credential_sealed IS NOT NULL, c.state, c.state_reason, c.schedule_seconds, c.next_sync_at,
          c.declared, c.created_by, c.created_at, c.updated_at, s.id, s.state, s.requested_at, s.finished_at, h.created_at, d.received_at, d.state
        FROM ingest.connections c
        LEFT JOIN LATERAL (
          SELECT l.id, l.state, l.requested_at, l.finished_at
          FROM ingest.syncs l
          WHERE l.tenant_id = c.tenant_id
            AND l.connection_id = c.id
          ORDER BY l.requested_at DESC, l.id DESC
          LIMIT 1) s ON true
        LEFT JOIN ingest.hooks h ON h.tenant_id = c.tenant_id AND h.connection_id = c.id
        LEFT JOIN LATERAL (
          SELECT l.received_at, l.state
          FROM ingest.deliveries l
          WHERE l.tenant_id = h.tenant_id
            AND l.connection_id = h.connection_id
          ORDER BY l.received_at DESC, l.id DESC
          LIMIT 1) d ON true
        """

    static func one(_ tenant: TenantID, _ id: ConnectionID) -> Query {
        "\(select) WHERE c.tenant_id = \(tenant) AND c.id = \(id)"
    }

    /// One row more than asked for, so that the last page is known; oldest first.
    static func page(_ tenant: TenantID, _ filter: ConnectionFilter, _ page: PageRequest) -> Query {
        var conditions: Query = ""
        if let connector = filter.connector { conditions = "\(conditions) AND c.connector = \(connector)" }
        if let state = filter.state { conditions = "\(conditions) AND c.state = \(state.rawValue)" }
        if let after = page.after?["id"]?.string.flatMap({ ConnectionID($0) }) { conditions = "\(conditions) AND c.id > \(after)" }
        return "\(select) WHERE c.tenant_id = \(tenant)\(conditions) ORDER BY c.id LIMIT \(page.limit + 1)"
    }

    /// The connection, held until the transaction ends.
    static func lock(_ id: ConnectionID, _ tx: borrowing TenantTransaction) async throws -> Connection? {
        try await tx.first("\(one(tx.tenant, id)) FOR UPDATE OF c").map { try connection($0) }
    }

    static func find(_ id: ConnectionID, _ tx: borrowing TenantTransaction) async throws -> Connection? {
        try await tx.first(one(tx.tenant, id)).map { try connection($0) }
    }

    static func sealedCredential(_ tenant: TenantID, _ id: ConnectionID) -> Query {
        """
        SELECT credential_sealed, connector
        FROM ingest.connections
        WHERE tenant_id = \(tenant)
          AND id = \(id)
        """
    }

    /// What a token is renewed with, held until the transaction ends. Rows that refer to the connection can still be stored meanwhile.
    static func holdCredential(
        _ id: ConnectionID, _ tx: borrowing TenantTransaction
    ) async throws -> (connector: String, config: JSON, sealed: [UInt8]?)? {
        let row = try await tx.first(
            """
            SELECT connector, config, credential_sealed
            FROM ingest.connections
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
            FOR NO KEY UPDATE
            """)
        guard let (connector, config, sealed) = try row?.decode(String.self, JSON.self, [UInt8]?.self) else { return nil }
        return (connector, config, sealed)
    }

    /// Whether it was added: not where the name is taken. It is due at once.
    static func insert(_ new: NewConnection, _ tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.execute(
            """
            INSERT INTO ingest.connections (
              tenant_id, id, connector, name, config, credential_sealed, state, state_reason, schedule_seconds, next_sync_at, declared, created_by)
            VALUES (
              \(tx.tenant), \(new.id), \(new.connector), \(new.name), \(new.config), \(new.sealed), \(new.state.rawValue), \(new.reason),
              \(new.schedule?.seconds), now(), \(new.isDeclared), \(new.createdBy))
            ON CONFLICT (tenant_id, name) DO NOTHING
            """) > 0
    }

    /// Writes what an edit names.
    static func update(_ id: ConnectionID, _ edit: ConnectionEdit, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            UPDATE ingest.connections
            SET \(edit.assignments)updated_at = now()
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
            """)
    }

    static func remove(_ id: ConnectionID, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            DELETE FROM ingest.connections
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
            """)
    }

    static func isComplete(_ upload: UploadID, _ tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.first(
            """
            SELECT 1
            FROM ingest.uploads
            WHERE tenant_id = \(tx.tenant)
              AND id = \(upload)
              AND complete
            """) != nil
    }

    /// How many connections there are and may be. The tenant's row is held, so that two that come at once do not both take the last place.
    static func usage(_ tx: borrowing TenantTransaction) async throws -> (count: Int, most: Int) {
        let limit = try await tx.first("SELECT (quotas ->> 'connections')::int FROM core.tenants WHERE id = \(tx.tenant) FOR NO KEY UPDATE")
        let count = try await tx.first("SELECT count(*) FROM ingest.connections WHERE tenant_id = \(tx.tenant)")
        let most = try limit?.value(at: 0, as: Int?.self)
        return (try count?.value(at: 0, as: Int.self) ?? 0, (most ?? nil) ?? .max)
    }

    static func connection(_ row: Row) throws -> Connection {
        let values = try row.decode(
            ConnectionID.self, String.self, String.self, JSON.self, Bool.self, String.self, String?.self, Int?.self, Instant?.self, Bool.self,
            UserID?.self,
            Instant.self, Instant.self, SyncID?.self, String?.self, Instant?.self, Instant?.self, Instant?.self, Instant?.self, String?.self)
        guard let state = ConnectionState(rawValue: values.5) else { throw PostgresError(.decoding, "a connection has an unknown state") }
        var lastSync: Connection.LastSync?
        if let id = values.13, let state = values.14, let requestedAt = values.15 {
            lastSync = Connection.LastSync(id: id, state: state, requestedAt: requestedAt, finishedAt: values.16)
        }
        return Connection(
            id: values.0, connector: values.1, name: values.2, config: values.3, hasCredential: values.4, state: state, stateReason: values.6,
            schedule: values.7.flatMap { Schedule(seconds: $0) }, nextSyncAt: values.8, isDeclared: values.9, createdBy: values.10,
            createdAt: values.11,
            updatedAt: values.12, lastSync: lastSync,
            hook: values.17.map { Connection.Hook(createdAt: $0, lastDeliveryAt: values.18, lastDeliveryState: values.19) })
    }
}

/// A connection to be added.
struct NewConnection: Sendable {
    let id: ConnectionID
    let connector: String
    let name: String
    let config: JSON
    let sealed: [UInt8]?
    let state: ConnectionState
    let reason: String?
    let schedule: Schedule?
    let isDeclared: Bool
    let createdBy: UserID?
}
