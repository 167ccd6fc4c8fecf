import Core
import Postgres

/// Daily events on web sites and in apps.
enum WebEventMerge: FactMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_web_events (
          ordinal int, day date, property_id text, event_name text, source text, medium text, campaign text, time_zone text,
          currency text, event_count bigint, users bigint, value_micros bigint, is_sampled boolean,
          is_thresholded boolean, has_other_row boolean
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_web_events (
          ordinal, day, property_id, event_name, source, medium, campaign, time_zone, currency, event_count, users, value_micros,
          is_sampled, is_thresholded, has_other_row
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope)]
    }

    static func withdraw(_ scope: MergeScope, _ replacement: FactReplacement) -> Query {
        """
        DELETE FROM marketing.web_events f
        WHERE \(replacement.condition(scope))
          AND NOT EXISTS (
            SELECT
            FROM staged_web_events s
            WHERE s.day = f.day
              AND s.property_id = f.property_id
              AND s.event_name = f.event_name
              AND s.source = f.source
              AND s.medium = f.medium
              AND s.campaign = f.campaign)
        """
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.web_events AS t (
          tenant_id, platform, connection_id, day, property_id, event_name, source, medium, campaign, time_zone, currency, event_count,
          users, value_micros, is_sampled, is_thresholded,
          has_other_row)
        SELECT \(scope.tenant), \(scope.platform), \(scope.connection), s.day, s.property_id, s.event_name, s.source, s.medium, s.campaign,
          s.time_zone, s.currency, s.event_count, s.users, s.value_micros, s.is_sampled, s.is_thresholded, s.has_other_row
        FROM (SELECT DISTINCT ON (day, property_id, event_name, source, medium, campaign) * FROM staged_web_events ORDER BY day, property_id, event_name, source, medium, campaign, ordinal DESC) s
        ON CONFLICT (tenant_id, day, platform, property_id, event_name, source, medium, campaign) DO UPDATE SET
          time_zone = EXCLUDED.time_zone, currency = EXCLUDED.currency, event_count = EXCLUDED.event_count, users = EXCLUDED.users,
          value_micros = EXCLUDED.value_micros, is_sampled = EXCLUDED.is_sampled,
          is_thresholded = EXCLUDED.is_thresholded, has_other_row = EXCLUDED.has_other_row, stored_at = now()
        WHERE (t.time_zone, t.currency, t.event_count, t.users, t.value_micros, t.is_sampled, t.is_thresholded,
          t.has_other_row)
          IS DISTINCT FROM
          (EXCLUDED.time_zone, EXCLUDED.currency, EXCLUDED.event_count, EXCLUDED.users, EXCLUDED.value_micros, EXCLUDED.is_sampled, EXCLUDED.is_thresholded, EXCLUDED.has_other_row)
        """
    }
}
