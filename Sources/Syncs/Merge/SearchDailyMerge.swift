import Core
import Postgres

/// Daily standing of sites in search engines.
enum SearchDailyMerge: FactMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_search_daily (
          ordinal int, day date, site text, search_type text, query text, page text, country text, device text, facet_id uuid,
          clicks bigint, impressions bigint, position numeric, is_final boolean
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_search_daily (
          ordinal, day, site, search_type, query, page, country, device, facet_id, clicks, impressions, position, is_final
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope)]
    }

    static func withdraw(_ scope: MergeScope, _ replacement: FactReplacement) -> Query {
        """
        DELETE FROM marketing.search_daily f
        WHERE \(replacement.condition(scope))
          AND NOT EXISTS (
            SELECT
            FROM staged_search_daily s
            WHERE s.day = f.day
              AND s.site = f.site
              AND s.facet_id = f.facet_id)
        """
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.search_daily AS t (
          tenant_id, platform, connection_id, day, site, search_type, query, page, country, device, facet_id, clicks, impressions,
          position, is_final)
        SELECT \(scope.tenant), \(scope.platform), \(scope.connection), s.day, s.site, s.search_type, s.query, s.page, s.country, s.device,
          s.facet_id, COALESCE(s.clicks, 0), COALESCE(s.impressions, 0), s.position, s.is_final
        FROM (SELECT DISTINCT ON (day, site, facet_id) * FROM staged_search_daily ORDER BY day, site, facet_id, ordinal DESC) s
        ON CONFLICT (tenant_id, day, platform, site, facet_id) DO UPDATE SET
          clicks = EXCLUDED.clicks, impressions = EXCLUDED.impressions, position = EXCLUDED.position, is_final = EXCLUDED.is_final,
          stored_at = now()
        WHERE (t.clicks, t.impressions, t.position, t.is_final)
          IS DISTINCT FROM
          (EXCLUDED.clicks, EXCLUDED.impressions, EXCLUDED.position, EXCLUDED.is_final)
        """
    }
}
