import Core

/// Writes charges, refunds, disputes and payouts as Stripe does.
struct StripeObjects: Sendable {
    private let business: SimulatedBusiness

    init(_ business: SimulatedBusiness) { self.business = business }

    /// The id of what was booked for an object: `txn_` and the object's own.
    static func transaction(of id: String, _ suffix: String = "") -> String { "txn_" + id.dropFirst(3) + suffix }

    /// Whole cents; the business counts in micros.
    static func cents(_ micros: Int64) -> JSON { .integer(micros / 10_000) }

    static func code(_ currency: Currency) -> JSON { .string(currency.code.lowercased()) }

    private func customer(_ payment: SimulatedPayment) -> String { "cus_\(business.customers[business.orders[payment.order].customer].number)" }

    /// The metadata that shops leave behind: which order it was.
    private func metadata(_ order: Int) -> JSON { ["order_id": .string("\(business.orders[order].number)")] }

    func chargeEntry(_ index: Int) -> StripeBook.Entry {
        let payment = business.payments[index]
        return StripeBook.Entry(
            id: payment.id, created: payment.created.seconds,
            filters: ["customer": customer(payment), "payment_intent": Self.intent(payment)], write: { _ in charge(index, at: business.now) })
    }

    static func intent(_ payment: SimulatedPayment) -> String { "pi_" + payment.id.dropFirst(3) }

    /// The charge as it was at a time.
    func charge(_ index: Int, at time: Instant) -> JSON {
        let payment = business.payments[index]
        let refund = payment.refund.map { business.paymentRefunds[$0] }.flatMap { $0.created <= time ? $0 : nil }
        let isDisputed = payment.dispute.map { business.disputes[$0].created <= time } ?? false
        let buyer = business.customers[business.orders[payment.order].customer]
        return [
            "id": .string(payment.id), "object": "charge", "amount": Self.cents(payment.amount), "amount_captured": Self.cents(payment.amount),
            "amount_refunded": Self.cents(refund?.amount ?? 0), "application_fee_amount": .null,
            "balance_transaction": .string(Self.transaction(of: payment.id)), "captured": true, "created": .integer(payment.created.seconds),
            "currency": Self.code(payment.currency), "customer": .string(customer(payment)),
            "description": .string("Order \(business.orders[payment.order].name)"), "disputed": .bool(isDisputed), "failure_code": .null,
            "livemode": true, "metadata": metadata(payment.order), "paid": true, "payment_intent": .string(Self.intent(payment)),
            "payment_method_details": ["type": "card", "card": ["brand": "visa", "country": .string(buyer.country)]],
            "refunded": .bool(refund?.amount == payment.amount), "status": .string(payment.status),
        ]
    }

    func refundEntry(_ index: Int) -> StripeBook.Entry {
        let refund = business.paymentRefunds[index]
        let payment = business.payments[refund.payment]
        return StripeBook.Entry(
            id: refund.id, created: refund.created.seconds, filters: ["charge": payment.id, "payment_intent": Self.intent(payment)],
            write: { _ in self.refund(index) })
    }

    func refund(_ index: Int) -> JSON {
        let refund = business.paymentRefunds[index]
        let payment = business.payments[refund.payment]
        return [
            "id": .string(refund.id), "object": "refund", "amount": Self.cents(refund.amount),
            "balance_transaction": .string(Self.transaction(of: refund.id)), "charge": .string(payment.id),
            "created": .integer(refund.created.seconds), "currency": Self.code(payment.currency), "metadata": metadata(refund.order),
            "payment_intent": .string(Self.intent(payment)), "reason": .string(refund.reason), "status": "succeeded",
        ]
    }

    func disputeEntry(_ index: Int) -> StripeBook.Entry {
        let dispute = business.disputes[index]
        let payment = business.payments[dispute.payment]
        return StripeBook.Entry(
            id: dispute.id, created: dispute.created.seconds, filters: ["charge": payment.id, "payment_intent": Self.intent(payment)],
            write: { _ in self.dispute(index, at: business.now) })
    }

    /// The dispute as it was at a time: until it is decided it needs a response.
    func dispute(_ index: Int, at time: Instant) -> JSON {
        let dispute = business.disputes[index]
        let payment = business.payments[dispute.payment]
        let isOver = dispute.closed.map { $0 <= time } ?? false
        var transactions: [JSON] = [["id": .string(Self.transaction(of: dispute.id)), "object": "balance_transaction"]]
        if dispute.isWon, isOver { transactions.append(["id": .string(Self.transaction(of: dispute.id, "r")), "object": "balance_transaction"]) }
        return [
            "id": .string(dispute.id), "object": "dispute", "amount": Self.cents(dispute.amount), "balance_transactions": .array(transactions),
            "charge": .string(payment.id), "created": .integer(dispute.created.seconds), "currency": Self.code(payment.currency),
            "evidence_details": ["due_by": .integer(dispute.created.seconds + 7 * 86_400), "has_evidence": false],
            "is_charge_refundable": false, "livemode": true, "metadata": metadata(payment.order), "payment_intent": .string(Self.intent(payment)),
            "reason": .string(dispute.reason), "status": .string(isOver ? dispute.status : "needs_response"),
        ]
    }

    func payoutEntry(_ index: Int) -> StripeBook.Entry {
        let payout = business.payouts[index]
        return StripeBook.Entry(
            id: payout.id, created: payout.created.seconds,
            filters: ["status": payout.status, "arrival_date": "\(payout.arrival.seconds)", "destination": "ba_1Sim\(business.seed)"],
            write: { _ in self.payout(index, at: business.now) })
    }

    /// The payout as it was at a time: until it arrives it is on its way.
    func payout(_ index: Int, at time: Instant) -> JSON {
        let payout = business.payouts[index]
        let hasArrived = payout.status == "paid" && payout.arrival <= time
        return [
            "id": .string(payout.id), "object": "payout", "amount": Self.cents(payout.amount), "arrival_date": .integer(payout.arrival.seconds),
            "automatic": true, "balance_transaction": .string(Self.transaction(of: payout.id)), "created": .integer(payout.created.seconds),
            "currency": Self.code(payout.currency), "destination": .string("ba_1Sim\(business.seed)"), "failure_code": .null, "livemode": true,
            "metadata": [:], "method": "standard", "reconciliation_status": .string(hasArrived ? "completed" : "in_progress"),
            "status": .string(hasArrived ? "paid" : "in_transit"), "type": "bank_account",
        ]
    }
}
