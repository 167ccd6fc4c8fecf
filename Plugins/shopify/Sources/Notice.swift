import ConnectorKit

/// What a delivery of Shopify says: which object changed, or that one is gone. Bodies have the older interface's form, with whole numbers as ids.
enum Notice: Equatable {
    /// An object changed; the stream that it belongs to, and its id.
    case changed(String, id: String)
    case deleted(String, id: String)
    /// Something for people to act on.
    case told(String)
    /// Nothing that is kept.
    case nothing

    init(topic: String, _ body: JSONView) throws {
        switch topic {
        case "orders/create", "orders/updated", "orders/paid", "orders/fulfilled", "orders/cancelled":
            self = .changed("orders", id: try Notice.id("Order", body["id"]))
        case "refunds/create": self = .changed("orders", id: try Notice.id("Order", body["order_id"]))
        case "customers/create", "customers/update", "customers/enable", "customers/disable":
            self = .changed("customers", id: try Notice.id("Customer", body["id"]))
        case "products/create", "products/update": self = .changed("products", id: try Notice.id("Product", body["id"]))
        case "orders/delete": self = .deleted("orders", id: try Notice.id("Order", body["id"]))
        case "customers/delete": self = .deleted("customers", id: try Notice.id("Customer", body["id"]))
        case "customers/redact": self = .deleted("customers", id: try Notice.id("Customer", body["customer.id"]))
        case "products/delete": self = .deleted("products", id: try Notice.id("Product", body["id"]))
        case "app/uninstalled": self = .told("The app was removed from the shop: connect again.")
        case "shop/redact": self = .told("Shopify asks to erase all that is stored of the shop.")
        case "customers/data_request": self = .told("A customer of the shop asks for the data that is stored of them.")
        default: self = .nothing
        }
    }

    /// The id as GraphQL writes it: the one in the rows.
    private static func id(_ type: String, _ number: JSONView) throws -> String {
        if let text = number.filledString, text.hasPrefix("gid://shopify/\(type)/") { return text }
        guard let number = number.integer, number > 0 else { throw ConnectorFailure(.contract, "The delivery does not name its object.") }
        return "gid://shopify/\(type)/\(number)"
    }
}
