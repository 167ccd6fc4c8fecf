import Core

/// The business as a shop: rows with their numbers, times and relations. Each row is made once.
final class ShopifyStore: Sendable {
    let business: SimulatedBusiness
    let orders: ShopifyList<ShopifyOrder>
    let customers: ShopifyList<ShopifyCustomer>
    let products: ShopifyList<ShopifyProduct>

    init(_ business: SimulatedBusiness) {
        self.business = business
        let catalogue = Lazy { ShopifyCatalogue(business) }
        let all = Lazy { business.orders.enumerated().map { ShopifyOrder($1, position: $0, catalogue.get()) } }
        orders = ShopifyList("Order") { all.get() }
        customers = ShopifyList("Customer") { catalogue.get().customers }
        products = ShopifyList("Product") { catalogue.get().products }
    }
}

/// What orders point to, by position.
final class ShopifyCatalogue: Sendable {
    let business: SimulatedBusiness
    let customers: [ShopifyCustomer]
    let products: [ShopifyProduct]

    init(_ business: SimulatedBusiness) {
        self.business = business
        customers = business.customers.map { ShopifyCustomer($0, business) }
        products = business.products.map { ShopifyProduct($0) }
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
        switch parts[2] {
        case "Order": return store.orders.row(number).map { .object($0, type: "Order") }
        case "Customer": return store.customers.row(number).map { .object($0, type: "Customer") }
        case "Product": return store.products.row(number).map { .object($0, type: "Product") }
        case "BulkOperation": return desk.operation(number).map { .object(ShopifyBulkView(operation: $0, root: self), type: "BulkOperation") }
        default: return nil
        }
    }
}

// Rows are objects, because a row is handed on for each of its fields.

final class ShopifyOrder: ShopifyRow {
    let order: SimulatedOrder
    /// In `SimulatedBusiness.orders`.
    let position: Int
    let customer: ShopifyCustomer
    fileprivate let catalogue: ShopifyCatalogue

    init(_ order: SimulatedOrder, position: Int, _ catalogue: ShopifyCatalogue) {
        self.order = order
        self.position = position
        self.catalogue = catalogue
        customer = catalogue.customers[order.customer]
    }

    var business: SimulatedBusiness { catalogue.business }
    var number: Int64 { order.number }
    var created: Instant { order.placed }
    var updated: Instant { order.updated }
    var isTest: Bool? { order.isTest }
    /// The way that led to it.
    var channel: OrderChannel { business.orderChannels[position] }
}

final class ShopifyCustomer: ShopifyRow {
    let customer: SimulatedCustomer
    let business: SimulatedBusiness

    init(_ customer: SimulatedCustomer, _ business: SimulatedBusiness) {
        self.customer = customer
        self.business = business
    }

    var number: Int64 { customer.number }
    var created: Instant { customer.created }
    var updated: Instant { customer.updated }
}

final class ShopifyProduct: ShopifyRow {
    let product: SimulatedProduct

    init(_ product: SimulatedProduct) { self.product = product }

    var number: Int64 { product.number }
    var created: Instant { product.created }
    var updated: Instant { product.updated }
}

struct ShopifyLine: Sendable {
    let line: SimulatedOrder.Line
    let order: ShopifyOrder
    let product: ShopifyProduct

    init(_ line: SimulatedOrder.Line, of order: ShopifyOrder) {
        self.line = line
        self.order = order
        product = order.catalogue.products[line.product]
    }

    var variant: SimulatedProduct.Variant { product.product.variants[line.variant] }
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
