import Core
import Postgres

/// Ad groups (ad sets).
enum AdGroupMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_ad_groups (
          ordinal int, id uuid, external_id text, account_id uuid, account_external_id text, campaign_id uuid, campaign_external_id text,
          name text, status text, raw_status text, currency text, daily_budget_micros bigint, bid_micros bigint,
          platform_updated_at timestamptz, attributes jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_ad_groups (
          ordinal, id, external_id, account_id, account_external_id, campaign_id, campaign_external_id, name, status, raw_status, currency,
          daily_budget_micros, bid_micros, platform_updated_at, attributes
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [campaignStubs(scope), upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_groups AS t (
          tenant_id, id, platform, connection_id, external_id, account_id, campaign_id, name, status, raw_status, currency,
          daily_budget_micros, bid_micros, platform_updated_at, attributes)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.account_id, s.campaign_id, s.name, s.status,
          s.raw_status, s.currency, s.daily_budget_micros, s.bid_micros, s.platform_updated_at, s.attributes
        FROM (SELECT DISTINCT ON (id) * FROM staged_ad_groups ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, account_id = EXCLUDED.account_id, campaign_id = EXCLUDED.campaign_id, name = EXCLUDED.name,
          status = EXCLUDED.status, raw_status = EXCLUDED.raw_status, currency = EXCLUDED.currency,
          daily_budget_micros = EXCLUDED.daily_budget_micros, bid_micros = EXCLUDED.bid_micros,
          platform_updated_at = EXCLUDED.platform_updated_at, attributes = EXCLUDED.attributes, is_deleted = false, updated_at = now(),
          is_stub = false
        WHERE (t.external_id, t.account_id, t.campaign_id, t.name, t.status, t.raw_status, t.currency, t.daily_budget_micros, t.bid_micros,
          t.platform_updated_at, t.attributes, t.is_deleted, t.is_stub)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.account_id, EXCLUDED.campaign_id, EXCLUDED.name, EXCLUDED.status, EXCLUDED.raw_status,
          EXCLUDED.currency, EXCLUDED.daily_budget_micros, EXCLUDED.bid_micros, EXCLUDED.platform_updated_at, EXCLUDED.attributes, false,
          false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE marketing.ad_groups
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
        FROM staged_ad_groups s
        WHERE s.campaign_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.campaigns t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.campaign_id)
        ON CONFLICT DO NOTHING
        """
    }
}
