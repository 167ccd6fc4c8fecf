import Core

extension ShopifySchema {
    static let orderTypes: [GraphQLType] = [
        GraphQLType("Order", of: ShopifyOrder.self) {
            facts(&$0)
            money(&$0)
            relations(&$0)
        },
        GraphQLType("LineItem", of: ShopifyLine.self) {
            $0.scalar("id") { gid("LineItem", $0.line.number) }
            $0.scalar("sku") { .string($0.variant.sku) }
            $0.scalar("title") { .string($0.product.product.title) }
            $0.scalar("name") { .string("\($0.product.product.title) - \($0.variant.title)") }
            $0.scalar("variantTitle") { .string($0.variant.title) }
            $0.scalar("vendor") { .string($0.product.product.vendor) }
            $0.scalar("quantity") { .integer($0.line.quantity) }
            $0.scalar("currentQuantity") { .integer($0.line.quantity) }
            $0.object("product", "Product") { $0.product }
            $0.object("variant", "ProductVariant") {
                ShopifyVariant(variant: $0.variant, product: $0.product)
            }
            $0.object("originalUnitPriceSet", "MoneyBag", isValue: true) { $0.order.bag($0.line.unit) }
            $0.object("originalTotalSet", "MoneyBag", isValue: true) { $0.order.bag($0.line.unit * Int64($0.line.quantity)) }
            $0.object("discountedTotalSet", "MoneyBag", isValue: true) { $0.order.bag($0.line.total) }
            $0.object("totalDiscountSet", "MoneyBag", isValue: true) { $0.order.bag($0.line.discount) }
        },
        GraphQLType("Refund", of: ShopifyOrder.self) {
            $0.scalar("id") { order in order.order.refund.map { gid("Refund", $0.number) } }
            $0.scalar("createdAt") { time($0.order.refund?.at) }
            $0.scalar("updatedAt") { time($0.order.refund?.at) }
            $0.scalar("note") { _ in nil }
            $0.object("totalRefundedSet", "MoneyBag", isValue: true) { $0.bag($0.order.refunded) }
        },
        GraphQLType("CustomerJourneySummary", of: ShopifyVisit.self) {
            $0.scalar("ready") { _ in true }
            $0.scalar("customerOrderIndex") { .integer($0.order.order.sequence) }
            $0.object("firstVisit", "CustomerVisit") { $0 }
            $0.object("lastVisit", "CustomerVisit") { $0 }
        },
        GraphQLType("CustomerVisit", of: ShopifyVisit.self) {
            $0.scalar("source") { .string($0.source) }
            $0.scalar("landingPage") { _ in "https://example.com/" }
            $0.scalar("occurredAt") { time($0.order.created - .seconds(900)) }
            $0.object("utmParameters", "UTMParameters") { $0.marks }
        },
        GraphQLType("UTMParameters", of: ShopifyLinkMarks.self) {
            $0.scalar("source") { .string($0.source) }
            $0.scalar("medium") { .string($0.medium) }
            $0.scalar("campaign") { .string($0.campaign) }
            $0.scalar("content") { _ in nil }
            $0.scalar("term") { .string($0.term) }
        },
    ]

    private static func facts(_ fields: inout GraphQLFields<ShopifyOrder>) {
        fields.scalar("id") { gid("Order", $0.number) }
        fields.scalar("legacyResourceId") { .string(String($0.number)) }
        fields.scalar("name") { .string($0.order.name) }
        fields.scalar("email") { .string($0.customer.customer.email) }
        fields.scalar("createdAt") { time($0.created) }
        fields.scalar("processedAt") { time($0.created) }
        fields.scalar("updatedAt") { time($0.updated) }
        fields.scalar("cancelledAt") { time($0.order.cancelled) }
        fields.scalar("cancelReason") { $0.order.cancelled == nil ? nil : "CUSTOMER" }
        fields.scalar("closedAt") { _ in nil }
        fields.scalar("test") { .bool($0.order.isTest) }
        fields.scalar("currencyCode") { .string($0.business.currency.code) }
        fields.scalar("presentmentCurrencyCode") { .string($0.bag(0).presentment.currency) }
        fields.scalar("taxesIncluded") { _ in true }
        fields.scalar("sourceName") { .string($0.order.source) }
        fields.scalar("displayFulfillmentStatus") { $0.order.fulfilled == nil ? "UNFULFILLED" : "FULFILLED" }
        fields.scalar("displayFinancialStatus") { order in
            switch order.order.refunded {
            case 0: "PAID"
            case order.order.total: "REFUNDED"
            default: "PARTIALLY_REFUNDED"
            }
        }
        fields.scalar("currentSubtotalLineItemsQuantity") { .integer($0.order.quantity) }
        fields.scalar("subtotalLineItemsQuantity") { .integer($0.order.quantity) }
        fields.scalar("discountCode") { $0.order.discountCode.map { .string($0) } }
        fields.scalars("discountCodes") { $0.order.discountCode.map { [.string($0)] } ?? [] }
        fields.scalars("tags") { _ in [] }
    }

    private static func money(_ fields: inout GraphQLFields<ShopifyOrder>) {
        let amounts: [(String, @Sendable (ShopifyOrder) -> Int64)] = [
            ("totalPriceSet", { $0.order.total }), ("currentTotalPriceSet", { $0.order.total - $0.order.refunded }),
            ("subtotalPriceSet", { $0.order.subtotal }), ("totalDiscountsSet", { $0.order.discount }), ("totalTaxSet", { $0.order.tax }),
            ("totalShippingPriceSet", { $0.order.shipping }), ("totalRefundedSet", { $0.order.refunded }),
            ("netPaymentSet", { $0.order.total - $0.order.refunded }), ("totalReceivedSet", { $0.order.total }),
        ]
        for (name, amount) in amounts { fields.object(name, "MoneyBag", isValue: true) { $0.bag(amount($0)) } }
    }

    private static func relations(_ fields: inout GraphQLFields<ShopifyOrder>) {
        fields.object("customer", "Customer") { $0.customer }
        fields.object("customerJourneySummary", "CustomerJourneySummary") { ShopifyVisit(order: $0) }
        fields.list("refunds", "Refund", ["first"]) { $0.order.refund == nil ? [] : [$0] }
        fields.connection("lineItems", "LineItem") { order, arguments in
            .short(order.order.lines.map { ShopifyLine($0, of: order) }, "LineItem", arguments)
        }
    }
}

extension ShopifyOrder {
    /// An amount of this order, in both currencies.
    func bag(_ micros: Int64) -> ShopifyMoneyBag {
        ShopifyMoneyBag(micros: micros, business: business, country: customer.customer.country)
    }
}
