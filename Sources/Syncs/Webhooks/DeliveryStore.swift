import Core
import Jobs
import Postgres

/// The rows of deliveries.
enum DeliveryStore {
    /// For so long the same delivery is not taken again: far beyond the three days for which platforms try.
    static let kept = Duration.seconds(90 * 86_400)
    /// For so long a dead delivery can be tried again.
    static let bodyKept = Duration.seconds(30 * 86_400)
    /// Attempts of a delivery's job.
    static let mostAttempts = 8

    /// Stores a delivery and queues its job in one transaction; the unique digest makes one of many that come at once. One that is here already has no
    /// second effect: platforms send again what they saw no answer to, some with a newer signature, some with the very same bytes.
    /// - Parameter sealed: the body, sealed in the place of `id`.
    /// - Returns: whether it is new.
    static func accept(_ delivery: VerifiedDelivery, as id: DeliveryID, sealed: [UInt8], _ tx: borrowing TenantTransaction) async throws -> Bool {
        let row = try await tx.first(
            """
            INSERT INTO ingest.deliveries AS d (
              tenant_id, id, connection_id, digest, scheme, signed_at, topic, headers, body_sealed, size, received_at, expires_at)
            VALUES (
              \(tx.tenant), \(id), \(delivery.connection), \(delivery.digest), \(delivery.scheme), \(delivery.signedAt), \(delivery.topic),
              \(delivery.headers), \(sealed), \(delivery.body.count), \(delivery.receivedAt), \(delivery.receivedAt + kept))
            ON CONFLICT (tenant_id, connection_id, digest) DO UPDATE
            SET signed_at = EXCLUDED.signed_at, repeats = d.repeats + 1
            WHERE d.signed_at < EXCLUDED.signed_at
            RETURNING d.id
            """)
        guard try row?.value(at: 0, as: DeliveryID.self) == id else { return false }
        try await enqueue(id, tx)
        return true
    }

    private static func enqueue(_ id: DeliveryID, _ tx: borrowing TenantTransaction) async throws {
        _ = try await JobQueue.enqueue(
            JobRequest(
                Webhooks.jobKind, input: ["delivery_id": .string(id.description)], maxAttempts: mostAttempts, uniqueKey: id.description), in: tx)
    }

    /// A delivery that waits; `nil` for one that is over.
    static func waiting(_ id: DeliveryID, _ tx: borrowing TenantTransaction) async throws -> WaitingDelivery? {
        let row = try await tx.first(
            """
            SELECT
              d.connection_id, c.connector, c.config, c.state IN ('active', 'reconnect_needed'), d.topic, d.headers, d.body_sealed, d.received_at,
              t.time_zone, t.currency
            FROM ingest.deliveries d
            JOIN ingest.connections c ON c.tenant_id = d.tenant_id AND c.id = d.connection_id
            JOIN core.tenants t ON t.id = d.tenant_id
            WHERE d.tenant_id = \(tx.tenant)
              AND d.id = \(id)
              AND d.state = 'queued'
              AND d.body_sealed IS NOT NULL
            """)
        guard let row else { return nil }
        let found = try row.decode(
            ConnectionID.self, String.self, JSON.self, Bool.self, String?.self, JSON.self, [UInt8].self, Instant.self, String.self, String.self)
        return WaitingDelivery(
            id: id, connection: found.0, connector: found.1, config: found.2, isActive: found.3, topic: found.4, headers: found.5,
            sealedBody: found.6, receivedAt: found.7, timeZone: found.8, currency: found.9)
    }

    /// Holds a delivery for the rest of the transaction; `false` where somebody has ended it meanwhile.
    static func lock(_ id: DeliveryID, _ tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.first("SELECT id FROM ingest.deliveries WHERE tenant_id = \(tx.tenant) AND id = \(id) AND state = 'queued' FOR UPDATE") != nil
    }

    /// Its rows are stored, in this transaction; the body goes.
    static func finish(_ id: DeliveryID, _ rows: DeliveredRows, written: Int64, _ tx: borrowing TenantTransaction) async throws {
        try await tx.execute(
            """
            UPDATE ingest.deliveries
            SET
              state = \(rows.isIgnored ? "ignored" : "done"), attempts = attempts + 1, error = NULL, streams = \(rows.streams),
              rows_read = \(rows.read), rows_written = \(written), rows_rejected = \(rows.rejected), rejects = \(rows.rejects), body_sealed = NULL,
              finished_at = now()
            WHERE tenant_id = \(tx.tenant) AND id = \(id)
            """)
    }

    /// An attempt failed.
    static func fail(_ id: DeliveryID, _ fault: SyncFault, isDead: Bool, _ tx: borrowing TenantTransaction) async throws {
        try await tx.execute(
            """
            UPDATE ingest.deliveries
            SET
              state = CASE WHEN \(isDead) THEN 'dead' ELSE state END, attempts = attempts + 1, error = \(fault.document),
              finished_at = CASE WHEN \(isDead) THEN now() END
            WHERE tenant_id = \(tx.tenant) AND id = \(id) AND state = 'queued'
            """)
    }

    /// Queues a dead delivery once more.
    /// - Throws: `Problem`: 404; 409 `delivery_not_dead`, `delivery_body_gone`.
    static func retry(_ id: DeliveryID, of connection: ConnectionID, _ tx: borrowing TenantTransaction) async throws {
        let row = try await tx.first(
            """
            SELECT state, body_sealed IS NOT NULL
            FROM ingest.deliveries
            WHERE tenant_id = \(tx.tenant) AND id = \(id) AND connection_id = \(connection)
            FOR UPDATE
            """)
        guard let (state, hasBody) = try row?.decode(String.self, Bool.self) else { throw Problem.notFound }
        guard state == "dead" else { throw Problem.conflict("delivery_not_dead", "Only a delivery that was given up can be tried again.") }
        guard hasBody else { throw Problem.conflict("delivery_body_gone", "The body of this delivery is no longer kept.") }
        try await tx.execute(
            """
            UPDATE ingest.deliveries
            SET state = 'queued', finished_at = NULL
            WHERE tenant_id = \(tx.tenant) AND id = \(id)
            """)
        try await enqueue(id, tx)
    }

    /// Gives up what no job works on any more, and removes what is kept no longer. Gives how many rows that were.
    static func sweep(_ tx: borrowing TenantTransaction) async throws -> Int {
        let changes: [Query] = [
            """
            UPDATE ingest.deliveries d
            SET
              state = 'dead', finished_at = now(),
              error = COALESCE(d.error, '{"kind": "transient", "message": "Its job ended before it did.", "stream": null, "detail": null}')
            WHERE d.tenant_id = \(tx.tenant)
              AND d.state = 'queued'
              AND NOT EXISTS (
                SELECT FROM jobs.jobs j
                WHERE j.tenant_id = d.tenant_id
                  AND j.kind = \(Webhooks.jobKind)
                  AND j.unique_key = d.id::text
                  AND j.state IN ('queued', 'running'))
            """,
            """
            UPDATE ingest.deliveries
            SET body_sealed = NULL
            WHERE tenant_id = \(tx.tenant)
              AND body_sealed IS NOT NULL
              AND state = 'dead'
              AND received_at < now() - make_interval(secs => \(Int(bodyKept.components.seconds)))
            """,
            "DELETE FROM ingest.deliveries WHERE tenant_id = \(tx.tenant) AND expires_at < now()",
        ]
        return try await tx.pipeline(changes).reduce(0) { $0 + $1.affected }
    }
}
