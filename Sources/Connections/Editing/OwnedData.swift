import Core
import Postgres

/// What a connection brought and owns: ad accounts, campaigns and so on, which stay when it is paused, and go when it is erased.
enum OwnedData {
    /// The tables whose rows name their connection, with what people call these; wholes stand before their parts.
    private static let tables: [(kind: StaticString, table: StaticString)] = [
        ("ad accounts", "marketing.ad_accounts"), ("campaigns", "marketing.campaigns"), ("ad groups", "marketing.ad_groups"),
        ("ads", "marketing.ads"), ("creatives", "marketing.creatives"), ("keywords", "marketing.keywords"), ("messages", "marketing.messages"),
        ("visit figures", "marketing.web_daily"), ("event figures", "marketing.web_events"), ("visitor figures", "marketing.web_demographics"),
        ("search figures", "marketing.search_daily"), ("exchange rates", "marketing.fx_rates"), ("orders", "commerce.orders"),
        ("customers", "commerce.customers"), ("products", "commerce.products"), ("transactions", "commerce.transactions"),
        ("profiles", "commerce.profiles"), ("records", "ingest.records"),
    ]

    /// What there is, in words: `3 campaigns, 120 orders`; `nil` for nothing. Rows that are marked as deleted count: they can come back.
    static func summary(_ id: ConnectionID, _ tx: borrowing TenantTransaction) async throws -> String? {
        let tenant = tx.tenant
        let counts = tables.enumerated().map { place, entry in count(entry.kind, entry.table, at: place, tenant, id) }
        let rows = try await tx.query(
            """
            SELECT kind, amount
            FROM (\(counts.joined(separator: " UNION ALL "))) owned
            WHERE amount > 0
            ORDER BY place
            """)
        let parts = try rows.map { row in
            let (kind, amount) = try row.decode(String.self, Int64.self)
            return "\(amount) \(kind)"
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Removes all of it: facts before their entities, parts before their wholes.
    static func erase(_ id: ConnectionID, _ tx: borrowing TenantTransaction) async throws {
        let tenant = tx.tenant
        let accounts = ids("marketing.ad_accounts", tenant, id)
        let messages = ids("marketing.messages", tenant, id)
        let orders = ids("commerce.orders", tenant, id)
        let facts: [Query] = [
            "DELETE FROM marketing.ad_daily WHERE tenant_id = \(tenant) AND account_id IN (\(accounts))",
            "DELETE FROM marketing.keyword_daily WHERE tenant_id = \(tenant) AND account_id IN (\(accounts))",
            "DELETE FROM marketing.search_term_daily WHERE tenant_id = \(tenant) AND account_id IN (\(accounts))",
            "DELETE FROM marketing.message_daily WHERE tenant_id = \(tenant) AND message_id IN (\(messages))",
            "DELETE FROM commerce.order_lines WHERE tenant_id = \(tenant) AND order_id IN (\(orders))",
            "DELETE FROM commerce.refunds WHERE tenant_id = \(tenant) AND order_id IN (\(orders))",
        ]
        _ = try await tx.pipeline(facts + tables.reversed().map { delete($0.table, tenant, id) })
    }

    private static func count(_ kind: StaticString, _ table: StaticString, at place: Int, _ tenant: TenantID, _ id: ConnectionID) -> Query {
        """
        SELECT '\(Query(trusted: kind))' AS kind, \(place)::int AS place, count(*) AS amount
        FROM \(Query(trusted: table))
        WHERE tenant_id = \(tenant)
          AND connection_id = \(id)
        """
    }

    private static func ids(_ table: StaticString, _ tenant: TenantID, _ id: ConnectionID) -> Query {
        "SELECT id FROM \(Query(trusted: table)) WHERE tenant_id = \(tenant) AND connection_id = \(id)"
    }

    private static func delete(_ table: StaticString, _ tenant: TenantID, _ id: ConnectionID) -> Query {
        "DELETE FROM \(Query(trusted: table)) WHERE tenant_id = \(tenant) AND connection_id = \(id)"
    }
}
