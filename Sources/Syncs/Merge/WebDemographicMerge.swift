import Core
import Postgres

/// Daily visits by who the visitors are.
enum WebDemographicMerge: FactMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_web_demographics (
          ordinal int, day date, property_id text, dimension text, value text, time_zone text, sessions bigint, users bigint,
          new_users bigint, engaged_sessions bigint, conversions numeric, is_sampled boolean,
          is_thresholded boolean, has_other_row boolean
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_web_demographics (
          ordinal, day, property_id, dimension, value, time_zone, sessions, users, new_users, engaged_sessions, conversions, is_sampled, is_thresholded, has_other_row
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope)]
    }

    static func withdraw(_ scope: MergeScope, _ replacement: FactReplacement) -> Query {
        """
        DELETE FROM marketing.web_demographics f
        WHERE \(replacement.condition(scope))
          AND NOT EXISTS (
            SELECT
            FROM staged_web_demographics s
            WHERE s.day = f.day
              AND s.property_id = f.property_id
              AND s.dimension = f.dimension
              AND s.value = f.value)
        """
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.web_demographics AS t (
          tenant_id, platform, connection_id, day, property_id, dimension, value, time_zone, sessions, users, new_users, engaged_sessions,
          conversions, is_sampled, is_thresholded,
          has_other_row)
        SELECT \(scope.tenant), \(scope.platform), \(scope.connection), s.day, s.property_id, s.dimension, s.value, s.time_zone, s.sessions,
          s.users, s.new_users, s.engaged_sessions, s.conversions, s.is_sampled, s.is_thresholded, s.has_other_row
        FROM (SELECT DISTINCT ON (day, property_id, dimension, value) * FROM staged_web_demographics ORDER BY day, property_id, dimension, value, ordinal DESC) s
        ON CONFLICT (tenant_id, day, platform, property_id, dimension, value) DO UPDATE SET
          time_zone = EXCLUDED.time_zone, sessions = EXCLUDED.sessions, users = EXCLUDED.users, new_users = EXCLUDED.new_users,
          engaged_sessions = EXCLUDED.engaged_sessions, conversions = EXCLUDED.conversions, is_sampled = EXCLUDED.is_sampled,
          is_thresholded = EXCLUDED.is_thresholded, has_other_row = EXCLUDED.has_other_row,
          stored_at = now()
        WHERE (t.time_zone, t.sessions, t.users, t.new_users, t.engaged_sessions, t.conversions, t.is_sampled, t.is_thresholded,
          t.has_other_row)
          IS DISTINCT FROM
          (EXCLUDED.time_zone, EXCLUDED.sessions, EXCLUDED.users, EXCLUDED.new_users, EXCLUDED.engaged_sessions, EXCLUDED.conversions,
          EXCLUDED.is_sampled, EXCLUDED.is_thresholded, EXCLUDED.has_other_row)
        """
    }
}
