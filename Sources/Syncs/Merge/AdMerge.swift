import Core
import Postgres

/// Ads.
enum AdMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_ads (
          ordinal int, id uuid, external_id text, account_id uuid, account_external_id text, campaign_id uuid, campaign_external_id text,
          ad_group_id uuid, ad_group_external_id text, name text, status text, raw_status text, creative_id text,
          platform_updated_at timestamptz, attributes jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_ads (
          ordinal, id, external_id, account_id, account_external_id, campaign_id, campaign_external_id, ad_group_id, ad_group_external_id,
          name, status, raw_status, creative_id, platform_updated_at, attributes
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [campaignStubs(scope), adGroupStubs(scope), upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ads AS t (
          tenant_id, id, platform, connection_id, external_id, account_id, campaign_id, ad_group_id, name, status, raw_status, creative_id,
          platform_updated_at, attributes)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.account_id, s.campaign_id, s.ad_group_id, s.name,
          s.status, s.raw_status, s.creative_id, s.platform_updated_at, s.attributes
        FROM (SELECT DISTINCT ON (id) * FROM staged_ads ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, account_id = EXCLUDED.account_id, campaign_id = EXCLUDED.campaign_id,
          ad_group_id = EXCLUDED.ad_group_id, name = EXCLUDED.name, status = EXCLUDED.status, raw_status = EXCLUDED.raw_status,
          creative_id = EXCLUDED.creative_id, platform_updated_at = EXCLUDED.platform_updated_at, attributes = EXCLUDED.attributes,
          is_deleted = false, updated_at = now(), is_stub = false
        WHERE (t.external_id, t.account_id, t.campaign_id, t.ad_group_id, t.name, t.status, t.raw_status, t.creative_id,
          t.platform_updated_at, t.attributes, t.is_deleted, t.is_stub)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.account_id, EXCLUDED.campaign_id, EXCLUDED.ad_group_id, EXCLUDED.name, EXCLUDED.status,
          EXCLUDED.raw_status, EXCLUDED.creative_id, EXCLUDED.platform_updated_at, EXCLUDED.attributes, false, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE marketing.ads
        SET is_deleted = true, updated_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }

    /// What a row names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func campaignStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.campaigns (tenant_id, id, platform, external_id, connection_id, is_stub)
        SELECT DISTINCT \(scope.tenant), s.campaign_id, \(scope.platform), s.campaign_external_id, \(scope.connection), true
        FROM staged_ads s
        WHERE s.campaign_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.campaigns t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.campaign_id)
        ON CONFLICT DO NOTHING
        """
    }

    /// What a row names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func adGroupStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_groups (tenant_id, id, platform, external_id, connection_id, is_stub)
        SELECT DISTINCT \(scope.tenant), s.ad_group_id, \(scope.platform), s.ad_group_external_id, \(scope.connection), true
        FROM staged_ads s
        WHERE s.ad_group_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.ad_groups t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.ad_group_id)
        ON CONFLICT DO NOTHING
        """
    }
}
