import Core
import Postgres

/// The SQL of orders.
enum OrderStore {
    /// An order's members, in the shape of `Schema.order`.
    private static let members: Query = """
        id, platform, external_id, connection_id, number, customer_external_id, placed_at, day,
        core.money(total_micros, currency) AS total, core.money(subtotal_micros, currency) AS subtotal,
        core.money(discount_micros, currency) AS discount, core.money(tax_micros, currency) AS tax,
        core.money(shipping_micros, currency) AS shipping, core.money(refunded_micros, currency) AS refunded,
        quantity, status, source, is_test, cancelled_at, platform_updated_at
        """

    /// Newest first, one row more than asked for. A row is (id, placed_at, document).
    static func page(_ tenant: TenantID, _ filter: OrderFilter, _ page: PageRequest) -> Query {
        """
        SELECT o.id, o.placed_at, row_to_json(o)
        FROM (
          SELECT \(members)
          FROM commerce.orders
          WHERE tenant_id = \(tenant)
            AND NOT is_deleted\(conditions(filter))\(position(page.after))
          ORDER BY placed_at DESC, id DESC
          LIMIT \(page.limit + 1)
        ) o
        ORDER BY o.placed_at DESC, o.id DESC
        """
    }

    /// How many orders and customers there are.
    static func counts(_ tenant: TenantID, _ filter: OrderFilter) -> Query {
        """
        SELECT count(*), count(DISTINCT customer_external_id)
        FROM commerce.orders
        WHERE tenant_id = \(tenant)
          AND NOT is_deleted\(conditions(filter))
        """
    }

    /// Gross revenue per currency; trial orders and cancelled ones are none.
    static func revenue(_ tenant: TenantID, _ filter: OrderFilter) -> Query {
        """
        SELECT currency, sum(total_micros)::bigint
        FROM commerce.orders
        WHERE tenant_id = \(tenant)
          AND NOT is_deleted
          AND NOT is_test
          AND cancelled_at IS NULL\(conditions(filter))
        GROUP BY currency
        ORDER BY currency
        """
    }

    /// One order with its lines and refunds, in the shape of `Schema.orderDetail`.
    static func one(_ tenant: TenantID, _ id: OrderID) -> Query {
        """
        SELECT json_build_object(
          'order', row_to_json(o),
          'lines', (
            SELECT COALESCE(json_agg(l), '[]')
            FROM (
              SELECT external_id, product_external_id, variant_external_id, sku, title, quantity,
                core.money(unit_micros, currency) AS unit, core.money(total_micros, currency) AS total
              FROM commerce.order_lines
              WHERE tenant_id = \(tenant)
                AND order_id = \(id)
                AND NOT is_deleted
              ORDER BY external_id
            ) l),
          'refunds', (
            SELECT COALESCE(json_agg(r), '[]')
            FROM (
              SELECT external_id, core.money(amount_micros, currency) AS amount, refunded_at, day
              FROM commerce.refunds
              WHERE tenant_id = \(tenant)
                AND order_id = \(id)
                AND NOT is_deleted
              ORDER BY refunded_at, external_id
            ) r))
        FROM (
          SELECT \(members)
          FROM commerce.orders
          WHERE tenant_id = \(tenant)
            AND id = \(id)
            AND NOT is_deleted
        ) o
        """
    }

    private static func conditions(_ filter: OrderFilter) -> Query {
        var conditions: Query = ""
        if let platform = filter.platform { conditions = "\(conditions) AND platform = \(platform)" }
        if let connection = filter.connection { conditions = "\(conditions) AND connection_id = \(connection)" }
        if let customer = filter.customer { conditions = "\(conditions) AND customer_external_id = \(customer)" }
        if let since = filter.since { conditions = "\(conditions) AND day >= \(since)" }
        if let until = filter.until { conditions = "\(conditions) AND day <= \(until)" }
        return conditions
    }

    private static func position(_ after: JSON?) -> Query {
        guard let id = after?["id"]?.string.flatMap({ OrderID($0) }), let placedAt = after?["placed_at"]?.string.flatMap({ Instant($0) }) else {
            return ""
        }
        return " AND (placed_at, id) < (\(placedAt), \(id))"
    }
}
