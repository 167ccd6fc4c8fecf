import Core
import Postgres

/// Customers. Sealed texts differ each time they are sealed: the digest over the personal texts tells whether one changed.
enum CustomerMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_customers (
          ordinal int, id uuid, external_id text, email_sealed bytea, email_index bytea, phone_sealed bytea, phone_index bytea,
          first_name_sealed bytea, last_name_sealed bytea, personal_digest bytea, orders_count bigint, spent_micros bigint, currency text,
          country text, platform_created_at timestamptz, platform_updated_at timestamptz, extra jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_customers (
          ordinal, id, external_id, email_sealed, email_index, phone_sealed, phone_index, first_name_sealed, last_name_sealed,
          personal_digest, orders_count, spent_micros, currency, country, platform_created_at, platform_updated_at, extra
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO commerce.customers AS t (
          tenant_id, id, platform, connection_id, external_id, email_sealed, email_index, phone_sealed, phone_index, first_name_sealed,
          last_name_sealed, personal_digest, orders_count, spent_micros, currency, country, platform_created_at, platform_updated_at, extra)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.email_sealed, s.email_index, s.phone_sealed,
          s.phone_index, s.first_name_sealed, s.last_name_sealed, s.personal_digest, s.orders_count, s.spent_micros, s.currency, s.country,
          s.platform_created_at, s.platform_updated_at, s.extra
        FROM (SELECT DISTINCT ON (id) * FROM staged_customers ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, email_sealed = EXCLUDED.email_sealed, email_index = EXCLUDED.email_index,
          phone_sealed = EXCLUDED.phone_sealed, phone_index = EXCLUDED.phone_index, first_name_sealed = EXCLUDED.first_name_sealed,
          last_name_sealed = EXCLUDED.last_name_sealed, personal_digest = EXCLUDED.personal_digest, orders_count = EXCLUDED.orders_count,
          spent_micros = EXCLUDED.spent_micros, currency = EXCLUDED.currency, country = EXCLUDED.country,
          platform_created_at = EXCLUDED.platform_created_at, platform_updated_at = EXCLUDED.platform_updated_at, extra = EXCLUDED.extra,
          is_deleted = false, stored_at = now()
        WHERE (t.external_id, t.personal_digest, t.orders_count, t.spent_micros, t.currency, t.country, t.platform_created_at,
          t.platform_updated_at, t.extra, t.is_deleted)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.personal_digest, EXCLUDED.orders_count, EXCLUDED.spent_micros, EXCLUDED.currency,
          EXCLUDED.country, EXCLUDED.platform_created_at, EXCLUDED.platform_updated_at, EXCLUDED.extra, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE commerce.customers
        SET is_deleted = true, stored_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
