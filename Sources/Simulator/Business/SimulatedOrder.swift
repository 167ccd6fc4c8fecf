package import Core

/// A purchase. Money in micros of the shop's currency, whole cents; prices include tax.
package struct SimulatedOrder: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package let number: Int64
        /// Positions in the catalogue.
        package let product: Int
        package let variant: Int
        package let quantity: Int
        package let unit: Int64
        package let discount: Int64
        /// What is paid for the line, after its discount.
        package var total: Int64 { unit * Int64(quantity) - discount }
    }

    package struct Refund: Sendable, Hashable {
        package let number: Int64
        package let amount: Int64
        package let at: Instant
    }

    /// The platform's number for it.
    package let number: Int64
    /// As the shop counts: `#1001`.
    package let name: String
    /// Position in `SimulatedBusiness.customers`.
    package let customer: Int
    /// 0 for the customer's first order.
    package let sequence: Int
    package let placed: Instant
    /// The day in the shop's zone.
    package let day: Day
    package let lines: [Line]
    package let discountCode: String?
    package let shipping: Int64
    package let refund: Refund?
    package let cancelled: Instant?
    package let fulfilled: Instant?
    package let isTest: Bool
    package let source: String
    /// When anything of it changed last.
    package let updated: Instant

    package var subtotal: Int64 { lines.reduce(0) { $0 + $1.total } }
    package var discount: Int64 { lines.reduce(0) { $0 + $1.discount } }
    package var total: Int64 { subtotal + shipping }
    /// 19 % are in the total; rounded to whole cents.
    package var tax: Int64 { Cents.rounded(total * 19, dividedBy: 119) }
    package var refunded: Int64 { refund?.amount ?? 0 }
    package var quantity: Int { lines.reduce(0) { $0 + $1.quantity } }
}

/// Money of the shop comes in whole cents.
enum Cents {
    /// The quotient of an amount in micros, rounded half up to 10 000 micros.
    static func rounded(_ micros: Int64, dividedBy divisor: Int64) -> Int64 { (2 * micros + divisor * 10_000) / (2 * divisor * 10_000) * 10_000 }
}
