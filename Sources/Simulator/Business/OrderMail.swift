import Core

/// One mail to one person: a flow may send several, counted by `occurrence`.
struct MailKey: Hashable, Sendable {
    let mailing: Int32
    let subscriber: Int32
    let occurrence: Int32

    init(_ mailing: Int, _ subscriber: Int, _ occurrence: Int = 0) {
        self.mailing = Int32(mailing)
        self.subscriber = Int32(subscriber)
        self.occurrence = Int32(occurrence)
    }
}

/// Which way led to which order, and which mails must have been clicked for that.
struct OrderMail: Sendable {
    /// By the order's position.
    private(set) var channels: [OrderChannel] = []
    /// The order that a mail brought: when it was placed.
    private(set) var brought: [MailKey: Instant] = [:]
    private let frame: BusinessFrame
    private let subscribers: [SimulatedSubscriber]
    private let campaigns: [Instant]

    init(_ frame: BusinessFrame, _ commerce: Commerce, _ subscribers: [SimulatedSubscriber], _ mailings: [SimulatedMailing]) {
        self.frame = frame
        self.subscribers = subscribers
        campaigns = mailings.dropFirst(MailingPlan.firstCampaign).map(\.sent)
        channels.reserveCapacity(commerce.orders.count)
        var previous: [Int: SimulatedOrder] = [:]
        for order in commerce.orders {
            channels.append(channel(of: order, after: previous[order.customer], commerce.customers[order.customer]))
            if !order.isTest { previous[order.customer] = order }
        }
    }

    private mutating func channel(of order: SimulatedOrder, after previous: SimulatedOrder?, _ customer: SimulatedCustomer) -> OrderChannel {
        if let touch = customer.touch {
            var stream = AdClaim.stream(of: order, frame)
            if AdClaim.holds(order, &stream, frame) { return .advertising(touch) }
        }
        var stream = RandomStream(seed: frame.seed, "channel", order.customer, order.sequence)
        let isByMail = order.sequence > 0 && stream.chance(frame.parameters.mailShare)
        if isByMail, !order.isTest, let key = mail(before: order, previous, &stream) {
            if brought[key] == nil { brought[key] = order.placed }
            return .mailing(Int(key.mailing))
        }
        return .other(WebSource.all[stream.index(weights: WebSource.all.map(\.share)) ?? 0])
    }

    private func mail(before order: SimulatedOrder, _ previous: SimulatedOrder?, _ stream: inout RandomStream) -> MailKey? {
        let subscriber = subscribers[order.customer]
        func isDue(_ sent: Instant) -> Bool {
            let age = order.placed.seconds - sent.seconds
            return age >= 3_600 && age <= MailingPlan.window && subscriber.takesMail(at: sent) && subscriber.takesMail(at: order.placed)
        }
        if let previous, isDue(previous.placed + .seconds(MailingPlan.purchaseDelay)), stream.chance(0.5) {
            return MailKey(MailingPlan.afterPurchase, order.customer, previous.sequence)
        }
        let later = campaigns.partition(by: { $0.seconds > order.placed.seconds - 3_600 })
        if later > 0, isDue(campaigns[later - 1]) { return MailKey(MailingPlan.firstCampaign + later - 1, order.customer) }
        if let consented = subscriber.consented, isDue(consented + .seconds(600)) { return MailKey(MailingPlan.welcome, order.customer) }
        return nil
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first position where the condition holds, in a list that is sorted by it; the end where it holds nowhere.
    func partition(by holds: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
