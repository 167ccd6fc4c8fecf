import Core
import Postgres

/// Campaigns. Their versions are kept by a trigger (`marketing.keep_campaign_history`).
enum CampaignMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_campaigns (
          ordinal int, id uuid, external_id text, account_id uuid, account_external_id text, name text, status text, raw_status text,
          objective text, currency text, daily_budget_micros bigint, lifetime_budget_micros bigint, start_day date, end_day date,
          platform_updated_at timestamptz, attributes jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_campaigns (
          ordinal, id, external_id, account_id, account_external_id, name, status, raw_status, objective, currency, daily_budget_micros,
          lifetime_budget_micros, start_day, end_day, platform_updated_at, attributes
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [accountStubs(scope), upsert(scope), delete(scope, tombstones)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.campaigns AS t (
          tenant_id, id, platform, connection_id, external_id, account_id, name, status, raw_status, objective, currency,
          daily_budget_micros, lifetime_budget_micros, start_day, end_day, platform_updated_at, attributes)
        SELECT \(scope.tenant), s.id, \(scope.platform), \(scope.connection), s.external_id, s.account_id, s.name, s.status, s.raw_status,
          s.objective, s.currency, s.daily_budget_micros, s.lifetime_budget_micros, s.start_day, s.end_day, s.platform_updated_at,
          s.attributes
        FROM (SELECT DISTINCT ON (id) * FROM staged_campaigns ORDER BY id, ordinal DESC) s
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          external_id = EXCLUDED.external_id, account_id = EXCLUDED.account_id, name = EXCLUDED.name, status = EXCLUDED.status,
          raw_status = EXCLUDED.raw_status, objective = EXCLUDED.objective, currency = EXCLUDED.currency,
          daily_budget_micros = EXCLUDED.daily_budget_micros, lifetime_budget_micros = EXCLUDED.lifetime_budget_micros,
          start_day = EXCLUDED.start_day, end_day = EXCLUDED.end_day, platform_updated_at = EXCLUDED.platform_updated_at,
          attributes = EXCLUDED.attributes, is_deleted = false, updated_at = now(), is_stub = false
        WHERE (t.external_id, t.account_id, t.name, t.status, t.raw_status, t.objective, t.currency, t.daily_budget_micros,
          t.lifetime_budget_micros, t.start_day, t.end_day, t.platform_updated_at, t.attributes, t.is_deleted, t.is_stub)
          IS DISTINCT FROM
          (EXCLUDED.external_id, EXCLUDED.account_id, EXCLUDED.name, EXCLUDED.status, EXCLUDED.raw_status, EXCLUDED.objective,
          EXCLUDED.currency, EXCLUDED.daily_budget_micros, EXCLUDED.lifetime_budget_micros, EXCLUDED.start_day, EXCLUDED.end_day,
          EXCLUDED.platform_updated_at, EXCLUDED.attributes, false, false)
        """
    }

    private static func delete(_ scope: MergeScope, _ tombstones: [UniqueID]) -> Query {
        """
        UPDATE marketing.campaigns
        SET is_deleted = true, updated_at = now()
        WHERE tenant_id = \(scope.tenant)
          AND id = ANY(\(tombstones))
          AND NOT is_deleted
        """
    }

    /// What a row names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func accountStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_accounts (tenant_id, id, platform, external_id, connection_id, is_stub)
        SELECT DISTINCT \(scope.tenant), s.account_id, \(scope.platform), s.account_external_id, \(scope.connection), true
        FROM staged_campaigns s
        WHERE s.account_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.ad_accounts t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.account_id)
        ON CONFLICT DO NOTHING
        """
    }
}
