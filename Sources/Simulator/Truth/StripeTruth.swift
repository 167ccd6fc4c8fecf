import Core

/// What the payment provider must show. Money in micros, days in the shop's zone; what left the balance is negative.
struct StripeTruth {
    private let business: SimulatedBusiness

    init(_ business: SimulatedBusiness) { self.business = business }

    var json: JSON {
        [
            "days": .array(days), "totals": totals(Movement.all(business)), "charges": .array(business.payments.map { charge($0) }),
            "refunds": .array(business.paymentRefunds.map { refund($0) }), "disputes": .array(business.disputes.map { dispute($0) }),
            "payouts": .array(business.payouts.map { payout($0) }),
        ]
    }

    /// One transaction on the balance.
    private struct Movement {
        let kind: String
        let at: Instant
        let gross: Int64
        let fee: Int64

        static func all(_ business: SimulatedBusiness) -> [Movement] {
            var all = business.payments.map { Movement(kind: "charge", at: $0.created, gross: $0.amount, fee: $0.fee) }
            all += business.paymentRefunds.map { Movement(kind: "refund", at: $0.created, gross: -$0.amount, fee: 0) }
            for dispute in business.disputes {
                all.append(Movement(kind: "dispute", at: dispute.created, gross: -dispute.amount, fee: dispute.fee))
                guard dispute.isWon, let closed = dispute.closed else { continue }
                all.append(Movement(kind: "dispute", at: closed, gross: dispute.amount, fee: -dispute.fee))
            }
            all += business.payouts.map { Movement(kind: "payout", at: $0.created, gross: -$0.amount, fee: 0) }
            return all
        }
    }

    /// Per day and kind.
    private var days: [JSON] {
        let byDay = Dictionary(grouping: Movement.all(business)) { business.shopZone.day(of: $0.at) }
        return byDay.sorted { $0.key < $1.key }.map { day, movements in
            totals(movements).setting("day", .string(day.description)).setting("currency", .string(business.currency.code))
        }
    }

    /// Sums of each kind, and over all: the last is the balance that is left.
    private func totals(_ movements: [Movement]) -> JSON {
        var members: [JSON.Member] = []
        for kind in ["charge", "refund", "dispute", "payout"] {
            let own = movements.filter { $0.kind == kind }
            members.append(
                .init(
                    kind,
                    [
                        "count": .integer(own.count), "gross_micros": .integer(own.reduce(0) { $0 + $1.gross }),
                        "fee_micros": .integer(own.reduce(0) { $0 + $1.fee }), "net_micros": .integer(own.reduce(0) { $0 + $1.gross - $1.fee }),
                    ]))
        }
        members.append(.init("net_micros", .integer(movements.reduce(0) { $0 + $1.gross - $1.fee })))
        return .object(members)
    }

    private func charge(_ payment: SimulatedPayment) -> JSON {
        [
            "id": .string(payment.id), "transaction_id": .string(StripeObjects.transaction(of: payment.id)),
            "order_id": .string("\(business.orders[payment.order].number)"), "amount_micros": .integer(payment.amount),
            "fee_micros": .integer(payment.fee), "net_micros": .integer(payment.net), "currency": .string(payment.currency.code),
            "created_at": .string(payment.created.description), "day": .string(business.shopZone.day(of: payment.created).description),
            "payout_id": payment.payout.map { .string(business.payouts[$0].id) } ?? .null,
        ]
    }

    private func refund(_ refund: SimulatedPaymentRefund) -> JSON {
        [
            "id": .string(refund.id), "charge_id": .string(business.payments[refund.payment].id), "amount_micros": .integer(refund.amount),
            "created_at": .string(refund.created.description), "payout_id": refund.payout.map { .string(business.payouts[$0].id) } ?? .null,
        ]
    }

    private func dispute(_ dispute: SimulatedDispute) -> JSON {
        [
            "id": .string(dispute.id), "charge_id": .string(business.payments[dispute.payment].id), "amount_micros": .integer(dispute.amount),
            "fee_micros": .integer(dispute.fee), "status": .string(dispute.status), "created_at": .string(dispute.created.description),
            "closed_at": dispute.closed.map { .string($0.description) } ?? .null,
        ]
    }

    private func payout(_ payout: SimulatedPayout) -> JSON {
        [
            "id": .string(payout.id), "amount_micros": .integer(payout.amount), "currency": .string(payout.currency.code),
            "created_at": .string(payout.created.description), "arrives_on": .string(payout.arrival.day.description),
            "status": .string(payout.status),
            "items": .integer(payout.items),
        ]
    }
}
