import Core

/// What the payment provider booked for the orders: charges, refunds, disputes, and the payouts that carry them to the bank.
struct PaymentBook: Sendable {
    private(set) var payments: [SimulatedPayment] = []
    private(set) var refunds: [SimulatedPaymentRefund] = []
    private(set) var disputes: [SimulatedDispute] = []
    private(set) var payouts: [SimulatedPayout] = []

    init(_ frame: BusinessFrame, _ commerce: Commerce) {
        for (index, order) in commerce.orders.enumerated() where !order.isTest {
            let place = payments.count
            payments.append(Self.payment(for: order, index, commerce.customers[order.customer].country, frame))
            if let refund = order.refund {
                payments[place].refund = refunds.count
                refunds.append(Self.refund(refund, of: place, index, frame))
            } else if let dispute = Self.dispute(of: order, place, index, frame) {
                payments[place].dispute = disputes.count
                disputes.append(dispute)
            }
        }
        payOut(frame)
    }

    private static func payment(for order: SimulatedOrder, _ index: Int, _ country: String, _ frame: BusinessFrame) -> SimulatedPayment {
        let created = min(order.placed + .seconds(2), frame.horizon - .seconds(1))
        return SimulatedPayment(
            id: TextID.mixed("ch_3", 23, seed: frame.seed, index), order: index, amount: order.total,
            fee: PaymentRates.fee(of: order.total, country: country), currency: Commerce.currency, created: created, status: "succeeded",
            availableOn: (created.day + 3).instant)
    }

    private static func refund(
        _ refund: SimulatedOrder.Refund, of payment: Int, _ order: Int, _ frame: BusinessFrame
    ) -> SimulatedPaymentRefund {
        SimulatedPaymentRefund(
            id: TextID.mixed("re_3", 23, seed: frame.seed, order), payment: payment, order: order, amount: refund.amount, created: refund.at,
            reason: "requested_by_customer")
    }

    private static func dispute(of order: SimulatedOrder, _ payment: Int, _ index: Int, _ frame: BusinessFrame) -> SimulatedDispute? {
        var stream = RandomStream(seed: frame.seed, "dispute", order.customer, order.sequence)
        guard stream.chance(frame.parameters.disputeShare) else { return nil }
        let created = order.placed + .seconds(86_400 * (8 + stream.below(30)) + stream.below(80_000))
        guard created < frame.horizon else { return nil }
        let reason = ["fraudulent", "product_not_received", "product_unacceptable"][stream.below(3)]
        let closed = created + .seconds(86_400 * (15 + stream.below(45)))
        let isWon = stream.chance(0.35)
        let isOver = closed < frame.horizon
        return SimulatedDispute(
            id: TextID.mixed("dp_1", 23, seed: frame.seed, index), payment: payment, amount: order.total, fee: PaymentRates.dispute, created: created,
            reason: reason, status: isOver ? (isWon ? "won" : "lost") : "needs_response", closed: isOver ? closed : nil)
    }
}

// Payouts. Every weekday at five in the morning, UTC, all that is available goes out, if that is more than nothing.
extension PaymentBook {
    private enum Entry {
        case payment(Int), refund(Int), dispute(Int), returned(Int)
    }

    private struct Movement {
        let entry: Entry
        let at: Instant
        let net: Int64
    }

    private var movements: [Movement] {
        var all = payments.enumerated().map { Movement(entry: .payment($0), at: $1.availableOn, net: $1.net) }
        all += refunds.enumerated().map { Movement(entry: .refund($0), at: $1.created, net: -$1.amount) }
        all += disputes.enumerated().map { Movement(entry: .dispute($0), at: $1.created, net: -$1.amount - $1.fee) }
        for (index, dispute) in disputes.enumerated() {
            guard dispute.isWon, let closed = dispute.closed else { continue }
            all.append(Movement(entry: .returned(index), at: closed, net: dispute.amount + dispute.fee))
        }
        // A stable order: by time, then as booked.
        return all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private mutating func payOut(_ frame: BusinessFrame) {
        let movements = movements
        var first = 0
        var next = 0
        var sum: Int64 = 0
        var day = frame.since
        while day.instant + .seconds(18_000) < frame.horizon {
            let time = day.instant + .seconds(18_000)
            defer { day = day + 1 }
            while next < movements.count, movements[next].at <= time {
                sum += movements[next].net
                next += 1
            }
            guard !Self.isWeekend(day), sum > 0 else { continue }
            let arrival = (Self.isWeekend(day + 1) ? day + 3 : day + 1).instant
            payouts.append(
                SimulatedPayout(
                    id: TextID.mixed("po_1", 23, seed: frame.seed, day - frame.since), amount: sum, currency: Commerce.currency, created: time,
                    arrival: arrival, status: arrival < frame.horizon ? "paid" : "in_transit", items: next - first))
            for movement in movements[first..<next] { mark(movement.entry, payouts.count - 1) }
            first = next
            sum = 0
        }
    }

    /// Day 0 of the epoch was a Thursday.
    private static func isWeekend(_ day: Day) -> Bool { [2, 3].contains((day.number % 7 + 7) % 7) }

    private mutating func mark(_ entry: Entry, _ payout: Int) {
        switch entry {
        case .payment(let index): payments[index].payout = payout
        case .refund(let index): refunds[index].payout = payout
        case .dispute(let index): disputes[index].payout = payout
        case .returned(let index): disputes[index].returnPayout = payout
        }
    }
}
