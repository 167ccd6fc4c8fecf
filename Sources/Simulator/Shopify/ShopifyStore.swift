import Core

/// The business as a shop: rows with their numbers, times and relations.
final class ShopifyStore: Sendable {
    let business: SimulatedBusiness
    let orders: ShopifyList<ShopifyOrder>
    let customers: ShopifyList<ShopifyCustomer>
    let products: ShopifyList<ShopifyProduct>

    init(_ business: SimulatedBusiness) {
        self.business = business
        orders = ShopifyList("Order") { business.orders.indices.map { ShopifyOrder(position: $0, business: business) } }
        customers = ShopifyList("Customer") { business.customers.map { ShopifyCustomer(customer: $0, business: business) } }
        products = ShopifyList("Product") { business.products.map { ShopifyProduct(product: $0, business: business) } }
    }
}

/// The root of a query: the shop that was addressed.
struct ShopifyRoot: Sendable {
    let store: ShopifyStore
    let domain: String
    let desk: ShopifyBulkDesk
    /// Who asks: files of bulk operations carry it in their address, as a signature.
    let token: String
    let now: Instant

    /// What a global id names, with its type; `nil` for what is not there.
    func node(_ gid: String) -> GraphQLValue? {
        let parts = gid.split(separator: "/")
        guard parts.count == 4, parts[0] == "gid:", parts[1] == "shopify", let number = Int64(parts[3]) else { return nil }
        let business = store.business
        switch parts[2] {
        case "Order":
            return business.orders.firstIndex { $0.number == number }.map { .object(ShopifyOrder(position: $0, business: business), type: "Order") }
        case "Customer":
            return business.customers.first { $0.number == number }.map {
                .object(ShopifyCustomer(customer: $0, business: business), type: "Customer")
            }
        case "Product":
            return business.products.first { $0.number == number }.map { .object(ShopifyProduct(product: $0, business: business), type: "Product") }
        case "BulkOperation": return desk.operation(number).map { .object(ShopifyBulkView(operation: $0, root: self), type: "BulkOperation") }
        default: return nil
        }
    }
}

struct ShopifyOrder: ShopifyRow {
    let order: SimulatedOrder
    let business: SimulatedBusiness
    /// In `SimulatedBusiness.orders`.
    let position: Int

    init(position: Int, business: SimulatedBusiness) {
        order = business.orders[position]
        self.position = position
        self.business = business
    }

    var number: Int64 { order.number }
    var created: Instant { order.placed }
    var updated: Instant { order.updated }
    var isTest: Bool? { order.isTest }
    var customer: ShopifyCustomer { ShopifyCustomer(customer: business.customers[order.customer], business: business) }
    /// The way that led to it.
    var channel: OrderChannel { business.orderChannels[position] }
}

struct ShopifyCustomer: ShopifyRow {
    let customer: SimulatedCustomer
    let business: SimulatedBusiness
    var number: Int64 { customer.number }
    var created: Instant { customer.created }
    var updated: Instant { customer.updated }
}

struct ShopifyProduct: ShopifyRow {
    let product: SimulatedProduct
    let business: SimulatedBusiness
    var number: Int64 { product.number }
    var created: Instant { product.created }
    var updated: Instant { product.updated }
}

struct ShopifyLine: Sendable {
    let line: SimulatedOrder.Line
    let order: ShopifyOrder
    var product: SimulatedProduct { order.business.products[line.product] }
    var variant: SimulatedProduct.Variant { product.variants[line.variant] }
}

struct ShopifyVariant: ShopifyRow {
    let variant: SimulatedProduct.Variant
    let product: ShopifyProduct
    var number: Int64 { variant.number }
    var created: Instant { product.created }
    var updated: Instant { product.updated }
}

/// An amount in the shop's currency and in the one that the customer saw.
struct ShopifyMoneyBag: Sendable {
    let micros: Int64
    let business: SimulatedBusiness
    let country: String

    var shop: ShopifyMoney { ShopifyMoney(micros: micros, currency: business.currency.code) }

    /// Customers in Switzerland and Britain saw their own currency, at a fixed rate, in whole cents.
    var presentment: ShopifyMoney {
        switch country {
        case "CH": ShopifyMoney(micros: Cents.rounded(micros * 95, dividedBy: 100), currency: "CHF")
        case "GB": ShopifyMoney(micros: Cents.rounded(micros * 86, dividedBy: 100), currency: "GBP")
        default: shop
        }
    }
}

/// An amount as `MoneyV2`: a decimal text without superfluous zeros behind the first decimal (`59.9`, `12.0`).
struct ShopifyMoney: Sendable {
    let micros: Int64
    let currency: String
    var amount: String { Micros.text(micros, decimals: 1) }
}

extension GraphQLConnection {
    /// A whole short list as a connection, cut at `first`.
    static func short<Node: Sendable>(_ nodes: [Node], _ nodeType: String, _ arguments: GraphQLArguments) -> GraphQLConnection {
        let start = arguments["after"]?.string.flatMap { Int($0) } ?? 0
        let ordered = arguments["reverse"]?.bool == true ? nodes.reversed() : nodes
        let page = ordered.dropFirst(start).prefix(Int(arguments["first"]?.integer ?? 0))
        let edges = page.enumerated().map { Edge(cursor: String(start + $0.offset + 1), node: $0.element) }
        return GraphQLConnection(edges: edges, nodeType: nodeType, hasPrevious: start > 0, hasNext: start + page.count < nodes.count)
    }
}
