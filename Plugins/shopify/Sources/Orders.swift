import ConnectorKit

/// Orders with their lines and refunds. Amounts are those in the shop's currency.
struct Orders: Listed {
    let stream = "orders"
    let type = "Order"
    let member = "orders"
    let pageSize: Int
    private let admin: Admin
    private let shop: Shop
    private let lines = Rest(name: "order_lines", type: "Order", field: "lineItems", selection: Orders.line)

    init(_ admin: Admin, _ shop: Shop, _ settings: Settings) {
        self.admin = admin
        self.shop = shop
        pageSize = settings.ordersPageSize
    }

    private static let line =
        "id title sku quantity product{id} variant{id} originalUnitPriceSet{shopMoney{amount currencyCode}} discountedTotalSet{shopMoney{amount}}"

    func selection(_ form: InnerList) -> String {
        """
        id name createdAt processedAt updatedAt cancelledAt test currencyCode displayFinancialStatus sourceName subtotalLineItemsQuantity \
        totalPriceSet{shopMoney{amount currencyCode}} subtotalPriceSet{shopMoney{amount}} totalDiscountsSet{shopMoney{amount}} \
        totalTaxSet{shopMoney{amount}} totalShippingPriceSet{shopMoney{amount}} totalRefundedSet{shopMoney{amount}} customer{id} \
        customerJourneySummary{lastVisit{source utmParameters{source medium campaign}}} \
        \(lines.inner(form)) \
        refunds{id createdAt totalRefundedSet{shopMoney{amount currencyCode}}}
        """
    }

    /// One stream after the other: rows go over in larger pieces so.
    func emit(_ items: [Item], _ host: Host) throws {
        for item in items { try emitOrder(item.node, host) }
        for item in items { try emitLines(item, host) }
        for item in items { try emitRefunds(item.node, host) }
    }

    private func emitOrder(_ node: JSONView, _ host: Host) throws {
        let row = try row(node)
        try host.emit(OrderRow.stream) { target in
            row.write(to: &target)
            // Where the buyer came from before this order: kept beside the canonical members.
            if node["customerJourneySummary.lastVisit"].exists { target.raw("last_visit", node["customerJourneySummary.lastVisit"]) }
        }
    }

    private func row(_ node: JSONView) throws -> OrderRow {
        let placed = node["processedAt"].instant ?? node["createdAt"].instant
        return OrderRow(
            id: try node.requiredString("id"), number: node["name"].filledString, customerID: node["customer.id"].filledString, placedAt: placed,
            day: placed.map { shop.zone.day(of: $0) }, currency: currency(node), total: amount(node, "totalPriceSet"),
            subtotal: amount(node, "subtotalPriceSet"), discount: amount(node, "totalDiscountsSet"), tax: amount(node, "totalTaxSet"),
            shipping: amount(node, "totalShippingPriceSet"), refunded: amount(node, "totalRefundedSet"),
            quantity: node["subtotalLineItemsQuantity"].integer, status: node["displayFinancialStatus"].filledString?.lowercased(),
            source: node["sourceName"].filledString, isTest: node["test"].boolean, cancelledAt: node["cancelledAt"].instant,
            updatedAt: node["updatedAt"].instant)
    }

    private func emitLines(_ outer: Item, _ host: Host) throws {
        let node = outer.node
        let order = try node.requiredString("id")
        let (items, isWhole) = try lines.all(of: outer, id: order, admin)
        for item in items {
            guard let id = item["id"].filledString else {
                try host.reject(OrderLineRow.stream, Reject("The line has no id.", field: "id", sample: String(item.json.prefix(200))))
                continue
            }
            try host.emit(
                OrderLineRow(
                    id: id, orderID: order, productID: item["product.id"].filledString, variantID: item["variant.id"].filledString,
                    sku: item["sku"].filledString, title: item["title"].filledString, quantity: item["quantity"].integer,
                    unit: amount(item, "originalUnitPriceSet"), total: amount(item, "discountedTotalSet"),
                    currency: item["originalUnitPriceSet.shopMoney.currencyCode"].currencyCode ?? currency(node)))
        }
        if !isWhole {
            try host.reject(OrderLineRow.stream, Reject("The order went away before all its lines were read.", field: "order_id", sample: order))
        }
    }

    private func emitRefunds(_ node: JSONView, _ host: Host) throws {
        let order = try node.requiredString("id")
        for refund in node["refunds"].elements {
            guard let id = refund["id"].filledString else {
                try host.reject(RefundRow.stream, Reject("The refund has no id.", field: "id", sample: String(refund.json.prefix(200))))
                continue
            }
            let at = refund["createdAt"].instant
            try host.emit(
                RefundRow(
                    id: id, orderID: order, amount: amount(refund, "totalRefundedSet"),
                    currency: refund["totalRefundedSet.shopMoney.currencyCode"].currencyCode ?? currency(node), refundedAt: at,
                    day: at.map { shop.zone.day(of: $0) }))
        }
    }

    /// Amounts are texts in major units, whatever the currency.
    private func amount(_ view: JSONView, _ name: String) -> Micros? { view["\(name).shopMoney.amount"].micros }

    private func currency(_ node: JSONView) -> String {
        node["totalPriceSet.shopMoney.currencyCode"].currencyCode ?? node["currencyCode"].currencyCode ?? shop.currency
    }
}
