import Core
import Postgres

/// Messages to people on lists: campaigns and flows.
enum MessageMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_messages (
          ordinal int, id uuid, external_id text, kind text, channel text, name text, subject text, status text, raw_status text,
          flow_external_id text, sent_at timestamptz, platform_created_at timestamptz, platform_updated_at timestamptz, attributes jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_messages (
          ordinal, id, external_id, kind, channel, name, subject, status, raw_status, flow_external_id, sent_at, platform_created_at,
          platform_updated_at, attributes
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.messages AS t (
          tenant_id, id, platform, connection_id, external_id, kind, channel, name, subject, status, raw_status, flow_external_id,
          sent_at, platform_created_at, platform_updated_at, attributes)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.kind, s.channel, s.name, s.subject, s.status,
          s.raw_status, s.flow_external_id, s.sent_at, s.platform_created_at, s.platform_updated_at, s.attributes
        FROM (SELECT DISTINCT ON (id) * FROM staged_messages ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, kind = EXCLUDED.kind, channel = EXCLUDED.channel, name = EXCLUDED.name,
          subject = EXCLUDED.subject, status = EXCLUDED.status, raw_status = EXCLUDED.raw_status,
          flow_external_id = EXCLUDED.flow_external_id, sent_at = EXCLUDED.sent_at, platform_created_at = EXCLUDED.platform_created_at,
          platform_updated_at = EXCLUDED.platform_updated_at, attributes = EXCLUDED.attributes, is_deleted = false, updated_at = now(),
          is_stub = false
        WHERE (t.external_id, t.kind, t.channel, t.name, t.subject, t.status, t.raw_status, t.flow_external_id, t.sent_at,
          t.platform_created_at, t.platform_updated_at, t.attributes, t.is_deleted, t.is_stub)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.kind, EXCLUDED.channel, EXCLUDED.name, EXCLUDED.subject, EXCLUDED.status, EXCLUDED.raw_status,
          EXCLUDED.flow_external_id, EXCLUDED.sent_at, EXCLUDED.platform_created_at, EXCLUDED.platform_updated_at, EXCLUDED.attributes,
          false, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE marketing.messages
        SET is_deleted = true, updated_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
