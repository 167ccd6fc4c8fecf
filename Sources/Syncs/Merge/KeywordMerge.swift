import Core
import Postgres

/// Keywords.
enum KeywordMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_keywords (
          ordinal int, id uuid, external_id text, account_id uuid, account_external_id text, campaign_id uuid, campaign_external_id text,
          ad_group_id uuid, ad_group_external_id text, text text, match_type text, is_negative boolean, status text, raw_status text,
          bid_micros bigint, currency text, quality_score bigint, platform_updated_at timestamptz, attributes jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_keywords (
          ordinal, id, external_id, account_id, account_external_id, campaign_id, campaign_external_id, ad_group_id, ad_group_external_id,
          text, match_type, is_negative, status, raw_status, bid_micros, currency, quality_score, platform_updated_at, attributes
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [campaignStubs(scope), adGroupStubs(scope), upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.keywords AS t (
          tenant_id, id, platform, connection_id, external_id, account_id, campaign_id, ad_group_id, text, match_type, is_negative,
          status, raw_status, bid_micros, currency, quality_score, platform_updated_at, attributes)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.account_id, s.campaign_id, s.ad_group_id,
          s.text, s.match_type, s.is_negative, s.status, s.raw_status, s.bid_micros, s.currency, s.quality_score, s.platform_updated_at,
          s.attributes
        FROM (SELECT DISTINCT ON (id) * FROM staged_keywords ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, account_id = EXCLUDED.account_id, campaign_id = EXCLUDED.campaign_id,
          ad_group_id = EXCLUDED.ad_group_id, text = EXCLUDED.text, match_type = EXCLUDED.match_type, is_negative = EXCLUDED.is_negative,
          status = EXCLUDED.status, raw_status = EXCLUDED.raw_status, bid_micros = EXCLUDED.bid_micros, currency = EXCLUDED.currency,
          quality_score = EXCLUDED.quality_score, platform_updated_at = EXCLUDED.platform_updated_at, attributes = EXCLUDED.attributes,
          is_deleted = false, updated_at = now(), is_stub = false
        WHERE (t.external_id, t.account_id, t.campaign_id, t.ad_group_id, t.text, t.match_type, t.is_negative, t.status, t.raw_status,
          t.bid_micros, t.currency, t.quality_score, t.platform_updated_at, t.attributes, t.is_deleted, t.is_stub)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.account_id, EXCLUDED.campaign_id, EXCLUDED.ad_group_id, EXCLUDED.text, EXCLUDED.match_type,
          EXCLUDED.is_negative, EXCLUDED.status, EXCLUDED.raw_status, EXCLUDED.bid_micros, EXCLUDED.currency, EXCLUDED.quality_score,
          EXCLUDED.platform_updated_at, EXCLUDED.attributes, false, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE marketing.keywords
        SET is_deleted = true, updated_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }

    /// What a row names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func campaignStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.campaigns (tenant_id, id, platform, external_id, connection_id, account_id, is_stub)
        SELECT DISTINCT ON (s.campaign_id)
          \(scope.tenant), s.campaign_id, \(scope.platform), s.campaign_external_id, \(scope.connection), s.account_id, true
        FROM staged_keywords s
        WHERE s.campaign_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.campaigns t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.campaign_id)
        ON CONFLICT DO NOTHING
        """
    }

    /// What a row names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func adGroupStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_groups (tenant_id, id, platform, external_id, connection_id, account_id, campaign_id, is_stub)
        SELECT DISTINCT ON (s.ad_group_id)
          \(scope.tenant), s.ad_group_id, \(scope.platform), s.ad_group_external_id, \(scope.connection), s.account_id, s.campaign_id,
          true
        FROM staged_keywords s
        WHERE s.ad_group_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.ad_groups t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.ad_group_id)
        ON CONFLICT DO NOTHING
        """
    }
}
