import Core
import Postgres

/// People on lists. Sealed texts differ each time they are sealed: the digest over the personal texts tells whether one changed.
enum ProfileMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_profiles (
          ordinal int, id uuid, external_id text, email_sealed bytea, email_index bytea, phone_sealed bytea, phone_index bytea,
          first_name_sealed bytea, last_name_sealed bytea, personal_digest bytea, customer_external_id text, country text, city text,
          is_email_subscribed boolean, is_sms_subscribed boolean, platform_created_at timestamptz, platform_updated_at timestamptz,
          last_event_at timestamptz, extra jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_profiles (
          ordinal, id, external_id, email_sealed, email_index, phone_sealed, phone_index, first_name_sealed, last_name_sealed,
          personal_digest, customer_external_id, country, city, is_email_subscribed, is_sms_subscribed, platform_created_at,
          platform_updated_at, last_event_at, extra
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO commerce.profiles AS t (
          tenant_id, id, platform, connection_id, external_id, email_sealed, email_index, phone_sealed, phone_index, first_name_sealed,
          last_name_sealed, personal_digest, customer_external_id, country, city, is_email_subscribed, is_sms_subscribed,
          platform_created_at, platform_updated_at, last_event_at, extra)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.email_sealed, s.email_index, s.phone_sealed,
          s.phone_index, s.first_name_sealed, s.last_name_sealed, s.personal_digest, s.customer_external_id, s.country, s.city,
          s.is_email_subscribed, s.is_sms_subscribed, s.platform_created_at, s.platform_updated_at, s.last_event_at, s.extra
        FROM (SELECT DISTINCT ON (id) * FROM staged_profiles ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, email_sealed = EXCLUDED.email_sealed, email_index = EXCLUDED.email_index,
          phone_sealed = EXCLUDED.phone_sealed, phone_index = EXCLUDED.phone_index, first_name_sealed = EXCLUDED.first_name_sealed,
          last_name_sealed = EXCLUDED.last_name_sealed, personal_digest = EXCLUDED.personal_digest,
          customer_external_id = EXCLUDED.customer_external_id, country = EXCLUDED.country, city = EXCLUDED.city,
          is_email_subscribed = EXCLUDED.is_email_subscribed, is_sms_subscribed = EXCLUDED.is_sms_subscribed,
          platform_created_at = EXCLUDED.platform_created_at, platform_updated_at = EXCLUDED.platform_updated_at,
          last_event_at = EXCLUDED.last_event_at, extra = EXCLUDED.extra, is_deleted = false, stored_at = now()
        WHERE (t.external_id, t.personal_digest, t.customer_external_id, t.country, t.city, t.is_email_subscribed, t.is_sms_subscribed,
          t.platform_created_at, t.platform_updated_at, t.last_event_at, t.extra, t.is_deleted)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.personal_digest, EXCLUDED.customer_external_id, EXCLUDED.country, EXCLUDED.city,
          EXCLUDED.is_email_subscribed, EXCLUDED.is_sms_subscribed, EXCLUDED.platform_created_at, EXCLUDED.platform_updated_at,
          EXCLUDED.last_event_at, EXCLUDED.extra, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE commerce.profiles
        SET is_deleted = true, stored_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }
}
