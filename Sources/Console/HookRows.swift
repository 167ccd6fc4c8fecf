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
        SELECT has_secret, COALESCE(rotated_at, created_at), previous_until, queued, done, ignored, dead
        FROM ingest.hook_states
        WHERE tenant_id = \(tenant)
          AND connection_id = \(connection)
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
