import Core
import Postgres

/// Refunds of orders.
enum RefundMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_refunds (
          ordinal int, id uuid, external_id text, order_id uuid, amount_micros bigint, currency text, refunded_at timestamptz, day date
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_refunds (
          ordinal, id, external_id, order_id, amount_micros, currency, refunded_at, day
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO commerce.refunds AS t (
          tenant_id, id, external_id, order_id, amount_micros, currency, refunded_at, day)
        SELECT \(scope.tenant), s.id, s.external_id, s.order_id, s.amount_micros, s.currency, s.refunded_at, s.day
        FROM (SELECT DISTINCT ON (id) * FROM staged_refunds ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, order_id = EXCLUDED.order_id, amount_micros = EXCLUDED.amount_micros,
          currency = EXCLUDED.currency, refunded_at = EXCLUDED.refunded_at, day = EXCLUDED.day, is_deleted = false
        WHERE (t.external_id, t.order_id, t.amount_micros, t.currency, t.refunded_at, t.day, t.is_deleted)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.order_id, EXCLUDED.amount_micros, EXCLUDED.currency, EXCLUDED.refunded_at, EXCLUDED.day, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE commerce.refunds
        SET is_deleted = true
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
