import Core
import Postgres

/// Movements of money at payment providers. A payout is told once, and often later than its transaction: a row that does not name it leaves it as it is.
enum TransactionMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_transactions (
          ordinal int, id uuid, external_id text, kind text, source_external_id text, order_external_id text, customer_external_id text,
          payout_external_id text, occurred_at timestamptz, day date, available_at timestamptz, currency text, gross_micros bigint,
          fee_micros bigint, net_micros bigint, exchange_rate numeric, status text, description text, is_test boolean,
          platform_updated_at timestamptz, extra jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_transactions (
          ordinal, id, external_id, kind, source_external_id, order_external_id, customer_external_id, payout_external_id, occurred_at,
          day, available_at, currency, gross_micros, fee_micros, net_micros, exchange_rate, status, description, is_test,
          platform_updated_at, extra
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO commerce.transactions AS t (
          tenant_id, id, platform, connection_id, external_id, kind, source_external_id, order_external_id, customer_external_id,
          payout_external_id, occurred_at, day, available_at, currency, gross_micros, fee_micros, net_micros, exchange_rate, status,
          description, is_test, platform_updated_at, extra)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.kind, s.source_external_id, s.order_external_id,
          s.customer_external_id, s.payout_external_id, s.occurred_at, s.day, s.available_at, s.currency, s.gross_micros, s.fee_micros,
          s.net_micros, s.exchange_rate, s.status, s.description, s.is_test, s.platform_updated_at, s.extra
        FROM (SELECT DISTINCT ON (id) * FROM staged_transactions ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, kind = EXCLUDED.kind, source_external_id = EXCLUDED.source_external_id,
          order_external_id = EXCLUDED.order_external_id, customer_external_id = EXCLUDED.customer_external_id,
          payout_external_id = COALESCE(EXCLUDED.payout_external_id, t.payout_external_id), occurred_at = EXCLUDED.occurred_at, day = EXCLUDED.day,
          available_at = EXCLUDED.available_at, currency = EXCLUDED.currency, gross_micros = EXCLUDED.gross_micros,
          fee_micros = EXCLUDED.fee_micros, net_micros = EXCLUDED.net_micros, exchange_rate = EXCLUDED.exchange_rate,
          status = EXCLUDED.status, description = EXCLUDED.description, is_test = EXCLUDED.is_test,
          platform_updated_at = EXCLUDED.platform_updated_at, extra = EXCLUDED.extra, is_deleted = false, stored_at = now()
        WHERE (t.external_id, t.kind, t.source_external_id, t.order_external_id, t.customer_external_id, t.payout_external_id, t.occurred_at,
          t.day, t.available_at, t.currency, t.gross_micros, t.fee_micros, t.net_micros, t.exchange_rate, t.status, t.description,
          t.is_test, t.platform_updated_at, t.extra, t.is_deleted)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.kind, EXCLUDED.source_external_id, EXCLUDED.order_external_id, EXCLUDED.customer_external_id,
          COALESCE(EXCLUDED.payout_external_id, t.payout_external_id), EXCLUDED.occurred_at, EXCLUDED.day, EXCLUDED.available_at, EXCLUDED.currency,
          EXCLUDED.gross_micros, EXCLUDED.fee_micros, EXCLUDED.net_micros, EXCLUDED.exchange_rate, EXCLUDED.status, EXCLUDED.description,
          EXCLUDED.is_test, EXCLUDED.platform_updated_at, EXCLUDED.extra, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE commerce.transactions
        SET is_deleted = true, stored_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
