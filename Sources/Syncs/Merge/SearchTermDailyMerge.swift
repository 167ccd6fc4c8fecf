import Core
import Postgres

/// Daily figures of what people typed.
enum SearchTermDailyMerge: FactMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_search_term_daily (
          ordinal int, day date, account_id uuid, account_external_id text, ad_group_id uuid, ad_group_external_id text, search_term text,
          match_type text, campaign_id uuid, campaign_external_id text, keyword_id uuid, keyword_external_id text, currency text,
          time_zone text, spend_micros bigint, impressions bigint, clicks bigint, conversions numeric, conversion_value_micros bigint
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_search_term_daily (
          ordinal, day, account_id, account_external_id, ad_group_id, ad_group_external_id, search_term, match_type, campaign_id,
          campaign_external_id, keyword_id, keyword_external_id, currency, time_zone, spend_micros, impressions, clicks, conversions,
          conversion_value_micros
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [accountStubs(scope), campaignStubs(scope), adGroupStubs(scope), keywordStubs(scope), upsert(scope)]
    }

    static func withdraw(_ scope: MergeScope, _ replacement: FactReplacement) -> Query {
        """
        DELETE FROM marketing.search_term_daily f
        WHERE \(replacement.condition(scope))
          AND NOT EXISTS (
            SELECT
            FROM staged_search_term_daily s
            WHERE s.day = f.day
              AND s.account_id = f.account_id
              AND s.campaign_external_id = f.campaign_external_id
              AND s.ad_group_external_id = f.ad_group_external_id
              AND s.search_term = f.search_term
              AND s.match_type = f.match_type)
        """
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.search_term_daily AS t (
          tenant_id, platform, day, account_id, ad_group_id, ad_group_external_id, search_term, match_type, campaign_external_id, campaign_id,
          keyword_id, currency, time_zone, spend_micros, impressions, clicks, conversions, conversion_value_micros)
        SELECT \(scope.tenant), \(scope.platform), s.day, s.account_id, s.ad_group_id, s.ad_group_external_id, s.search_term, s.match_type,
          s.campaign_external_id, s.campaign_id, s.keyword_id, s.currency, s.time_zone, COALESCE(s.spend_micros, 0), COALESCE(s.impressions, 0),
          COALESCE(s.clicks, 0), s.conversions, s.conversion_value_micros
        FROM (SELECT DISTINCT ON (day, account_id, campaign_external_id, ad_group_external_id, search_term, match_type) * FROM staged_search_term_daily ORDER BY day, account_id, campaign_external_id, ad_group_external_id, search_term, match_type, ordinal DESC) s
        ON CONFLICT (tenant_id, day, account_id, campaign_external_id, ad_group_external_id, search_term, match_type) DO UPDATE SET
          ad_group_id = EXCLUDED.ad_group_id, campaign_id = EXCLUDED.campaign_id, keyword_id = EXCLUDED.keyword_id,
          currency = EXCLUDED.currency, time_zone = EXCLUDED.time_zone, spend_micros = EXCLUDED.spend_micros,
          impressions = EXCLUDED.impressions, clicks = EXCLUDED.clicks, conversions = EXCLUDED.conversions,
          conversion_value_micros = EXCLUDED.conversion_value_micros, stored_at = now()
        WHERE (t.ad_group_id, t.campaign_id, t.keyword_id, t.currency, t.time_zone, t.spend_micros, t.impressions, t.clicks, t.conversions,
          t.conversion_value_micros)
          IS DISTINCT FROM
          (EXCLUDED.ad_group_id, EXCLUDED.campaign_id, EXCLUDED.keyword_id, EXCLUDED.currency, EXCLUDED.time_zone, EXCLUDED.spend_micros,
          EXCLUDED.impressions, EXCLUDED.clicks, EXCLUDED.conversions, EXCLUDED.conversion_value_micros)
        """
    }

    /// What a fact names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func accountStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_accounts (tenant_id, id, platform, external_id, connection_id, is_stub)
        SELECT DISTINCT ON (s.account_id)
          \(scope.tenant), s.account_id, \(scope.platform), s.account_external_id, \(scope.connection), true
        FROM staged_search_term_daily s
        WHERE NOT EXISTS (SELECT FROM marketing.ad_accounts t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.account_id)
        ON CONFLICT DO NOTHING
        """
    }

    /// What a fact names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func campaignStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.campaigns (tenant_id, id, platform, external_id, connection_id, account_id, is_stub)
        SELECT DISTINCT ON (s.campaign_id)
          \(scope.tenant), s.campaign_id, \(scope.platform), s.campaign_external_id, \(scope.connection), s.account_id, true
        FROM staged_search_term_daily s
        WHERE s.campaign_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.campaigns t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.campaign_id)
        ON CONFLICT DO NOTHING
        """
    }

    /// What a fact names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func adGroupStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_groups (tenant_id, id, platform, external_id, connection_id, account_id, campaign_id, is_stub)
        SELECT DISTINCT ON (s.ad_group_id)
          \(scope.tenant), s.ad_group_id, \(scope.platform), s.ad_group_external_id, \(scope.connection), s.account_id, s.campaign_id,
          true
        FROM staged_search_term_daily s
        WHERE s.ad_group_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.ad_groups t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.ad_group_id)
        ON CONFLICT DO NOTHING
        """
    }

    /// What a fact names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func keywordStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.keywords (tenant_id, id, platform, external_id, connection_id, account_id, campaign_id, ad_group_id, is_stub)
        SELECT DISTINCT ON (s.keyword_id)
          \(scope.tenant), s.keyword_id, \(scope.platform), s.keyword_external_id, \(scope.connection), s.account_id, s.campaign_id,
          s.ad_group_id, true
        FROM staged_search_term_daily s
        WHERE s.keyword_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.keywords t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.keyword_id)
        ON CONFLICT DO NOTHING
        """
    }
}
