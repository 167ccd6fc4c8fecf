import Core
import Postgres

/// Lines of orders.
enum OrderLineMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_order_lines (
          ordinal int, id uuid, external_id text, order_id uuid, product_external_id text, variant_external_id text, sku text, title text,
          quantity bigint, unit_micros bigint, total_micros bigint, currency text
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_order_lines (
          ordinal, id, external_id, order_id, product_external_id, variant_external_id, sku, title, quantity, unit_micros, total_micros,
          currency
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO commerce.order_lines AS t (
          tenant_id, id, external_id, order_id, product_external_id, variant_external_id, sku, title, quantity, unit_micros, total_micros,
          currency)
        SELECT \(scope.tenant), s.id, s.external_id, s.order_id, s.product_external_id, s.variant_external_id, s.sku, s.title, s.quantity,
          s.unit_micros, s.total_micros, s.currency
        FROM (SELECT DISTINCT ON (id) * FROM staged_order_lines ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, order_id = EXCLUDED.order_id, product_external_id = EXCLUDED.product_external_id,
          variant_external_id = EXCLUDED.variant_external_id, sku = EXCLUDED.sku, title = EXCLUDED.title, quantity = EXCLUDED.quantity,
          unit_micros = EXCLUDED.unit_micros, total_micros = EXCLUDED.total_micros, currency = EXCLUDED.currency, is_deleted = false
        WHERE (t.external_id, t.order_id, t.product_external_id, t.variant_external_id, t.sku, t.title, t.quantity, t.unit_micros,
          t.total_micros, t.currency, t.is_deleted)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.order_id, EXCLUDED.product_external_id, EXCLUDED.variant_external_id, EXCLUDED.sku,
          EXCLUDED.title, EXCLUDED.quantity, EXCLUDED.unit_micros, EXCLUDED.total_micros, EXCLUDED.currency, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE commerce.order_lines
        SET is_deleted = true
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
