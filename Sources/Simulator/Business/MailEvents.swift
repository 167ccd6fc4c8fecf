package import Core
import Synchronization

extension SimulatedBusiness {
    /// What people did and got on one day of the shop's zone, in order of time. Derived on demand; the last few days are kept.
    package func mailEvents(on day: Day) -> [MailEvent] {
        guard day >= since, day <= until else { return [] }
        return parts.mailDays.get(day) { MailEvents(parts.mail.get()).events(on: day - since) }
    }

    /// All that one person did and got, in order of time.
    package func mailEvents(of subscriber: Int) -> [MailEvent] {
        MailEvents(parts.mail.get()).events(of: subscriber, orders: parts.orderIndex.get().orders(of: subscriber))
    }
}

/// Events of stretches of time, found without going through the whole history.
struct MailEvents {
    private let mail: MailEngagement

    init(_ mail: MailEngagement) { self.mail = mail }

    func events(on offset: Int) -> [MailEvent] {
        let low = mail.days.start(offset)
        let high = mail.days.start(offset + 1)
        var found: [MailEvent] = []
        let earliest = Instant(seconds: low.seconds - MailOutcome.span)
        for mailing in mail.mailings.indices.dropFirst(MailingPlan.firstCampaign) {
            let sent = mail.mailings[mailing].sent
            if sent >= earliest, sent < high { mail.campaign(mailing) { add($0, low, high, &found) } }
        }
        mail.welcomes(from: earliest, to: high) { add($0, low, high, &found) }
        let placed = Instant(seconds: earliest.seconds - MailingPlan.purchaseDelay)
        mail.afterPurchases(from: placed, to: high) { add($0, low, high, &found) }
        let first = mail.departures.partition(by: { $0.at >= low })
        for departure in mail.departures[first..<mail.departures.partition(by: { $0.at >= high })] { found.append(event(departure)) }
        let orders = mail.commerce.orders
        for index in orders.partition(by: { $0.placed >= low })..<orders.partition(by: { $0.placed >= high }) where !orders[index].isTest {
            found.append(event(ofOrder: index))
        }
        return found.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    func events(of subscriber: Int, orders: [Int]) -> [MailEvent] {
        let person = mail.subscribers[subscriber]
        let (low, high) = (Instant(seconds: 0), mail.frame.horizon)
        var found: [MailEvent] = []
        for mailing in mail.mailings.indices.dropFirst(MailingPlan.firstCampaign) where person.takesMail(at: mail.mailings[mailing].sent) {
            add(mail.outcome(MailKey(mailing, subscriber), sent: mail.mailings[mailing].sent), low, high, &found)
        }
        if let consented = person.consented {
            add(mail.outcome(MailKey(MailingPlan.welcome, subscriber), sent: consented + .seconds(600)), low, high, &found)
        }
        for index in orders where !mail.commerce.orders[index].isTest {
            let order = mail.commerce.orders[index]
            let sent = order.placed + .seconds(MailingPlan.purchaseDelay)
            if person.takesMail(at: sent) {
                add(mail.outcome(MailKey(MailingPlan.afterPurchase, subscriber, order.sequence), sent: sent), low, high, &found)
            }
            found.append(event(ofOrder: index))
        }
        found += mail.departures.filter { $0.subscriber == subscriber }.map { event($0) }
        return found.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    private func add(_ outcome: MailOutcome, _ low: Instant, _ high: Instant, _ found: inout [MailEvent]) {
        func append(_ kind: MailEvent.Kind, _ at: Instant?, _ again: Int = 0) {
            guard let at, at >= low, at < high else { return }
            let key = outcome.key
            found.append(
                MailEvent(
                    id: id(kind, Int(key.mailing), Int(key.subscriber), Int(key.occurrence) * 2 + again), kind: kind, at: at,
                    subscriber: Int(key.subscriber), mailing: Int(key.mailing), order: nil, value: 0))
        }
        append(outcome.isBounced ? .bounced : .received, outcome.received)
        append(.opened, outcome.opened)
        append(.opened, outcome.openedAgain, 1)
        append(.clicked, outcome.clicked)
        append(.clicked, outcome.clickedAgain, 1)
        append(.complained, outcome.complained)
    }

    private func event(_ departure: MailEngagement.Departure) -> MailEvent {
        MailEvent(
            id: id(.unsubscribed, departure.mailing, departure.subscriber, 0), kind: .unsubscribed, at: departure.at,
            subscriber: departure.subscriber, mailing: departure.mailing, order: nil, value: 0)
    }

    private func event(ofOrder index: Int) -> MailEvent {
        let order = mail.commerce.orders[index]
        var mailing: Int?
        if case .mailing(let position) = mail.orderMail.channels[index] { mailing = position }
        return MailEvent(
            id: id(.placedOrder, 0, order.customer, order.sequence), kind: .placedOrder, at: order.placed, subscriber: order.customer,
            mailing: mailing, order: index, value: order.total)
    }

    private func id(_ kind: MailEvent.Kind, _ mailing: Int, _ subscriber: Int, _ number: Int) -> String {
        let place = MailEvent.Kind.allCases.firstIndex(of: kind) ?? 0
        var stream = RandomStream(seed: mail.frame.seed, "mail event", place, mailing, subscriber, number)
        return TextID.plain(11, &stream)
    }
}

/// Lists of a few days, the latest asked for.
final class DayCache<Element: Sendable>: Sendable {
    private let kept = Mutex<[(day: Day, list: [Element])]>([])
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// The day's list; built outside of the lock, so that two callers may build the same one.
    func get(_ day: Day, _ build: () -> [Element]) -> [Element] {
        if let known = kept.withLock({ $0.first { $0.day == day }?.list }) { return known }
        let built = build()
        kept.withLock {
            $0.removeAll { $0.day == day }
            $0.append((day: day, list: built))
            if $0.count > capacity { $0.removeFirst() }
        }
        return built
    }
}

/// The orders of each customer, by position.
struct OrderIndex: Sendable {
    private let starts: [Int32]
    private let orders: [Int32]

    init(_ commerce: Commerce) {
        var starts = Array(repeating: Int32(0), count: commerce.customers.count + 1)
        for order in commerce.orders { starts[order.customer + 1] += 1 }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        var next = starts
        var list = Array(repeating: Int32(0), count: commerce.orders.count)
        for (index, order) in commerce.orders.enumerated() {
            list[Int(next[order.customer])] = Int32(index)
            next[order.customer] += 1
        }
        self.starts = starts
        orders = list
    }

    /// In the order in which they were placed.
    func orders(of customer: Int) -> [Int] { orders[Int(starts[customer])..<Int(starts[customer + 1])].map { Int($0) } }
}
