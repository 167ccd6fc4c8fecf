import Core
import Postgres

/// Daily figures of messages.
enum MessageDailyMerge: FactMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_message_daily (
          ordinal int, day date, message_id uuid, message_external_id text, channel text, time_zone text, currency text,
          recipients bigint, delivered bigint, opens bigint, unique_opens bigint, clicks bigint, unique_clicks bigint, bounces bigint,
          unsubscribes bigint, spam_complaints bigint, conversions numeric, revenue_micros bigint, attribution text
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_message_daily (
          ordinal, day, message_id, message_external_id, channel, time_zone, currency, recipients, delivered, opens, unique_opens, clicks,
          unique_clicks, bounces, unsubscribes, spam_complaints, conversions, revenue_micros, attribution
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [messageStubs(scope), upsert(scope)]
    }

    static func withdraw(_ scope: MergeScope, _ replacement: FactReplacement) -> Query {
        """
        DELETE FROM marketing.message_daily f
        WHERE \(replacement.condition(scope))
          AND NOT EXISTS (
            SELECT
            FROM staged_message_daily s
            WHERE s.day = f.day
              AND s.message_id = f.message_id
              AND s.channel = f.channel)
        """
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.message_daily AS t (
          tenant_id, platform, day, message_id, channel, time_zone, currency, recipients, delivered, opens, unique_opens, clicks,
          unique_clicks, bounces, unsubscribes, spam_complaints, conversions, revenue_micros, attribution)
        SELECT \(scope.tenant), \(scope.platform), s.day, s.message_id, s.channel, s.time_zone, s.currency, s.recipients, s.delivered, s.opens,
          s.unique_opens, s.clicks, s.unique_clicks, s.bounces, s.unsubscribes, s.spam_complaints, s.conversions, s.revenue_micros,
          s.attribution
        FROM (SELECT DISTINCT ON (day, message_id, channel) * FROM staged_message_daily ORDER BY day, message_id, channel, ordinal DESC) s
        ON CONFLICT (tenant_id, day, message_id, channel) DO UPDATE SET
          time_zone = EXCLUDED.time_zone, currency = EXCLUDED.currency, recipients = EXCLUDED.recipients, delivered = EXCLUDED.delivered,
          opens = EXCLUDED.opens, unique_opens = EXCLUDED.unique_opens, clicks = EXCLUDED.clicks, unique_clicks = EXCLUDED.unique_clicks,
          bounces = EXCLUDED.bounces, unsubscribes = EXCLUDED.unsubscribes, spam_complaints = EXCLUDED.spam_complaints,
          conversions = EXCLUDED.conversions, revenue_micros = EXCLUDED.revenue_micros, attribution = EXCLUDED.attribution,
          stored_at = now()
        WHERE (t.time_zone, t.currency, t.recipients, t.delivered, t.opens, t.unique_opens, t.clicks, t.unique_clicks, t.bounces,
          t.unsubscribes, t.spam_complaints, t.conversions, t.revenue_micros, t.attribution)
          IS DISTINCT FROM
          (EXCLUDED.time_zone, EXCLUDED.currency, EXCLUDED.recipients, EXCLUDED.delivered, EXCLUDED.opens, EXCLUDED.unique_opens,
          EXCLUDED.clicks, EXCLUDED.unique_clicks, EXCLUDED.bounces, EXCLUDED.unsubscribes, EXCLUDED.spam_complaints,
          EXCLUDED.conversions, EXCLUDED.revenue_micros, EXCLUDED.attribution)
        """
    }

    /// What a fact names and no listing brought yet, so that it can be joined; the next listing completes it.
    private static func messageStubs(_ scope: MergeScope) -> Query {
        """
        INSERT INTO marketing.messages (tenant_id, id, platform, external_id, connection_id, is_stub)
        SELECT DISTINCT ON (s.message_id)
          \(scope.tenant), s.message_id, \(scope.platform), s.message_external_id, \(scope.connection), true
        FROM staged_message_daily s
        WHERE NOT EXISTS (SELECT FROM marketing.messages t WHERE t.tenant_id = \(scope.tenant) AND t.id = s.message_id)
        ON CONFLICT DO NOTHING
        """
    }
}
