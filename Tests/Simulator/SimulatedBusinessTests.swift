import Core
import Testing

@testable import Simulator

struct SimulatedBusinessTests {
    private func business(seed: UInt64 = 7, days: Int = 120, customers: Int = 600) -> SimulatedBusiness {
        SimulatedBusiness(seed: seed, days: days, until: Day(number: 20_600), customers: customers)
    }

    @Test func `The same arguments give the same business byte for byte`() {
        let first = business().truth().encoded()

        let second = business().truth().encoded()

        #expect(first == second)
        #expect(first != business(seed: 8).truth().encoded())
    }

    @Test func `It has exactly the customers asked for and every order lies before its end`() {
        let business = business()

        #expect(business.customers.count == 600)
        #expect(business.orders.count > 900 && business.orders.count < 3_000)
        #expect(
            business.orders.allSatisfy {
                $0.placed < business.now && $0.updated < business.now && $0.day >= business.since && $0.day <= business.until
            })
        #expect(business.customers.allSatisfy { $0.updated < business.now })
        #expect(business.products.allSatisfy { $0.updated < business.now })
        #expect(business.campaigns.allSatisfy { $0.updated < business.now } && business.ads.allSatisfy { $0.updated < business.now })
    }

    @Test func `Ids are unique`() {
        let business = business()

        #expect(Set(business.orders.map(\.number)).count == business.orders.count)
        #expect(Set(business.orders.flatMap(\.lines).map(\.number)).count == business.orders.flatMap(\.lines).count)
        #expect(Set(business.customers.map(\.number)).count == business.customers.count)
        #expect(Set(business.products.flatMap(\.variants).map(\.number)).count == business.products.flatMap(\.variants).count)
        #expect(
            Set(business.campaigns.map(\.id) + business.adSets.map(\.id) + business.ads.map(\.id)).count == 8 + business.adSets.count
                + business.ads.count)
    }

    @Test func `Advertising figures make sense together`() {
        let facts = business().adFacts

        #expect(facts.count > 4_000)
        #expect(facts.allSatisfy { $0.spend > 0 && $0.spend % 10_000 == 0 })
        #expect(
            facts.allSatisfy { $0.impressions >= $0.reach && $0.impressions >= $0.clicks && $0.clicks >= $0.linkClicks && $0.linkClicks >= $0.carts })
        #expect(facts.allSatisfy { ($0.purchases > 0) == ($0.value > 0) && $0.promptPurchases <= $0.purchases && $0.promptValue <= $0.value })
        #expect(facts.reduce(0) { $0 + $1.purchases } > 200)
    }

    @Test func `Orders add up to whole cents`() {
        for order in business().orders {
            #expect(!order.lines.isEmpty)
            #expect([order.total, order.tax, order.shipping, order.discount, order.refunded].allSatisfy { $0 >= 0 && $0 % 10_000 == 0 })
            #expect(order.refunded <= order.total)
            #expect(order.lines.reduce(order.shipping) { $0 + $1.unit * Int64($1.quantity) } == order.total + order.discount)
        }
    }

    @Test func `When days pass what has happened stays`() {
        let before = business()

        let after = before.advanced(by: 3)

        #expect(after.until == before.until + 3 && after.since == before.since)
        #expect(after.customers.count > before.customers.count)
        #expect(after.orders.count > before.orders.count)
        #expect(
            zip(before.orders, after.orders).allSatisfy {
                $0.number == $1.number && $0.total == $1.total && $0.placed == $1.placed && $0.updated <= $1.updated
            })
        #expect(zip(before.customers, after.customers).allSatisfy { $0.number == $1.number && $0.email == $1.email })
        #expect(
            zip(before.adFacts, after.adFacts).allSatisfy {
                $0.day == $1.day && $0.ad == $1.ad && $0.spend == $1.spend && $0.purchases <= $1.purchases
            })
    }

    @Test func `Purchase rates and dropout follow the parameters they were drawn from`() {
        let business = business(customers: 8_000)
        let parameters = business.parameters

        let rate = business.customers.reduce(0) { $0 + $1.weeklyRate } / 8_000
        let dropout = business.customers.reduce(0) { $0 + $1.dropout } / 8_000

        #expect(abs(rate - parameters.r / parameters.alpha) < 0.02)
        #expect(abs(dropout - parameters.a / (parameters.a + parameters.b)) < 0.02)
    }

    @Test(arguments: [(1, 1), (1, 50), (2, 1), (9, 30), (400, 40)]) func `Odd sizes work`(size: (days: Int, customers: Int)) {
        let business = business(days: size.days, customers: size.customers)

        #expect(business.customers.count == size.customers)
        #expect(business.orders.count >= size.customers)
        #expect(business.adFacts.allSatisfy { $0.day >= business.since && $0.day <= business.until })
    }
}
