import Core

/// The part of the Admin API's schema that is served. Names after the Admin GraphQL reference and what open connectors query.
enum ShopifySchema {
    static let schema = GraphQLSchema(
        types: Dictionary(uniqueKeysWithValues: (root + orderTypes + customerTypes + productTypes + valueTypes + bulkTypes).map { ($0.name, $0) }),
        query: "QueryRoot", mutation: "Mutation")

    private static let root: [GraphQLType] = [
        GraphQLType("QueryRoot", of: ShopifyRoot.self) {
            $0.object("shop", "Shop") { $0 }
            $0.connection("orders", "Order", ["query", "sortKey", "savedSearchId"]) { root, arguments throws(GraphQLFault) in
                try root.store.orders.connection(arguments, usual: "PROCESSED_AT")
            }
            $0.connection("customers", "Customer", ["query", "sortKey"]) { root, arguments throws(GraphQLFault) in
                try root.store.customers.connection(arguments, usual: "ID")
            }
            $0.connection("products", "Product", ["query", "sortKey", "savedSearchId"]) { root, arguments throws(GraphQLFault) in
                try root.store.products.connection(arguments, usual: "ID")
            }
            $0.add("ordersCount", .object("Count", isValue: true), ["query", "limit"]) { root, arguments throws(GraphQLFault) in
                .object(try root.store.orders.count(arguments), type: "Count")
            }
            $0.add("customersCount", .object("Count", isValue: true), ["query", "limit"]) { root, arguments throws(GraphQLFault) in
                .object(try root.store.customers.count(arguments), type: "Count")
            }
            $0.add("productsCount", .object("Count", isValue: true), ["query", "limit"]) { root, arguments throws(GraphQLFault) in
                .object(try root.store.products.count(arguments), type: "Count")
            }
            for (name, type) in [("node", "Node"), ("order", "Order"), ("customer", "Customer"), ("product", "Product")] {
                $0.add(name, .object(type, isValue: false), Set(["id"])) { root, arguments throws(GraphQLFault) in
                    guard let gid = arguments["id"]?.string else { throw GraphQLFault(message: "Field '\(name)' is missing required arguments: id") }
                    guard let value = root.node(gid), case .object(_, let found) = value, type == "Node" || type == found else { return .null }
                    return value
                }
            }
        },
        GraphQLType(
            name: "Node", fields: ["id": GraphQLField(shape: .scalar, arguments: []) { _, _ in .null }],
            members: ["Order", "Customer", "Product", "BulkOperation"]),
        GraphQLType("Shop", of: ShopifyRoot.self) {
            $0.scalar("id") { Self.gid("Shop", 60_000_000_000 + Int64($0.store.business.seed % 1_000_000)) }
            $0.scalar("name") { .string($0.store.business.name) }
            $0.scalar("email") { _ in "owner@example.com" }
            $0.scalar("currencyCode") { .string($0.store.business.currency.code) }
            $0.scalar("ianaTimezone") { .string($0.store.business.shopZone.name) }
            $0.scalar("timezoneOffset") { root in
                .string(String(root.store.business.shopZone.localText(root.store.business.now - .seconds(1)).suffix(5)))
            }
            $0.scalar("myshopifyDomain") { .string($0.domain) }
            $0.scalar("taxesIncluded") { _ in true }
            $0.scalar("createdAt") { .string(($0.store.business.since - 400).instant.description) }
            $0.object("plan", "ShopPlan") { $0 }
            $0.object("primaryDomain", "Domain") { $0 }
        },
        GraphQLType("ShopPlan", of: ShopifyRoot.self) {
            $0.scalar("publicDisplayName") { _ in "Basic" }
            $0.scalar("displayName") { _ in "Basic" }
            $0.scalar("partnerDevelopment") { _ in false }
            $0.scalar("shopifyPlus") { _ in false }
        },
        GraphQLType("Domain", of: ShopifyRoot.self) {
            $0.scalar("host") { .string($0.domain) }
            $0.scalar("url") { .string("https://\($0.domain)") }
        },
    ]

    private static let valueTypes: [GraphQLType] = [
        GraphQLType("MoneyBag", of: ShopifyMoneyBag.self) {
            $0.object("shopMoney", "MoneyV2", isValue: true) { $0.shop }
            $0.object("presentmentMoney", "MoneyV2", isValue: true) { $0.presentment }
        },
        GraphQLType("MoneyV2", of: ShopifyMoney.self) {
            $0.scalar("amount") { .string($0.amount) }
            $0.scalar("currencyCode") { .string($0.currency) }
        },
        GraphQLType("Count", of: ShopifyCount.self) {
            $0.scalar("count") { .integer($0.count) }
            $0.scalar("precision") { $0.isExact ? "EXACT" : "AT_LEAST" }
        },
    ]

    static func gid(_ type: String, _ number: Int64) -> JSON { .string("gid://shopify/\(type)/\(number)") }

    static func time(_ instant: Instant?) -> JSON? { instant.map { .string($0.description) } }
}
