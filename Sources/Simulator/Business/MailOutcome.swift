import Core

/// What became of one mail to one person.
struct MailOutcome: Sendable {
    let key: MailKey
    let received: Instant
    private(set) var isBounced = false
    private(set) var opened: Instant?
    private(set) var openedAgain: Instant?
    private(set) var clicked: Instant?
    private(set) var clickedAgain: Instant?
    private(set) var complained: Instant?

    /// Nothing happens later than this after the mail was sent, in seconds.
    static let span: Int64 = 4 * 86_400

    /// - Parameter brought: when the order was placed that followed the click, where one did.
    init(_ key: MailKey, sent: Instant, brought: Instant?, _ frame: BusinessFrame) {
        self.key = key
        var stream = RandomStream(seed: frame.seed, "mail", Int(key.mailing), Int(key.subscriber), Int(key.occurrence))
        received = sent + .seconds(1 + stream.below(300))
        if let brought {
            follow(until: brought, &stream)
        } else {
            react(&stream)
        }
    }

    private mutating func react(_ stream: inout RandomStream) {
        isBounced = stream.chance(0.008)
        guard !isBounced, stream.chance(0.36) else { return }
        let open = received + .seconds(30 + Int(min(stream.exponential(rate: 1.0 / 6), 72) * 3_600))
        opened = open
        if stream.chance(0.2) { openedAgain = open + .seconds(300 + stream.below(7_200)) }
        if stream.chance(0.1) {
            let click = open + .seconds(10 + stream.below(600))
            clicked = click
            if stream.chance(0.15) { clickedAgain = click + .seconds(20 + stream.below(900)) }
        } else if stream.chance(0.001) {
            complained = open + .seconds(20)
        }
    }

    private mutating func follow(until order: Instant, _ stream: inout RandomStream) {
        let open = received.seconds + Int64(Double(order.seconds - received.seconds) * stream.uniform() * 0.6)
        opened = Instant(seconds: open)
        clicked = Instant(seconds: open + Int64(Double(order.seconds - open) * 0.4))
    }
}
