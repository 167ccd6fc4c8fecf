import Core

// The days of the mailings.
extension MailEngagement {
    /// What happened with each mailing on each day; days on which nothing did are absent.
    func facts() -> [MailingFact] {
        var tally = MailTally(self)
        for mailing in mailings.indices.dropFirst(MailingPlan.firstCampaign) { campaign(mailing) { tally.add($0) } }
        welcomes(from: Instant(seconds: 0), to: frame.horizon) { tally.add($0) }
        afterPurchases(from: Instant(seconds: 0), to: frame.horizon) { tally.add($0) }
        for departure in departures { tally.count(departure.mailing, departure.at) { $0.unsubscribes += 1 } }
        for (order, channel) in zip(commerce.orders, orderMail.channels) {
            guard case .mailing(let mailing) = channel, !order.isTest else { continue }
            tally.count(mailing, order.placed) {
                $0.conversions += 1
                $0.revenue += order.total
            }
        }
        return tally.facts
    }
}

/// Counts per mailing and day. What lies behind the horizon has not happened yet.
private struct MailTally {
    private let days: DayTable
    private let horizon: Instant
    private let since: Day
    /// The first day of each mailing, and its days from there.
    private let starts: [Int]
    private var counts: [[MailingFact]]

    init(_ mail: MailEngagement) {
        days = mail.days
        horizon = mail.frame.horizon
        since = mail.frame.since
        starts = mail.mailings.map { mail.days.offset(of: $0.sent) }
        counts = mail.mailings.map { _ in [] }
    }

    var facts: [MailingFact] {
        counts.flatMap { $0.filter { !$0.isEmpty } }.sorted { ($0.day, $0.mailing) < ($1.day, $1.mailing) }
    }

    mutating func count(_ mailing: Int, _ at: Instant, _ change: (inout MailingFact) -> Void) {
        guard at < horizon else { return }
        let place = days.offset(of: at) - starts[mailing]
        guard place >= 0 else { return }
        while counts[mailing].count <= place {
            counts[mailing].append(MailingFact(day: since + (starts[mailing] + counts[mailing].count), mailing: mailing))
        }
        change(&counts[mailing][place])
    }

    mutating func add(_ outcome: MailOutcome) {
        let mailing = Int(outcome.key.mailing)
        count(mailing, outcome.received) {
            $0.recipients += 1
            if outcome.isBounced { $0.bounces += 1 } else { $0.delivered += 1 }
        }
        if let opened = outcome.opened {
            count(mailing, opened) {
                $0.opens += 1
                $0.uniqueOpens += 1
            }
        }
        if let again = outcome.openedAgain { count(mailing, again) { $0.opens += 1 } }
        if let clicked = outcome.clicked {
            count(mailing, clicked) {
                $0.clicks += 1
                $0.uniqueClicks += 1
            }
        }
        if let again = outcome.clickedAgain { count(mailing, again) { $0.clicks += 1 } }
        if let complained = outcome.complained { count(mailing, complained) { $0.complaints += 1 } }
    }
}

extension MailingFact {
    fileprivate var isEmpty: Bool { recipients + opens + clicks + unsubscribes + complaints + conversions == 0 }
}
