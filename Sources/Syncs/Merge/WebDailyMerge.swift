import Core
import Postgres

/// Daily visits of web sites and apps.
enum WebDailyMerge: FactMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_web_daily (
          ordinal int, day date, property_id text, source text, medium text, campaign text, time_zone text, currency text,
          sessions bigint, users bigint, new_users bigint, engaged_sessions bigint, conversions numeric, revenue_micros bigint,
          is_sampled boolean,
          is_thresholded boolean, has_other_row boolean
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_web_daily (
          ordinal, day, property_id, source, medium, campaign, time_zone, currency, sessions, users, new_users, engaged_sessions,
          conversions, revenue_micros, is_sampled, is_thresholded, has_other_row
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope)]
    }

    static func withdraw(_ scope: MergeScope, _ replacement: FactReplacement) -> Query {
        """
        DELETE FROM marketing.web_daily f
        WHERE \(replacement.condition(scope))
          AND NOT EXISTS (
            SELECT
            FROM staged_web_daily s
            WHERE s.day = f.day
              AND s.property_id = f.property_id
              AND s.source = f.source
              AND s.medium = f.medium
              AND s.campaign = f.campaign)
        """
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.web_daily AS t (
          tenant_id, platform, connection_id, day, property_id, source, medium, campaign, time_zone, currency, sessions, users, new_users,
          engaged_sessions, conversions, revenue_micros, is_sampled, is_thresholded,
          has_other_row)
        SELECT \(scope.tenant), \(scope.platform), \(scope.connection), s.day, s.property_id, s.source, s.medium, s.campaign, s.time_zone,
          s.currency, s.sessions, s.users, s.new_users, s.engaged_sessions, s.conversions, s.revenue_micros, s.is_sampled, s.is_thresholded, s.has_other_row
        FROM (SELECT DISTINCT ON (day, property_id, source, medium, campaign) * FROM staged_web_daily ORDER BY day, property_id, source, medium, campaign, ordinal DESC) s
        ON CONFLICT (tenant_id, day, platform, property_id, source, medium, campaign) DO UPDATE SET
          time_zone = EXCLUDED.time_zone, currency = EXCLUDED.currency, sessions = EXCLUDED.sessions, users = EXCLUDED.users,
          new_users = EXCLUDED.new_users, engaged_sessions = EXCLUDED.engaged_sessions, conversions = EXCLUDED.conversions,
          revenue_micros = EXCLUDED.revenue_micros, is_sampled = EXCLUDED.is_sampled,
          is_thresholded = EXCLUDED.is_thresholded, has_other_row = EXCLUDED.has_other_row, stored_at = now()
        WHERE (t.time_zone, t.currency, t.sessions, t.users, t.new_users, t.engaged_sessions, t.conversions, t.revenue_micros, t.is_sampled, t.is_thresholded,
          t.has_other_row)
          IS DISTINCT FROM
          (EXCLUDED.time_zone, EXCLUDED.currency, EXCLUDED.sessions, EXCLUDED.users, EXCLUDED.new_users, EXCLUDED.engaged_sessions,
          EXCLUDED.conversions, EXCLUDED.revenue_micros, EXCLUDED.is_sampled, EXCLUDED.is_thresholded, EXCLUDED.has_other_row)
        """
    }
}
