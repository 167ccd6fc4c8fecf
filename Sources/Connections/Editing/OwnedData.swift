import Core
import Postgres

/// What a connection brought and owns: ad accounts, campaigns and so on, which stay when it is paused, and go when it is erased.
enum OwnedData {
    /// What there is, in words: `3 campaigns, 120 orders`; `nil` for nothing. Rows that are marked as deleted count: they can come back.
    static func summary(_ id: ConnectionID, _ tx: borrowing TenantTransaction) async throws -> String? {
        let rows = try await tx.query(
            """
            SELECT kind, amount
            FROM (
              \(count("ad accounts", "marketing.ad_accounts", tx.tenant, id)) UNION ALL
              \(count("campaigns", "marketing.campaigns", tx.tenant, id)) UNION ALL
              \(count("ad groups", "marketing.ad_groups", tx.tenant, id)) UNION ALL
              \(count("ads", "marketing.ads", tx.tenant, id)) UNION ALL
              \(count("orders", "commerce.orders", tx.tenant, id)) UNION ALL
              \(count("customers", "commerce.customers", tx.tenant, id)) UNION ALL
              \(count("products", "commerce.products", tx.tenant, id))
            ) owned
            WHERE amount > 0
            """)
        let parts = try rows.map { row in
            let (kind, amount) = try row.decode(String.self, Int64.self)
            return "\(amount) \(kind)"
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Removes all of it: facts before their entities, parts before their wholes.
    static func erase(_ id: ConnectionID, _ tx: borrowing TenantTransaction) async throws {
        let (tenant, accounts) = (tx.tenant, Self.ids("marketing.ad_accounts", tx.tenant, id))
        let orders = ids("commerce.orders", tx.tenant, id)
        _ = try await tx.pipeline([
            "DELETE FROM marketing.ad_daily WHERE tenant_id = \(tenant) AND account_id IN (\(accounts))",
            delete("marketing.ads", tenant, id), delete("marketing.ad_groups", tenant, id), delete("marketing.campaigns", tenant, id),
            delete("marketing.ad_accounts", tenant, id),
            "DELETE FROM commerce.order_lines WHERE tenant_id = \(tenant) AND order_id IN (\(orders))",
            "DELETE FROM commerce.refunds WHERE tenant_id = \(tenant) AND order_id IN (\(orders))",
            delete("commerce.orders", tenant, id), delete("commerce.customers", tenant, id), delete("commerce.products", tenant, id),
        ])
    }

    private static func count(_ kind: StaticString, _ table: StaticString, _ tenant: TenantID, _ id: ConnectionID) -> Query {
        """
        SELECT '\(Query(trusted: kind))' AS kind, count(*) AS amount
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
