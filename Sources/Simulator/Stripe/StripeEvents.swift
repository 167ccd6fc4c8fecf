import Core

/// What Stripe told about its objects: each event holds the object as it was then.
struct StripeEvents {
    private let business: SimulatedBusiness
    private let objects: StripeObjects

    init(_ business: SimulatedBusiness, _ objects: StripeObjects) {
        self.business = business
        self.objects = objects
    }

    /// - Parameter since: the first second whose events are kept.
    func entries(since: Int64) -> [StripeBook.Entry] { (charges + refunds + disputes + payouts).filter { $0.created >= since } }

    private func event(_ type: String, _ id: String, _ at: Instant, _ write: @escaping @Sendable () -> JSON) -> StripeBook.Entry {
        let eventID = "evt_" + id.dropFirst(3) + type.split(separator: ".").map { String($0.prefix(1)) }.joined()
        return StripeBook.Entry(id: eventID, created: at.seconds, filters: ["type": type]) { _ in
            [
                "id": .string(eventID), "object": "event", "api_version": "2026-06-24.dahlia", "created": .integer(at.seconds),
                "data": ["object": write()], "livemode": true, "pending_webhooks": 0, "request": ["id": .null, "idempotency_key": .null],
                "type": .string(type),
            ]
        }
    }

    private var charges: [StripeBook.Entry] {
        business.payments.enumerated().flatMap { index, payment -> [StripeBook.Entry] in
            var events = [event("charge.succeeded", payment.id, payment.created) { [objects] in objects.charge(index, at: payment.created) }]
            if let refund = payment.refund.map({ business.paymentRefunds[$0] }) {
                events.append(event("charge.refunded", payment.id, refund.created) { [objects] in objects.charge(index, at: refund.created) })
            }
            if let dispute = payment.dispute.map({ business.disputes[$0] }) {
                events.append(event("charge.updated", payment.id, dispute.created) { [objects] in objects.charge(index, at: dispute.created) })
            }
            return events
        }
    }

    private var refunds: [StripeBook.Entry] {
        business.paymentRefunds.enumerated().map { index, refund in
            event("refund.created", refund.id, refund.created) { [objects] in objects.refund(index) }
        }
    }

    private var disputes: [StripeBook.Entry] {
        business.disputes.enumerated().flatMap { index, dispute -> [StripeBook.Entry] in
            let made = event("charge.dispute.created", dispute.id, dispute.created) { [objects] in objects.dispute(index, at: dispute.created) }
            guard let closed = dispute.closed else { return [made] }
            return [made, event("charge.dispute.closed", dispute.id, closed) { [objects] in objects.dispute(index, at: closed) }]
        }
    }

    private var payouts: [StripeBook.Entry] {
        business.payouts.enumerated().flatMap { index, payout -> [StripeBook.Entry] in
            let made = event("payout.created", payout.id, payout.created) { [objects] in objects.payout(index, at: payout.created) }
            guard payout.status == "paid" else { return [made] }
            return [made, event("payout.paid", payout.id, payout.arrival) { [objects] in objects.payout(index, at: payout.arrival) }]
        }
    }
}
