import Core
import Web

/// An order as the API shows it: its JSON is built by PostgreSQL (`OrderStore`), this declares its shape.
struct Order: Sendable {
    let id: OrderID
    let platform: String
    let externalID: String
    let connectionID: ConnectionID
    let number: String?
    let customer: String?
    let placedAt: Instant
    let day: Day
    let total: Money
    let subtotal: Money?
    let discount: Money?
    let tax: Money?
    let shipping: Money?
    let refunded: Money?
    let quantity: Int64?
    let status: String?
    let source: String?
    let isTest: Bool
    let cancelledAt: Instant?
    let platformUpdatedAt: Instant?
}

/// One line of an order.
struct OrderLine: Sendable {
    let externalID: String
    let product: String?
    let variant: String?
    let sku: String?
    let title: String?
    let quantity: Int64
    let unit: Money?
    let total: Money?
}

/// Money that went back for an order.
struct Refund: Sendable {
    let externalID: String
    let amount: Money
    let refundedAt: Instant
    let day: Day
}

/// An order with what belongs to it.
struct OrderDetail: Sendable {
    let order: Order
    let lines: [OrderLine]
    let refunds: [Refund]
}

extension Schema where Value == Order {
    static let order = Schema.record(
        "Order",
        field("id", \.id, .id(), "The order's id here; it stays the same over all syncs."),
        field("platform", \.platform, .string(), "The connector that brought it."),
        field("external_id", \.externalID, .string(), "The platform's own id."),
        field("connection_id", \.connectionID, .id(), "The connection that owns it."),
        field("number", \.number, .nullable(.string()), "The number that people see."),
        field("customer_external_id", \.customer, .nullable(.string()), "The platform's own id of the customer."),
        field("placed_at", \.placedAt, .instant, "When it was placed."),
        field("day", \.day, .day, "The calendar day in the shop's time zone."),
        field("total", \.total, .money, "What the customer owes, everything counted."),
        field("subtotal", \.subtotal, .nullable(.money), "Before tax and shipping."),
        field("discount", \.discount, .nullable(.money), "What was taken off."),
        field("tax", \.tax, .nullable(.money), "Tax."),
        field("shipping", \.shipping, .nullable(.money), "Shipping."),
        field("refunded", \.refunded, .nullable(.money), "What went back so far."),
        field("quantity", \.quantity, .nullable(.integer()), "Pieces."),
        field("status", \.status, .nullable(.string()), "The platform's word for its state."),
        field("source", \.source, .nullable(.string()), "Where it came from, in the platform's word."),
        field("is_test", \.isTest, .boolean, "A trial order: not counted as revenue."),
        field("cancelled_at", \.cancelledAt, .nullable(.instant), "When it was cancelled."),
        field("platform_updated_at", \.platformUpdatedAt, .nullable(.instant), "When the platform last changed it."))
}

extension Schema where Value == OrderLine {
    static let orderLine = Schema.record(
        "OrderLine",
        field("external_id", \.externalID, .string(), "The platform's own id."),
        field("product_external_id", \.product, .nullable(.string()), "The product's own id."),
        field("variant_external_id", \.variant, .nullable(.string()), "The variant's own id."),
        field("sku", \.sku, .nullable(.string()), "Stock keeping unit."),
        field("title", \.title, .nullable(.string()), "What the customer saw."),
        field("quantity", \.quantity, .integer(), "Pieces."),
        field("unit", \.unit, .nullable(.money), "Price of a piece."),
        field("total", \.total, .nullable(.money), "Price of the line, discounts taken off."))
}

extension Schema where Value == Refund {
    static let refund = Schema.record(
        "Refund",
        field("external_id", \.externalID, .string(), "The platform's own id."),
        field("amount", \.amount, .money, "What went back."),
        field("refunded_at", \.refundedAt, .instant, "When."),
        field("day", \.day, .day, "The calendar day in the shop's time zone."))
}

extension Schema where Value == OrderDetail {
    static let orderDetail = Schema.record(
        "OrderDetail",
        field("order", \.order, .order, "The order."),
        field("lines", \.lines, .array(of: .orderLine, max: .max), "Its lines."),
        field("refunds", \.refunds, .array(of: .refund, max: .max), "Its refunds."))
}
