import Core

/// The balance transactions: what each charge, refund, dispute and payout moved.
struct StripeLedger: Sendable {
    let entries: [StripeBook.Entry]

    /// What one transaction says.
    private struct Booking: Sendable {
        let id: String
        let source: String
        let created: Instant
        let available: Instant
        let type: String
        let category: String
        let amount: Int64
        let fee: Int64
        let payout: Int?
        let object: @Sendable () -> JSON
    }

    init(_ business: SimulatedBusiness, _ objects: StripeObjects) {
        let bookings =
            Self.charges(business, objects) + Self.refunds(business, objects) + Self.disputes(business, objects) + Self.payouts(business, objects)
        entries = bookings.map { booking in
            let payout = booking.payout.map { business.payouts[$0].id }
            var filters = ["type": booking.type, "source": booking.source, "currency": business.currency.code.lowercased()]
            filters["payout"] = payout
            return StripeBook.Entry(
                id: booking.id, created: booking.created.seconds, filters: filters, write: { Self.json(booking, business, isExpanded: $0) })
        }
    }

    private static func json(_ booking: Booking, _ business: SimulatedBusiness, isExpanded: Bool) -> JSON {
        let fees: [JSON] =
            booking.fee == 0
            ? []
            : [
                [
                    "amount": StripeObjects.cents(booking.fee), "application": .null, "currency": StripeObjects.code(business.currency),
                    "description": .string(booking.category == "charge" ? "Stripe processing fees" : "Dispute fee"), "type": "stripe_fee",
                ]
            ]
        return [
            "id": .string(booking.id), "object": "balance_transaction", "amount": StripeObjects.cents(booking.amount),
            "available_on": .integer(booking.available.seconds), "balance_type": "payments", "created": .integer(booking.created.seconds),
            "currency": StripeObjects.code(business.currency), "description": .null, "exchange_rate": .null,
            "fee": StripeObjects.cents(booking.fee), "fee_details": .array(fees), "net": StripeObjects.cents(booking.amount - booking.fee),
            "reporting_category": .string(booking.category), "source": isExpanded ? booking.object() : .string(booking.source),
            "status": .string(booking.available < business.now ? "available" : "pending"), "type": .string(booking.type),
        ]
    }

    private static func charges(_ business: SimulatedBusiness, _ objects: StripeObjects) -> [Booking] {
        business.payments.enumerated().map { index, payment in
            Booking(
                id: StripeObjects.transaction(of: payment.id), source: payment.id, created: payment.created, available: payment.availableOn,
                type: "charge", category: "charge", amount: payment.amount, fee: payment.fee, payout: payment.payout,
                object: { objects.charge(index, at: business.now) })
        }
    }

    private static func refunds(_ business: SimulatedBusiness, _ objects: StripeObjects) -> [Booking] {
        business.paymentRefunds.enumerated().map { index, refund in
            Booking(
                id: StripeObjects.transaction(of: refund.id), source: refund.id, created: refund.created, available: refund.created, type: "refund",
                category: "refund", amount: -refund.amount, fee: 0, payout: refund.payout, object: { objects.refund(index) })
        }
    }

    /// A dispute takes amount and fee at once; a won one gives both back.
    private static func disputes(_ business: SimulatedBusiness, _ objects: StripeObjects) -> [Booking] {
        business.disputes.enumerated().flatMap { index, dispute -> [Booking] in
            let write: @Sendable () -> JSON = { objects.dispute(index, at: business.now) }
            let taken = Booking(
                id: StripeObjects.transaction(of: dispute.id), source: dispute.id, created: dispute.created, available: dispute.created,
                type: "adjustment", category: "dispute", amount: -dispute.amount, fee: dispute.fee, payout: dispute.payout, object: write)
            guard dispute.isWon, let closed = dispute.closed else { return [taken] }
            let returned = Booking(
                id: StripeObjects.transaction(of: dispute.id, "r"), source: dispute.id, created: closed, available: closed, type: "adjustment",
                category: "dispute_reversal", amount: dispute.amount, fee: -dispute.fee, payout: dispute.returnPayout, object: write)
            return [taken, returned]
        }
    }

    private static func payouts(_ business: SimulatedBusiness, _ objects: StripeObjects) -> [Booking] {
        business.payouts.enumerated().map { index, payout in
            Booking(
                id: StripeObjects.transaction(of: payout.id), source: payout.id, created: payout.created, available: payout.arrival, type: "payout",
                category: "payout", amount: -payout.amount, fee: 0, payout: index, object: { objects.payout(index, at: business.now) })
        }
    }
}
