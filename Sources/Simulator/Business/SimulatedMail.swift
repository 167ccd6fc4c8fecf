package import Core

/// A profile of the mail platform: every customer is one.
package struct SimulatedSubscriber: Sendable, Hashable {
    package enum Consent: String, Sendable, Hashable {
        case subscribed = "SUBSCRIBED"
        case unsubscribed = "UNSUBSCRIBED"
        case never = "NEVER_SUBSCRIBED"
    }

    /// Position in `SimulatedBusiness.customers`.
    package let customer: Int
    /// 26 letters and digits.
    package let id: String
    package let email: String
    /// What holds at the end of the history.
    package let consent: Consent
    package let consented: Instant?
    package let unsubscribed: Instant?
    package let created: Instant
    package let updated: Instant
}

/// A mail to many at once, or a flow that sends one by one.
package struct SimulatedMailing: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case campaign
        case flow
    }

    /// 26 letters and digits for a campaign, six for a flow.
    package let id: String
    /// The message inside.
    package let message: String
    package let kind: Kind
    package let name: String
    package let subject: String
    /// When a campaign was sent; when a flow was switched on.
    package let sent: Instant
    package let updated: Instant
    /// `email`.
    package let channel: String
}

/// One mailing on one day of the shop's zone: what happened on that day, whenever it was sent.
package struct MailingFact: Sendable, Hashable {
    package let day: Day
    /// Position in `SimulatedBusiness.mailings`.
    package let mailing: Int
    package internal(set) var recipients = 0
    package internal(set) var delivered = 0
    package internal(set) var opens = 0
    package internal(set) var uniqueOpens = 0
    package internal(set) var clicks = 0
    package internal(set) var uniqueClicks = 0
    package internal(set) var bounces = 0
    package internal(set) var unsubscribes = 0
    package internal(set) var complaints = 0
    /// Orders placed on the day that the mailing brought, and what they paid in micros.
    package internal(set) var conversions = 0
    package internal(set) var revenue: Int64 = 0
}

/// Something that one person did or got.
package struct MailEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case received = "Received Email"
        case opened = "Opened Email"
        case clicked = "Clicked Email"
        case bounced = "Bounced Email"
        case unsubscribed = "Unsubscribed from Email Marketing"
        case complained = "Marked Email as Spam"
        case placedOrder = "Placed Order"
    }

    /// 11 letters and digits, the same on every call.
    package let id: String
    package let kind: Kind
    package let at: Instant
    /// Position in `SimulatedBusiness.subscribers`.
    package let subscriber: Int
    /// The mailing; for an order the one that brought it.
    package let mailing: Int?
    /// Position in `SimulatedBusiness.orders`.
    package let order: Int?
    /// The order's total in micros, 0 for everything else.
    package let value: Int64
}
