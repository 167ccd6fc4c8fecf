package import Core

/// The charge that paid an order. Money in micros of its currency, whole cents.
package struct SimulatedPayment: Sendable, Hashable {
    /// `ch_…`.
    package let id: String
    /// Position in `SimulatedBusiness.orders`.
    package let order: Int
    package let amount: Int64
    /// What the provider keeps: `PaymentRates`.
    package let fee: Int64
    package let currency: Currency
    package let created: Instant
    /// `succeeded`.
    package let status: String
    /// When the money can be paid out.
    package let availableOn: Instant
    /// Position in `SimulatedBusiness.payouts`; `nil` while it waits.
    package internal(set) var payout: Int?
    /// Positions in `SimulatedBusiness.paymentRefunds` and `disputes`, where there is one.
    package internal(set) var refund: Int?
    package internal(set) var dispute: Int?

    package var net: Int64 { amount - fee }
}

/// Money that went back to a customer. The charge's fee stays with the provider.
package struct SimulatedPaymentRefund: Sendable, Hashable {
    /// `re_…`.
    package let id: String
    /// Position in `SimulatedBusiness.payments`.
    package let payment: Int
    package let order: Int
    package let amount: Int64
    package let created: Instant
    /// `requested_by_customer`.
    package let reason: String
    package internal(set) var payout: Int?
}

/// A charge that the card's holder contests. Its amount and a fee are taken at once and, where the shop wins, given back.
package struct SimulatedDispute: Sendable, Hashable {
    /// `dp_…`.
    package let id: String
    package let payment: Int
    package let amount: Int64
    package let fee: Int64
    package let created: Instant
    /// `fraudulent`, `product_not_received` or `product_unacceptable`.
    package let reason: String
    /// `needs_response`, `won` or `lost`.
    package let status: String
    /// When it was decided.
    package let closed: Instant?
    package internal(set) var payout: Int?
    /// The payout that gives back what was taken.
    package internal(set) var returnPayout: Int?

    package var isWon: Bool { status == "won" }
}

/// What was sent to the shop's bank account: the sum of all that points to it.
package struct SimulatedPayout: Sendable, Hashable {
    /// `po_…`.
    package let id: String
    package let amount: Int64
    package let currency: Currency
    package let created: Instant
    /// When the bank has it.
    package let arrival: Instant
    /// `paid` or `in_transit`.
    package let status: String
    /// Charges, refunds, disputes and returns inside.
    package let items: Int
}

/// The provider's known rates.
package enum PaymentRates {
    /// Per ten thousand of the amount: cards of the European Economic Area, and all others.
    package static let domestic: Int64 = 150
    package static let foreign: Int64 = 325
    /// For each charge, in micros.
    package static let fixed: Int64 = 250_000
    package static let dispute: Int64 = 20_000_000

    /// Rounded half up to whole cents.
    package static func fee(of amount: Int64, country: String) -> Int64 {
        let rate = ["GB", "CH", "US"].contains(country) ? foreign : domestic
        return Cents.rounded(amount * rate, dividedBy: 10_000) + fixed
    }
}
