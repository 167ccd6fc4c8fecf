import Core
import Postgres

/// A connection's hook, with how many deliveries of the last seven days came to which end.
struct HookRow: Sendable {
    let hasSecret: Bool
    /// When it got the address that holds now.
    let since: Instant
    /// Until when the address of before holds as well.
    let previousUntil: Instant?
    let queued: Int64
    let done: Int64
    let ignored: Int64
    let dead: Int64

    init(_ row: Row) throws {
        (hasSecret, since, previousUntil, queued, done, ignored, dead) = try row.decode(
            Bool.self, Instant.self, Instant?.self, Int64.self, Int64.self, Int64.self, Int64.self)
    }

    static func query(_ tenant: TenantID, _ connection: ConnectionID) -> Query {
        """
        SELECT h.secret_sealed IS NOT NULL, COALESCE(h.rotated_at, h.created_at), CASE WHEN h.previous_until > now() THEN h.previous_until END,
          r.queued, r.done, r.ignored, r.dead
        FROM ingest.hooks h
        LEFT JOIN LATERAL (
          SELECT
            count(*) FILTER (WHERE d.state = 'queued') AS queued, count(*) FILTER (WHERE d.state = 'done') AS done,
            count(*) FILTER (WHERE d.state = 'ignored') AS ignored, count(*) FILTER (WHERE d.state = 'dead') AS dead
          FROM ingest.deliveries d
          WHERE d.tenant_id = h.tenant_id
            AND d.connection_id = h.connection_id
            AND d.received_at > now() - interval '7 days') r ON true
        WHERE h.tenant_id = \(tenant)
          AND h.connection_id = \(connection)
        """
    }
}

/// What a platform delivered.
struct DeliveryRow: Sendable {
    let topic: String?
    let state: String
    let receivedAt: Instant
    let rowsWritten: Int64
    let error: JSON?

    init(_ row: Row) throws {
        (topic, state, receivedAt, rowsWritten, error) = try row.decode(String?.self, String.self, Instant.self, Int64.self, JSON?.self)
    }

    /// The newest ones.
    static func query(_ tenant: TenantID, _ connection: ConnectionID) -> Query {
        """
        SELECT topic, state, received_at, rows_written, error
        FROM ingest.deliveries
        WHERE tenant_id = \(tenant)
          AND connection_id = \(connection)
        ORDER BY received_at DESC, id DESC
        LIMIT \(ConsoleStore.mostDeliveries)
        """
    }
}
