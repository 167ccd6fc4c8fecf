import Core
import Postgres

/// Exchange rates. Where two sources tell the rate of a day, the later word counts.
enum FXRateMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_fx_rates (
          ordinal int, day date, base text, quote text, rate numeric, source text
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_fx_rates (
          ordinal, day, base, quote, rate, source
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.fx_rates AS t (
          tenant_id, connection_id, day, base, quote, rate, source)
        SELECT \(scope.tenant), \(scope.connection), s.day, s.base, s.quote, s.rate, s.source
        FROM (SELECT DISTINCT ON (day, base, quote) * FROM staged_fx_rates ORDER BY day, base, quote, ordinal DESC) s
        ON CONFLICT (tenant_id, day, base, quote) DO UPDATE SET
          rate = EXCLUDED.rate, source = EXCLUDED.source, connection_id = EXCLUDED.connection_id, stored_at = now()
        WHERE (t.rate, t.source)
          IS DISTINCT FROM
          (EXCLUDED.rate, EXCLUDED.source)
        """
    }
}
