import Foundation
import Testing

@testable import Statistics

/// Against values computed in 30-digit arithmetic.
@Suite struct CustomerGoldTests {
    @Test func `The fits on CDNOW are the gold's maxima with its standard errors`() async throws {
        let table = try CustomerGold.customers()

        let fit = try await BGNBD.fit(table)
        let spend = try GammaGamma.fit(table)

        for (value, gold) in zip(fit.model.values, CustomerGold.model.values) { #expect(closeness(value, gold) < 1e-9) }
        for (value, gold) in zip(spend.model.values, CustomerGold.spend.values) { #expect(closeness(value, gold) < 1e-9) }
        for (value, gold) in zip(try #require(fit.standardErrors), CustomerGold.standardErrors) { #expect(closeness(value, gold) < 1e-9) }
        for (value, gold) in zip(try #require(spend.standardErrors), CustomerGold.spendErrors) { #expect(closeness(value, gold) < 1e-9) }
        #expect(abs(fit.logLikelihood + 9582.42556056736255) < 1e-8)
        #expect(abs(spend.logLikelihood + 4055.92324350286426) < 1e-8)
        #expect(fit.customers == 2_357 && fit.repeaters == 946 && spend.customers == 946)
        #expect(fit.cautions.isEmpty && spend.cautions.isEmpty)
    }

    @Test func `Every CDNOW customer's scores are the gold's`() async throws {
        let gold = try CustomerGold.rows("gold_cdnow_customers.csv")
        let request = ScoreRequest(horizons: [39], lifetime: .weeks)

        let scores = try await CustomerScores.score(try CustomerGold.customers(), CustomerGold.model, CustomerGold.spend, request)

        for (index, row) in gold.enumerated() {
            #expect(closeness(scores.expectedPurchases[0][index], try #require(row["pred39"])) < 1e-11)
            #expect(closeness(scores.alive[index], try #require(row["p_alive"])) < 1e-12)
            #expect(closeness(scores.expectedValue[index], try #require(row["exp_avg_value"])) < 1e-12)
            #expect(closeness(scores.lifetimeValue[index], try #require(row["clv12_lifetimes_convention"])) < 1e-11)
        }
    }

    @Test func `The edge cases are exact, one by one and as tables`() async throws {
        for row in try CustomerGold.rows("gold_edge_cases.csv") {
            let model = try BGNBD(
                r: #require(row["r"]), alpha: #require(row["alpha"]), a: #require(row["a"]), b: #require(row["b"]))
            let customer = CustomerGold.record(row)
            let horizon = try #require(row["t"])
            let (expected, alive) = (try #require(row["E"]), try #require(row["p_alive"]))

            #expect(closeness(model.expectedPurchases(customer, in: horizon), expected) < 1e-12)
            #expect(closeness(model.probabilityAlive(customer), alive) < 1e-12 || alive < 1e-290)

            let many = try CustomerTable([CustomerRecord](repeating: customer, count: 40))
            let scores = try await CustomerScores.score(many, model, nil, ScoreRequest(horizons: [horizon]))
            #expect(scores.expectedPurchases[0].allSatisfy { closeness($0, expected) < 1e-10 || alive < 1e-290 })
        }
    }

    @Test func `Parameters from a wide range are exact too`() throws {
        for row in try CustomerGold.rows("gold_bgnbd_wide.csv") {
            let model = try BGNBD(
                r: #require(row["r"]), alpha: #require(row["alpha"]), a: #require(row["a"]), b: #require(row["b"]))
            let customer = CustomerGold.record(row)

            let expected = model.expectedPurchases(customer, in: try #require(row["t"]))

            #expect(closeness(expected, try #require(row["E"])) < 1e-12)
            #expect(closeness(model.probabilityAlive(customer), try #require(row["p_alive"])) < 1e-12)
        }
    }

    @Test func `A new customer's expected repeats are the gold's`() {
        let gold: [(Double, Double)] = [
            (0.1429, 0.00781607206422539), (1, 0.0531847407762176), (31.8571, 1.04049430709751), (78, 1.85797178242792),
            (520, 4.96874833691578),
        ]

        for (age, value) in gold { #expect(closeness(CustomerGold.model.expectedRepeats(within: age), value) < 1e-12) }
        let curve = CustomerGold.model.expectedRepeats(within: gold.map(\.0))
        for (value, pair) in zip(curve, gold) { #expect(closeness(value, pair.1) < 1e-12) }
    }

    @Test func `The reference customer of the R package is scored as published`() {
        let customer = CustomerRecord(frequency: 26, recency: 30.857142857142858, age: 31)

        #expect(closeness(CustomerGold.model.expectedPurchases(customer, in: 52), 25.7577695628373) < 1e-12)
        #expect(closeness(CustomerGold.model.probabilityAlive(customer), 0.968855631546964) < 1e-12)
    }
}
