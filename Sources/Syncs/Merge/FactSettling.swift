import Core
import Postgres

/// Marks facts that are older than the platform's settle window: it no longer changes them.
enum FactSettling {
    /// `nil` for a stream that has no facts by the day.
    static func query(
        _ stream: CanonicalStream, _ tenant: TenantID, _ connection: ConnectionID, after settleDays: Int, today: Day
    ) -> Query? {
        let limit = today - settleDays
        switch stream {
        case .adDaily: return ofAccounts("marketing.ad_daily", tenant, connection, limit)
        case .keywordDaily: return ofAccounts("marketing.keyword_daily", tenant, connection, limit)
        case .searchTermDaily: return ofAccounts("marketing.search_term_daily", tenant, connection, limit)
        case .webDaily: return ofConnection("marketing.web_daily", tenant, connection, limit)
        case .webEvents: return ofConnection("marketing.web_events", tenant, connection, limit)
        case .webDemographics: return ofConnection("marketing.web_demographics", tenant, connection, limit)
        case .searchDaily: return ofConnection("marketing.search_daily", tenant, connection, limit)
        case .messageDaily: return ofMessages(tenant, connection, limit)
        default: return nil
        }
    }

    private static func ofAccounts(_ table: Query, _ tenant: TenantID, _ connection: ConnectionID, _ limit: Day) -> Query {
        """
        UPDATE \(table) f
        SET settled_at = now()
        FROM marketing.ad_accounts a
        WHERE f.tenant_id = \(tenant)
          AND a.tenant_id = \(tenant)
          AND a.id = f.account_id
          AND a.connection_id = \(connection)
          AND f.settled_at IS NULL
          AND f.day < \(limit)
        """
    }

    private static func ofConnection(_ table: Query, _ tenant: TenantID, _ connection: ConnectionID, _ limit: Day) -> Query {
        """
        UPDATE \(table) f
        SET settled_at = now()
        WHERE f.tenant_id = \(tenant)
          AND f.connection_id = \(connection)
          AND f.settled_at IS NULL
          AND f.day < \(limit)
        """
    }

    private static func ofMessages(_ tenant: TenantID, _ connection: ConnectionID, _ limit: Day) -> Query {
        """
        UPDATE marketing.message_daily f
        SET settled_at = now()
        FROM marketing.messages m
        WHERE f.tenant_id = \(tenant)
          AND m.tenant_id = \(tenant)
          AND m.id = f.message_id
          AND m.connection_id = \(connection)
          AND f.settled_at IS NULL
          AND f.day < \(limit)
        """
    }
}
