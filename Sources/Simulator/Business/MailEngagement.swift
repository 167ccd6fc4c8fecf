import Core

/// Every mail that was sent and what became of it, told one by one and never kept: there may be millions.
struct MailEngagement: Sendable {
    let frame: BusinessFrame
    let commerce: Commerce
    let subscribers: [SimulatedSubscriber]
    let mailings: [SimulatedMailing]
    let orderMail: OrderMail
    let days: DayTable
    /// The mailing that somebody left with, in order of time.
    let departures: [Departure]

    struct Departure: Sendable {
        let at: Instant
        let subscriber: Int
        let mailing: Int
    }

    init(
        _ frame: BusinessFrame, _ commerce: Commerce, _ subscribers: [SimulatedSubscriber], _ mailings: [SimulatedMailing], _ orderMail: OrderMail
    ) {
        self.frame = frame
        self.commerce = commerce
        self.subscribers = subscribers
        self.mailings = mailings
        self.orderMail = orderMail
        days = DayTable(frame)
        let campaigns = mailings.dropFirst(MailingPlan.firstCampaign).map(\.sent)
        departures = subscribers.enumerated().compactMap { index, subscriber in
            guard let consented = subscriber.consented, let left = subscriber.unsubscribed else { return nil }
            let later = campaigns.partition(by: { $0 >= left })
            let hasHadOne = later > 0 && campaigns[later - 1] >= consented
            return Departure(at: left, subscriber: index, mailing: hasHadOne ? MailingPlan.firstCampaign + later - 1 : MailingPlan.welcome)
        }.sorted { ($0.at, $0.subscriber) < ($1.at, $1.subscriber) }
    }

    func outcome(_ key: MailKey, sent: Instant) -> MailOutcome { MailOutcome(key, sent: sent, brought: orderMail.brought[key], frame) }

    /// All mails of one campaign to the people that came before it.
    func campaign(_ mailing: Int, _ body: (MailOutcome) -> Void) {
        let sent = mailings[mailing].sent
        for index in 0..<subscribers.partition(by: { $0.created > sent }) where subscribers[index].takesMail(at: sent) {
            body(outcome(MailKey(mailing, index), sent: sent))
        }
    }

    /// The welcomes to people that came in a stretch of time.
    func welcomes(from low: Instant, to high: Instant, _ body: (MailOutcome) -> Void) {
        for index in subscribers.partition(by: { $0.created >= low })..<subscribers.partition(by: { $0.created >= high }) {
            guard let consented = subscribers[index].consented else { continue }
            let sent = consented + .seconds(600)
            if sent < frame.horizon { body(outcome(MailKey(MailingPlan.welcome, index), sent: sent)) }
        }
    }

    /// The mails about orders that were placed in a stretch of time.
    func afterPurchases(from low: Instant, to high: Instant, _ body: (MailOutcome) -> Void) {
        let orders = commerce.orders
        for index in orders.partition(by: { $0.placed >= low })..<orders.partition(by: { $0.placed >= high }) where !orders[index].isTest {
            let sent = orders[index].placed + .seconds(MailingPlan.purchaseDelay)
            guard sent < frame.horizon, subscribers[orders[index].customer].takesMail(at: sent) else { continue }
            body(outcome(MailKey(MailingPlan.afterPurchase, orders[index].customer, orders[index].sequence), sent: sent))
        }
    }
}

/// The days of the shop's zone, without asking the zone each time.
struct DayTable: Sendable {
    private let since: Day
    private let starts: [Int64]

    init(_ frame: BusinessFrame) {
        let since = frame.since
        self.since = since
        starts = (0...frame.days).map { frame.zone.start(of: since + $0).seconds }
    }

    /// The position of the day; outside of the history the nearest.
    func offset(of instant: Instant) -> Int {
        let seconds = instant.seconds
        var guess = min(max(Int((seconds - starts[0]) / 86_400), 0), starts.count - 2)
        if seconds < starts[guess], guess > 0 { guess -= 1 }
        if seconds >= starts[guess + 1], guess < starts.count - 2 { guess += 1 }
        return guess
    }

    func start(_ offset: Int) -> Instant { Instant(seconds: starts[min(max(offset, 0), starts.count - 1)]) }
}
