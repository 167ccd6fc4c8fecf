import Core
import Postgres

/// Orders.
enum OrderMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_orders (
          ordinal int, id uuid, external_id text, number text, customer_external_id text, placed_at timestamptz, day date, currency text,
          total_micros bigint, subtotal_micros bigint, discount_micros bigint, tax_micros bigint, shipping_micros bigint,
          refunded_micros bigint, quantity bigint, status text, source text, is_test boolean, cancelled_at timestamptz,
          platform_updated_at timestamptz, extra jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_orders (
          ordinal, id, external_id, number, customer_external_id, placed_at, day, currency, total_micros, subtotal_micros, discount_micros,
          tax_micros, shipping_micros, refunded_micros, quantity, status, source, is_test, cancelled_at, platform_updated_at, extra
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO commerce.orders AS t (
          tenant_id, id, platform, connection_id, external_id, number, customer_external_id, placed_at, day, currency, total_micros,
          subtotal_micros, discount_micros, tax_micros, shipping_micros, refunded_micros, quantity, status, source, is_test, cancelled_at,
          platform_updated_at, extra)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.number, s.customer_external_id, s.placed_at,
          s.day, s.currency, s.total_micros, s.subtotal_micros, s.discount_micros, s.tax_micros, s.shipping_micros, s.refunded_micros,
          s.quantity, s.status, s.source, s.is_test, s.cancelled_at, s.platform_updated_at, s.extra
        FROM \(source(scope)) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, number = EXCLUDED.number, customer_external_id = EXCLUDED.customer_external_id,
          placed_at = EXCLUDED.placed_at, day = EXCLUDED.day, currency = EXCLUDED.currency, total_micros = EXCLUDED.total_micros,
          subtotal_micros = EXCLUDED.subtotal_micros, discount_micros = EXCLUDED.discount_micros, tax_micros = EXCLUDED.tax_micros,
          shipping_micros = EXCLUDED.shipping_micros, refunded_micros = EXCLUDED.refunded_micros, quantity = EXCLUDED.quantity,
          status = EXCLUDED.status, source = EXCLUDED.source, is_test = EXCLUDED.is_test, cancelled_at = EXCLUDED.cancelled_at,
          platform_updated_at = EXCLUDED.platform_updated_at, extra = EXCLUDED.extra, is_deleted = false, stored_at = now()
        WHERE (t.external_id, t.number, t.customer_external_id, t.placed_at, t.day, t.currency, t.total_micros, t.subtotal_micros,
          t.discount_micros, t.tax_micros, t.shipping_micros, t.refunded_micros, t.quantity, t.status, t.source, t.is_test, t.cancelled_at,
          t.platform_updated_at, t.extra, t.is_deleted)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.number, EXCLUDED.customer_external_id, EXCLUDED.placed_at, EXCLUDED.day, EXCLUDED.currency,
          EXCLUDED.total_micros, EXCLUDED.subtotal_micros, EXCLUDED.discount_micros, EXCLUDED.tax_micros, EXCLUDED.shipping_micros,
          EXCLUDED.refunded_micros, EXCLUDED.quantity, EXCLUDED.status, EXCLUDED.source, EXCLUDED.is_test, EXCLUDED.cancelled_at,
          EXCLUDED.platform_updated_at, EXCLUDED.extra, false)
        """
    }

    /// A batch without repetitions is spared the sort.
    private static func source(_ scope: MergeScope) -> Query {
        scope.mayRepeat ? "(SELECT DISTINCT ON (id) * FROM staged_orders ORDER BY id, ordinal DESC)" : "staged_orders"
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE commerce.orders
        SET is_deleted = true, stored_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
