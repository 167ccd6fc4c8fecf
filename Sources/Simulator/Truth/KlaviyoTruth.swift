import Core

/// What Klaviyo must show.
struct KlaviyoTruth {
    private let business: SimulatedBusiness

    init(_ business: SimulatedBusiness) { self.business = business }

    /// Account, profiles, messages, their figures by day, and the orders by day and channel.
    var json: JSON {
        [
            "account": ["time_zone": .string(business.shopZone.name), "currency": .string(business.currency.code)],
            "profiles": .array(business.subscribers.map { profile($0) }), "messages": .array(business.mailings.map { message($0) }),
            "days": .array(days), "facts": .array(business.mailingFacts.map { fact($0) }),
        ]
    }

    private func profile(_ person: SimulatedSubscriber) -> JSON {
        let customer = business.customers[person.customer]
        return [
            "id": .string(person.id), "email": .string(person.email), "customer_id": .string(String(customer.number)),
            "country": .string(customer.country), "is_email_subscribed": .bool(person.consent == .subscribed),
            "created_at": .string(person.created.description), "updated_at": .string(person.updated.description),
        ]
    }

    private func message(_ mailing: SimulatedMailing) -> JSON {
        [
            "id": .string(mailing.id), "kind": .string(mailing.kind.rawValue), "name": .string(mailing.name), "channel": .string(mailing.channel),
            "sent_at": .string(mailing.sent.description),
        ]
    }

    /// Per day of the shop's zone; days without mail are absent.
    private var days: [JSON] {
        Dictionary(grouping: business.mailingFacts) { $0.day }.sorted { $0.key < $1.key }.map { day, facts in
            .object([.init("day", .string(day.description))] + Self.sums(facts))
        }
    }

    private func fact(_ fact: MailingFact) -> JSON {
        let head: [JSON.Member] = [
            .init("day", .string(fact.day.description)), .init("message_id", .string(business.mailings[fact.mailing].id)),
            .init("channel", .string(business.mailings[fact.mailing].channel)),
        ]
        return .object(head + Self.sums([fact]))
    }

    private static func sums(_ facts: [MailingFact]) -> [JSON.Member] {
        func sum(_ name: String, _ path: KeyPath<MailingFact, Int>) -> JSON.Member {
            .init(name, .integer(facts.reduce(0) { $0 + $1[keyPath: path] }))
        }
        return [
            sum("recipients", \.recipients), sum("delivered", \.delivered), sum("opens", \.opens), sum("unique_opens", \.uniqueOpens),
            sum("clicks", \.clicks), sum("unique_clicks", \.uniqueClicks), sum("bounces", \.bounces), sum("unsubscribes", \.unsubscribes),
            sum("spam_complaints", \.complaints), sum("conversions", \.conversions),
            .init("revenue_micros", .integer(facts.reduce(0) { $0 + $1.revenue })),
        ]
    }
}
