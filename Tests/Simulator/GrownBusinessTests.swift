import Core
import Testing

@testable import Simulator

struct GrownBusinessTests {
    private let business = SimulatedBusiness(seed: 7, days: 120, until: Day(number: 20_600), customers: 600)

    @Test func `Every platform won customers and every order has its way`() {
        let touches = business.customers.compactMap(\.touch)

        #expect(Set(touches.map(\.platform)) == Set(AdPlatform.allCases))
        #expect(touches.count < business.customers.count)
        #expect(business.orderChannels.count == business.orders.count)
        #expect(
            zip(business.orders, business.orderChannels).allSatisfy { order, channel in
                guard order.sequence == 0, let touch = business.customers[order.customer].touch else { return true }
                return channel == .advertising(touch)
            })
    }

    @Test(arguments: AdPlatform.allCases) func `A platform's advertising makes sense together`(platform: AdPlatform) {
        let advertising = business.advertising(on: platform)

        #expect(advertising.campaigns.count == 8)
        #expect(advertising.campaigns.allSatisfy { advertising.accounts.indices.contains($0.account) })
        #expect(Set(advertising.ads.map(\.id) + advertising.adSets.map(\.id)).count == advertising.ads.count + advertising.adSets.count)
        #expect(advertising.facts.allSatisfy { $0.spend > 0 && $0.spend % 10_000 == 0 && $0.impressions >= $0.clicks })
        #expect(zip(advertising.facts, advertising.facts.dropFirst()).allSatisfy { ($0.day, $0.ad) < ($1.day, $1.ad) })
        let (first, last) = (business.since + 10, business.since + 20)
        #expect(Array(advertising.facts(from: first, through: last)) == advertising.facts.filter { $0.day >= first && $0.day <= last })
        #expect(advertising.facts(from: business.since - 9, through: business.until + 9).count == advertising.facts.count)
    }

    @Test func `Claimed first orders are those of the customers that the platform won`() {
        let won = business.customers.filter { $0.touch?.platform == .google }.count
        let claimed = business.advertising(on: .google).facts.reduce(0) { $0 + $1.purchases }

        #expect(claimed > won * 8 / 10)
        #expect(Double(claimed) < Double(won) * 2)
    }

    @Test func `Spend works through its adstock and saturation`() {
        let business = SimulatedBusiness(seed: 3, days: 200, until: Day(number: 20_600), customers: 20_000)
        let perLevel = business.customersPerLevel
        for platform in [AdPlatform.meta, .google] {
            let delivery = AdDelivery(platform, business.parts.frame)
            let expected = delivery.effects.reduce(0) { $0 + $1.reduce(0, +) } * perLevel
            let won = Double(business.customers.filter { $0.touch?.platform == platform }.count)
            #expect(abs(won - expected) < 4 * expected.squareRoot())
        }
        let organic = Double(business.customers.filter { $0.touch == nil }.count)
        #expect(abs(organic - business.organicLevel * 200 * perLevel) < 4 * organic.squareRoot())
    }

    @Test func `The number of campaigns follows its parameter`() {
        var parameters = BusinessParameters()
        parameters.campaignsPerPlatform = 20
        let large = SimulatedBusiness(seed: 7, days: 30, until: Day(number: 20_600), customers: 200, parameters: parameters)

        #expect(AdPlatform.allCases.allSatisfy { large.advertising(on: $0).campaigns.count == 20 })
        #expect(Set(large.campaigns.map(\.name)).count == 20)
        #expect(Set(large.advertising(on: .snapchat).ads.map(\.id)).count == large.advertising(on: .snapchat).ads.count)
    }

    @Test func `Keywords and search terms add up to their ad groups`() {
        let google = business.advertising(on: .google)
        let search = google.facts.filter { google.campaigns[$0.campaign].objective == "SEARCH" }

        #expect(business.keywords.contains { $0.isNegative } && business.keywords.contains { $0.match == "EXACT" })
        #expect(business.keywordFacts.reduce(0) { $0 + $1.spend } == search.reduce(0) { $0 + $1.spend })
        #expect(business.keywordFacts.reduce(0) { $0 + $1.clicks } == search.reduce(0) { $0 + $1.clicks })
        #expect(business.keywordFacts.reduce(0) { $0 + $1.impressions } == search.reduce(0) { $0 + $1.impressions })
        #expect(business.keywordFacts.reduce(0) { $0 + $1.purchases } == search.reduce(0) { $0 + $1.purchases })
        #expect(business.keywordFacts.reduce(0) { $0 + $1.value } == search.reduce(0) { $0 + $1.value })
        #expect(business.keywordFacts.allSatisfy { $0.clicks <= $0.impressions && !business.keywords[$0.keyword].isNegative })
        #expect(business.searchTerms.reduce(0) { $0 + $1.spend } == search.reduce(0) { $0 + $1.spend })
        #expect(business.searchTerms.reduce(0) { $0 + $1.value } == search.reduce(0) { $0 + $1.value })
    }
}

struct PaymentTests {
    private let business = SimulatedBusiness(seed: 7, days: 200, until: Day(number: 20_600), customers: 1_500)

    @Test func `Payments are the orders that are no tests with known fees`() {
        let orders = business.orders.filter { !$0.isTest }

        #expect(business.payments.map(\.amount) == orders.map(\.total))
        #expect(Set(business.payments.map(\.id)).count == orders.count)
        #expect(
            business.payments.allSatisfy {
                $0.fee == PaymentRates.fee(of: $0.amount, country: business.customers[business.orders[$0.order].customer].country)
            })
        #expect(business.payments.allSatisfy { $0.id.hasPrefix("ch_") && $0.created < business.now && $0.fee % 10_000 == 0 })
        #expect(zip(business.payments, business.payments.dropFirst()).allSatisfy { $0.created <= $1.created })
        #expect(business.paymentRefunds.reduce(0) { $0 + $1.amount } == orders.reduce(0) { $0 + $1.refunded })
        #expect(business.paymentRefunds.enumerated().allSatisfy { business.payments[$1.payment].refund == $0 })
        #expect(!business.disputes.isEmpty && business.disputes.enumerated().allSatisfy { business.payments[$1.payment].dispute == $0 })
    }

    @Test func `Every payout is the sum of what points to it`() {
        var sums = Array(repeating: Int64(0), count: business.payouts.count)
        for payment in business.payments { payment.payout.map { sums[$0] += payment.net } }
        for refund in business.paymentRefunds { refund.payout.map { sums[$0] -= refund.amount } }
        for dispute in business.disputes {
            dispute.payout.map { sums[$0] -= dispute.amount + dispute.fee }
            dispute.returnPayout.map { sums[$0] += dispute.amount + dispute.fee }
        }

        #expect(business.payouts.count > 50)
        #expect(sums == business.payouts.map(\.amount))
        #expect(business.payouts.allSatisfy { $0.amount > 0 && $0.created < business.now })
    }
}

struct MailTests {
    private let business = SimulatedBusiness(seed: 7, days: 120, until: Day(number: 20_600), customers: 600)

    @Test func `Mail revenue is that of the orders that mails brought`() {
        let orders = zip(business.orders, business.orderChannels).filter { order, channel in
            if case .mailing = channel { !order.isTest } else { false }
        }

        #expect(orders.count > 20)
        #expect(business.mailingFacts.reduce(0) { $0 + $1.conversions } == orders.count)
        #expect(business.mailingFacts.reduce(0) { $0 + $1.revenue } == orders.reduce(0) { $0 + $1.0.total })
        #expect(business.mailingFacts.allSatisfy { $0.recipients == $0.delivered + $0.bounces && $0.uniqueOpens <= $0.opens })
        #expect(business.mailings.filter { $0.kind == .campaign }.count > 12)
        #expect(Set(business.mailings.map(\.id)).count == business.mailings.count)
    }

    @Test func `Events of days and of people are the same and add up to the days of the mailings`() {
        let events = (0..<business.days).flatMap { business.mailEvents(on: business.since + $0) }
        let byPeople = business.subscribers.indices.flatMap { business.mailEvents(of: $0) }

        func count(_ kind: MailEvent.Kind) -> Int { events.filter { $0.kind == kind }.count }
        #expect(Set(events.map(\.id)).count == events.count)
        #expect(Set(events) == Set(byPeople.filter { $0.at >= business.shopZone.start(of: business.since) }))
        #expect(count(.received) == business.mailingFacts.reduce(0) { $0 + $1.delivered })
        #expect(count(.opened) == business.mailingFacts.reduce(0) { $0 + $1.opens })
        #expect(count(.clicked) == business.mailingFacts.reduce(0) { $0 + $1.clicks })
        #expect(count(.unsubscribed) == business.mailingFacts.reduce(0) { $0 + $1.unsubscribes })
        #expect(count(.placedOrder) == business.orders.filter { !$0.isTest }.count)
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at })
    }

    @Test func `Whoever ordered because of a mail has clicked it before`() {
        let events = business.subscribers.indices.flatMap { business.mailEvents(of: $0) }
        let clicks = Dictionary(grouping: events.filter { $0.kind == .clicked }) { [$0.subscriber, $0.mailing ?? -1] }

        let brought = events.filter { $0.kind == .placedOrder && $0.mailing != nil }

        #expect(!brought.isEmpty)
        #expect(brought.allSatisfy { order in clicks[[order.subscriber, order.mailing ?? -1]]?.contains { $0.at < order.at } == true })
    }
}

struct WebTrafficTests {
    private let business = SimulatedBusiness(seed: 7, days: 120, until: Day(number: 20_600), customers: 600)

    @Test func `Conversions of all sources are the orders`() {
        let orders = business.orders.filter { !$0.isTest }

        #expect(business.sessions.reduce(0) { $0 + $1.conversions } == orders.count)
        #expect(business.sessions.reduce(0) { $0 + $1.revenue } == orders.reduce(0) { $0 + $1.total })
        #expect(
            business.sessions.allSatisfy {
                $0.conversions <= $0.engaged && $0.engaged <= $0.sessions && $0.newUsers <= $0.users && $0.users <= $0.sessions
            })
    }

    @Test func `Visits of a campaign agree with its clicks`() {
        let google = business.advertising(on: .google)
        let visits = business.sessions.filter { $0.source == "google" && $0.medium == "cpc" }.reduce(0) { $0 + $1.sessions }
        let landings = google.facts.reduce(0) { $0 + $1.landingViews }
        let clicks = google.facts.reduce(0) { $0 + $1.clicks }

        #expect(visits >= landings && visits < clicks)
        let visited = Set(business.sessions.filter { $0.medium == "cpc" }.compactMap { $0.campaignID })
        #expect(visited == Set(google.campaigns.map { $0.id }))
    }

    @Test func `Events and traits of the visitors add up to the visits`() {
        let sessions = business.sessions.reduce(0) { $0 + $1.sessions }

        #expect(business.sessionEvents.filter { $0.event == "session_start" }.reduce(0) { $0 + $1.count } == sessions)
        #expect(business.sessionEvents.reduce(0) { $0 + $1.value } == business.sessions.reduce(0) { $0 + $1.revenue })
        for dimension in Demographics.dimensions {
            let facts = business.demographics.filter { $0.dimension == dimension }
            #expect(facts.reduce(0) { $0 + $1.sessions } == sessions)
            #expect(facts.reduce(0) { $0 + $1.conversions } == business.sessions.reduce(0) { $0 + $1.conversions })
        }
    }

    @Test func `Clicks in the search are the visits from it`() {
        let visits = business.sessions.filter { $0.source == "google" && $0.medium == "organic" }

        #expect(business.searchFacts.reduce(0) { $0 + $1.clicks } == visits.reduce(0) { $0 + $1.sessions })
        #expect(business.searchFacts.allSatisfy { $0.impressions >= $0.clicks && $0.impressions > 0 && $0.position >= 1_000 })
        #expect(business.searchFacts.contains { $0.clicks == 0 })
    }

    @Test func `When days pass what has happened stays`() {
        let after = business.advanced(by: 3)

        #expect(zip(business.sessions, after.sessions).prefix(business.sessions.count - 40).allSatisfy { $0 == $1 })
        #expect(zip(business.payments, after.payments).allSatisfy { $0.id == $1.id && $0.amount == $1.amount })
        #expect(zip(business.subscribers, after.subscribers).allSatisfy { $0.id == $1.id && $0.updated <= $1.updated })
        #expect(zip(business.mailings, after.mailings).allSatisfy { $0 == $1 })
        #expect(zip(business.payouts, after.payouts).allSatisfy { $0.id == $1.id && $0.amount == $1.amount })
    }
}

struct SplitTests {
    @Test(arguments: [(10, [1.0, 2, 3]), (1, [1, 1, 1]), (7, [0, 5, 0, 1]), (0, [1]), (1_000, [0.001, 3, 0.2])]) func `Parts add up`(
        call: (total: Int, weights: [Double])
    ) {
        for offset in [0, 0.3, 0.99] {
            let parts = Split.parts(call.total, call.weights, offset: offset)
            #expect(parts.reduce(0, +) == call.total)
            #expect(zip(parts, call.weights).allSatisfy { $0 >= 0 && ($1 > 0 || $0 == 0) })
        }
    }
}
