import Core
import Postgres

/// What ads show.
enum CreativeMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_creatives (
          ordinal int, id uuid, external_id text, account_id uuid, account_external_id text, name text, kind text, title text, body text,
          call_to_action text, link_url text, image_url text, video_id text, status text, raw_status text,
          platform_updated_at timestamptz, attributes jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_creatives (
          ordinal, id, external_id, account_id, account_external_id, name, kind, title, body, call_to_action, link_url, image_url,
          video_id, status, raw_status, platform_updated_at, attributes
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.creatives AS t (
          tenant_id, id, platform, connection_id, external_id, account_id, name, kind, title, body, call_to_action, link_url, image_url,
          video_id, status, raw_status, platform_updated_at, attributes)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.account_id, s.name, s.kind, s.title, s.body,
          s.call_to_action, s.link_url, s.image_url, s.video_id, s.status, s.raw_status, s.platform_updated_at, s.attributes
        FROM (SELECT DISTINCT ON (id) * FROM staged_creatives ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, account_id = EXCLUDED.account_id, name = EXCLUDED.name, kind = EXCLUDED.kind,
          title = EXCLUDED.title, body = EXCLUDED.body, call_to_action = EXCLUDED.call_to_action, link_url = EXCLUDED.link_url,
          image_url = EXCLUDED.image_url, video_id = EXCLUDED.video_id, status = EXCLUDED.status, raw_status = EXCLUDED.raw_status,
          platform_updated_at = EXCLUDED.platform_updated_at, attributes = EXCLUDED.attributes, is_deleted = false, updated_at = now()
        WHERE (t.external_id, t.account_id, t.name, t.kind, t.title, t.body, t.call_to_action, t.link_url, t.image_url, t.video_id, t.status,
          t.raw_status, t.platform_updated_at, t.attributes, t.is_deleted)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.account_id, EXCLUDED.name, EXCLUDED.kind, EXCLUDED.title, EXCLUDED.body, EXCLUDED.call_to_action,
          EXCLUDED.link_url, EXCLUDED.image_url, EXCLUDED.video_id, EXCLUDED.status, EXCLUDED.raw_status, EXCLUDED.platform_updated_at,
          EXCLUDED.attributes, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE marketing.creatives
        SET is_deleted = true, updated_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
