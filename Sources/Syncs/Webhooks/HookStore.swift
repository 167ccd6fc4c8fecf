import Core
import Postgres
import Sealing

/// A hook that a token opens.
struct OpenHook: Sendable {
    let connection: ConnectionID
    let connector: String
    /// The hook's own secrets, sealed, the newest first; empty where the connection's credential says it.
    let sealedSecrets: [[UInt8]]
}

/// The rows of hooks.
enum HookStore {
    /// How long the token and the secret of before a rotation still hold: time to tell the platform.
    static let grace = Duration.seconds(86_400)

    /// The hook that a token opens, of an active tenant; `nil` for one that opens nothing.
    static func find(_ connection: ConnectionID, _ hash: [UInt8], _ tx: borrowing TenantTransaction) async throws -> OpenHook? {
        let row = try await tx.first(
            """
            SELECT c.connector, h.secret_sealed, CASE WHEN h.previous_until > now() THEN h.previous_secret_sealed END
            FROM ingest.hooks h
            JOIN ingest.connections c ON c.tenant_id = h.tenant_id AND c.id = h.connection_id
            JOIN core.tenants t ON t.id = h.tenant_id AND t.state = 'active'
            WHERE h.tenant_id = \(tx.tenant)
              AND h.connection_id = \(connection)
              AND (h.token_hash = \(hash) OR (h.previous_hash = \(hash) AND h.previous_until > now()))
            """)
        guard let (connector, secret, previous) = try row?.decode(String.self, [UInt8]?.self, [UInt8]?.self) else { return nil }
        return OpenHook(connection: connection, connector: connector, sealedSecrets: [secret, previous].compactMap(\.self))
    }

    /// What is shown of a connection's hook.
    static func state(_ tenant: TenantID, _ connection: ConnectionID) -> Query {
        """
        SELECT has_secret, created_at, rotated_at, previous_until, last_delivery_at, queued, done, ignored, dead
        FROM ingest.hook_states
        WHERE tenant_id = \(tenant)
          AND connection_id = \(connection)
        """
    }

    /// The connector of a connection.
    /// - Throws: `Problem.notFound`.
    static func connector(_ connection: ConnectionID, _ tx: borrowing TenantTransaction) async throws -> String {
        let row = try await tx.first(
            """
            SELECT connector
            FROM ingest.connections
            WHERE tenant_id = \(tx.tenant)
              AND id = \(connection)
            FOR UPDATE
            """)
        guard let row else { throw Problem.notFound }
        return try row.value(at: 0)
    }

    /// Makes a connection's hook, or gives it a new token; a secret that is not given stays.
    static func put(_ connection: ConnectionID, hash: [UInt8], secret: [UInt8]?, _ tx: borrowing TenantTransaction) async throws {
        try await tx.execute(
            """
            INSERT INTO ingest.hooks AS h (tenant_id, connection_id, token_hash, secret_sealed)
            VALUES (\(tx.tenant), \(connection), \(hash), \(secret))
            ON CONFLICT (tenant_id, connection_id) DO UPDATE
            SET
              token_hash = EXCLUDED.token_hash,
              secret_sealed = COALESCE(EXCLUDED.secret_sealed, h.secret_sealed),
              previous_hash = h.token_hash,
              previous_secret_sealed = h.secret_sealed,
              previous_until = now() + make_interval(secs => \(Int(grace.components.seconds))),
              rotated_at = now()
            """)
    }

    /// Takes a connection's hook away; `false` when it had none.
    static func remove(_ connection: ConnectionID, _ tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.execute("DELETE FROM ingest.hooks WHERE tenant_id = \(tx.tenant) AND connection_id = \(connection)") > 0
    }

    /// Where a hook's secrets stand sealed.
    static func place(_ connection: ConnectionID) -> FieldPlace { FieldPlace(table: "ingest.hooks", column: "secret", row: connection) }
}
