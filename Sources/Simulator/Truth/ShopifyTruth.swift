import Core

/// What the shop must show.
struct ShopifyTruth {
    private let business: SimulatedBusiness

    init(_ business: SimulatedBusiness) { self.business = business }

    var json: JSON {
        [
            "days": .array(days), "orders": .array(business.orders.map { order($0) }), "customers": .array(business.customers.map { customer($0) }),
            "products": .array(business.products.map { product($0) }),
        ]
    }

    private struct Totals {
        var orders = 0
        var total: Int64 = 0
        var refunds = 0
        var refunded: Int64 = 0
        var testOrders = 0
        var testTotal: Int64 = 0
    }

    /// Per day in the shop's zone. Test orders stand apart; refunds count on the day they were made.
    private var days: [JSON] {
        var totals: [Day: Totals] = [:]
        for order in business.orders {
            if order.isTest {
                totals[order.day, default: Totals()].testOrders += 1
                totals[order.day, default: Totals()].testTotal += order.total
                continue
            }
            totals[order.day, default: Totals()].orders += 1
            totals[order.day, default: Totals()].total += order.total
            guard let refund = order.refund else { continue }
            totals[business.shopZone.day(of: refund.at), default: Totals()].refunds += 1
            totals[business.shopZone.day(of: refund.at), default: Totals()].refunded += refund.amount
        }
        return totals.sorted { $0.key < $1.key }.map { day, totals in
            [
                "day": .string(day.description), "currency": .string(business.currency.code), "orders": .integer(totals.orders),
                "total_micros": .integer(totals.total), "refunds": .integer(totals.refunds), "refunded_micros": .integer(totals.refunded),
                "test_orders": .integer(totals.testOrders), "test_total_micros": .integer(totals.testTotal),
            ]
        }
    }

    private func order(_ order: SimulatedOrder) -> JSON {
        [
            "id": ShopifySchema.gid("Order", order.number), "number": .string(order.name),
            "customer_id": ShopifySchema.gid("Customer", business.customers[order.customer].number), "placed_at": .string(order.placed.description),
            "day": .string(order.day.description), "currency": .string(business.currency.code), "total_micros": .integer(order.total),
            "subtotal_micros": .integer(order.subtotal), "discount_micros": .integer(order.discount), "tax_micros": .integer(order.tax),
            "shipping_micros": .integer(order.shipping), "refunded_micros": .integer(order.refunded), "quantity": .integer(order.quantity),
            "lines": .integer(order.lines.count), "is_test": .bool(order.isTest), "cancelled_at": ShopifySchema.time(order.cancelled) ?? .null,
            "refund": refund(order), "updated_at": .string(order.updated.description),
        ]
    }

    private func refund(_ order: SimulatedOrder) -> JSON {
        guard let refund = order.refund else { return .null }
        return [
            "id": ShopifySchema.gid("Refund", refund.number), "amount_micros": .integer(refund.amount), "refunded_at": .string(refund.at.description),
            "day": .string(business.shopZone.day(of: refund.at).description),
        ]
    }

    private func customer(_ customer: SimulatedCustomer) -> JSON {
        [
            "id": ShopifySchema.gid("Customer", customer.number), "email": .string(customer.email), "country": .string(customer.country),
            "created_at": .string(customer.created.description), "orders_count": .integer(customer.orderCount),
            "spent_micros": .integer(customer.spent),
            "weekly_rate": .decimal(customer.weeklyRate), "dropout": .decimal(customer.dropout),
            "platform": customer.touch.map { .string($0.platform.rawValue) } ?? .null,
            "campaign_id": customer.touch.map { .string(business.advertising(on: $0.platform).campaigns[$0.campaign].id) } ?? .null,
        ]
    }

    private func product(_ product: SimulatedProduct) -> JSON {
        let variants = product.variants.map { variant -> JSON in
            [
                "id": ShopifySchema.gid("ProductVariant", variant.number), "sku": .string(variant.sku), "price_micros": .integer(variant.price),
                "cost_micros": .integer(variant.cost), "inventory": .integer(variant.inventory),
            ]
        }
        return ["id": ShopifySchema.gid("Product", product.number), "title": .string(product.title), "variants": .array(variants)]
    }
}
