import Core
import Postgres

/// Ad accounts. An account belongs to the connection that brought it first.
enum AdAccountMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_ad_accounts (
          ordinal int, id uuid, external_id text, name text, currency text, time_zone text, status text, attributes jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_ad_accounts (
          ordinal, id, external_id, name, currency, time_zone, status, attributes
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_accounts AS t (
          tenant_id, id, platform, connection_id, external_id, name, currency, time_zone, status, attributes)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.name, s.currency, s.time_zone, s.status,
          s.attributes
        FROM (SELECT DISTINCT ON (id) * FROM staged_ad_accounts ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, name = EXCLUDED.name, currency = EXCLUDED.currency, time_zone = EXCLUDED.time_zone,
          status = EXCLUDED.status, attributes = EXCLUDED.attributes, is_deleted = false, updated_at = now(), is_stub = false
        WHERE (t.external_id, t.name, t.currency, t.time_zone, t.status, t.attributes, t.is_deleted, t.is_stub)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.name, EXCLUDED.currency, EXCLUDED.time_zone, EXCLUDED.status, EXCLUDED.attributes, false, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE marketing.ad_accounts
        SET is_deleted = true, updated_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
