import Core
import Postgres

/// Daily facts. A window that a connector declares complete is replaced as a whole, so that a figure which the platform withdrew goes away.
enum AdDailyMerge: FactMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_ad_daily (
          ordinal int, day date, account_id uuid, account_external_id text, level text, entity_id uuid, entity_external_id text, breakdown text,
          campaign_id uuid, campaign_external_id text, currency text, time_zone text, spend_micros bigint, impressions bigint, clicks bigint,
          reach bigint, video_views bigint, conversions numeric, conversion_value_micros bigint, attribution text, actions jsonb
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_ad_daily (
          ordinal, day, account_id, account_external_id, level, entity_id, entity_external_id, breakdown, campaign_id, campaign_external_id,
          currency, time_zone, spend_micros, impressions, clicks, reach, video_views, conversions, conversion_value_micros, attribution, actions
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [accountStubs(scope), campaignStubs(scope), adGroupStubs(scope), adStubs(scope), upsert(scope)]
    }

    static func withdraw(_ scope: MergeScope, _ replacement: FactReplacement) -> Query {
        """
        DELETE FROM marketing.ad_daily f
        WHERE \(replacement.condition(scope))
          AND NOT EXISTS (
            SELECT
            FROM staged_ad_daily s
            WHERE s.day = f.day
              AND s.account_id = f.account_id
              AND s.level = f.level
              AND s.entity_id = f.entity_id
              AND s.breakdown = f.breakdown)
        """
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_daily AS t (
          tenant_id, day, account_id, level, entity_id, breakdown, platform, campaign_id, currency, time_zone,
          spend_micros, impressions, clicks, reach, video_views, conversions, conversion_value_micros, attribution, actions)
        SELECT \(scope.tenant), s.day, s.account_id, s.level, s.entity_id, s.breakdown, \(scope.platform), s.campaign_id, s.currency, s.time_zone,
          COALESCE(s.spend_micros, 0), COALESCE(s.impressions, 0), COALESCE(s.clicks, 0), s.reach, s.video_views,
          s.conversions, s.conversion_value_micros, s.attribution, s.actions
        FROM (
          SELECT DISTINCT ON (day, account_id, level, entity_id, breakdown) *
          FROM staged_ad_daily
          ORDER BY day, account_id, level, entity_id, breakdown, ordinal DESC
        ) s
        ON CONFLICT (tenant_id, day, account_id, level, entity_id, breakdown) DO UPDATE SET
          platform = EXCLUDED.platform, campaign_id = EXCLUDED.campaign_id, currency = EXCLUDED.currency, time_zone = EXCLUDED.time_zone,
          spend_micros = EXCLUDED.spend_micros, impressions = EXCLUDED.impressions, clicks = EXCLUDED.clicks, reach = EXCLUDED.reach,
          video_views = EXCLUDED.video_views, conversions = EXCLUDED.conversions, conversion_value_micros = EXCLUDED.conversion_value_micros,
          attribution = EXCLUDED.attribution, actions = EXCLUDED.actions, stored_at = now()
        WHERE (t.campaign_id, t.currency, t.time_zone, t.spend_micros, t.impressions, t.clicks, t.reach, t.video_views, t.conversions,
          t.conversion_value_micros, t.attribution, t.actions)
          IS DISTINCT FROM
          (EXCLUDED.campaign_id, EXCLUDED.currency, EXCLUDED.time_zone, EXCLUDED.spend_micros, EXCLUDED.impressions, EXCLUDED.clicks,
          EXCLUDED.reach, EXCLUDED.video_views, EXCLUDED.conversions, EXCLUDED.conversion_value_micros, EXCLUDED.attribution,
          EXCLUDED.actions)
        """
    }

    private static func accountStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_accounts (tenant_id, id, platform, external_id, connection_id, is_stub)
        SELECT DISTINCT \(scope.tenant), s.account_id, \(scope.platform), s.account_external_id, \(scope.connection), true
        FROM staged_ad_daily s
        WHERE NOT EXISTS (SELECT FROM marketing.ad_accounts t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.account_id)
        ON CONFLICT DO NOTHING
        """
    }

    private static func campaignStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.campaigns (tenant_id, id, platform, external_id, connection_id, account_id, is_stub)
        SELECT DISTINCT \(scope.tenant), s.campaign_id, \(scope.platform), s.campaign_external_id, \(scope.connection), s.account_id, true
        FROM staged_ad_daily s
        WHERE s.campaign_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM marketing.campaigns t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.campaign_id)
        ON CONFLICT DO NOTHING
        """
    }

    private static func adGroupStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ad_groups (tenant_id, id, platform, external_id, connection_id, account_id, campaign_id, is_stub)
        SELECT DISTINCT ON (s.entity_id)
          \(scope.tenant), s.entity_id, \(scope.platform), s.entity_external_id, \(scope.connection), s.account_id, s.campaign_id, true
        FROM staged_ad_daily s
        WHERE s.level = 'ad_group'
          AND NOT EXISTS (SELECT FROM marketing.ad_groups t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.entity_id)
        ON CONFLICT DO NOTHING
        """
    }

    private static func adStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.ads (tenant_id, id, platform, external_id, connection_id, account_id, campaign_id, is_stub)
        SELECT DISTINCT ON (s.entity_id)
          \(scope.tenant), s.entity_id, \(scope.platform), s.entity_external_id, \(scope.connection), s.account_id, s.campaign_id, true
        FROM staged_ad_daily s
        WHERE s.level = 'ad'
          AND NOT EXISTS (SELECT FROM marketing.ads t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.entity_id)
        ON CONFLICT DO NOTHING
        """
    }
}
