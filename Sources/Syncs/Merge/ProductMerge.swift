import Core
import Postgres

/// Products with their variants.
enum ProductMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_products (
          ordinal int, id uuid, external_id text, title text, handle text, status text, vendor text, product_type text, variants jsonb,
          platform_created_at timestamptz, platform_updated_at timestamptz, extra jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_products (
          ordinal, id, external_id, title, handle, status, vendor, product_type, variants, platform_created_at, platform_updated_at, extra
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO commerce.products AS t (
          tenant_id, id, platform, connection_id, external_id, title, handle, status, vendor, product_type, variants, platform_created_at,
          platform_updated_at, extra)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.title, s.handle, s.status, s.vendor,
          s.product_type, s.variants, s.platform_created_at, s.platform_updated_at, s.extra
        FROM (SELECT DISTINCT ON (id) * FROM staged_products ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, title = EXCLUDED.title, handle = EXCLUDED.handle, status = EXCLUDED.status,
          vendor = EXCLUDED.vendor, product_type = EXCLUDED.product_type, variants = EXCLUDED.variants,
          platform_created_at = EXCLUDED.platform_created_at, platform_updated_at = EXCLUDED.platform_updated_at, extra = EXCLUDED.extra,
          is_deleted = false, stored_at = now()
        WHERE (t.external_id, t.title, t.handle, t.status, t.vendor, t.product_type, t.variants, t.platform_created_at,
          t.platform_updated_at, t.extra, t.is_deleted)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.title, EXCLUDED.handle, EXCLUDED.status, EXCLUDED.vendor, EXCLUDED.product_type,
          EXCLUDED.variants, EXCLUDED.platform_created_at, EXCLUDED.platform_updated_at, EXCLUDED.extra, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE commerce.products
        SET is_deleted = true, stored_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
