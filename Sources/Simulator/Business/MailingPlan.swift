import Core

/// What is mailed: two flows, and a campaign every Tuesday at nine in the morning, UTC.
struct MailingPlan: Sendable {
    /// Positions of the flows; campaigns stand behind them in order of time.
    static let welcome = 0
    static let afterPurchase = 1
    static let firstCampaign = 2

    /// Days between a purchase and the mail about it.
    static let purchaseDelay: Int64 = 3 * 86_400
    /// For this long an order that follows a mail can be the mail's, in seconds.
    static let window: Int64 = 5 * 86_400

    private let frame: BusinessFrame

    init(_ frame: BusinessFrame) { self.frame = frame }

    var mailings: [SimulatedMailing] {
        var mailings = [
            flow(Self.welcome, "Welcome", "Good to have you here"), flow(Self.afterPurchase, "After the purchase", "How do you like it?"),
        ]
        var day = frame.since + ((5 - frame.since.number % 7) % 7 + 7) % 7 + 7
        while true {
            let sent = day.instant + .seconds(9 * 3_600)
            guard sent < frame.horizon - .seconds(3_600) else { return mailings }
            mailings.append(campaign(mailings.count, day, sent))
            day = day + 7
        }
    }

    private func flow(_ index: Int, _ name: String, _ subject: String) -> SimulatedMailing {
        var stream = RandomStream(seed: frame.seed, "flow", index)
        return SimulatedMailing(
            id: TextID.plain(6, &stream), message: TextID.plain(6, &stream), kind: .flow, name: name, subject: subject, sent: frame.since.instant,
            updated: frame.since.instant, channel: "email")
    }

    private func campaign(_ index: Int, _ day: Day, _ sent: Instant) -> SimulatedMailing {
        var stream = RandomStream(seed: frame.seed, "mailing", index)
        let thing = Words.things[stream.below(Words.things.count)]
        let theme = ["New in: \(thing)", "\(thing) of the week", "Last chance: \(thing)", "A story about the \(thing)"][stream.below(4)]
        return SimulatedMailing(
            id: TextID.sortable("mailing id", seed: frame.seed, index), message: TextID.sortable("message id", seed: frame.seed, index),
            kind: .campaign, name: "\(day) \(theme)", subject: theme, sent: sent, updated: sent + .seconds(900), channel: "email")
    }
}
