import Testing

@testable import Statistics

/// Data that cannot carry the question: a code, a sentence and advice each.
@Suite struct CustomerRefusalTests {
    @Test(arguments: [
        (CustomerRecord(frequency: -1, recency: 0, age: 3), "frequency of -1"),
        (CustomerRecord(frequency: 1, recency: 5, age: 3), "recency of 5.0"),
        (CustomerRecord(frequency: 1, recency: .nan, age: 3), "recency of nan"),
        (CustomerRecord(frequency: 0, recency: 0, age: .infinity), "age of inf"),
        (CustomerRecord(frequency: 0, recency: 2, age: 3), "without a repeat"), (CustomerRecord(frequency: 2, recency: 0, age: 3), "at age 0"),
        (CustomerRecord(frequency: 1, recency: 1, age: 3, meanValue: -4), "mean value of -4.0"),
        (CustomerRecord(frequency: 1, recency: 1, age: 3, meanValue: .nan), "mean value of nan"),
    ])
    func `A customer that cannot be is refused with its row`(customer: CustomerRecord, part: String) throws {
        var table = CustomerTable()
        try table.append(CustomerRecord(frequency: 0, recency: 0, age: 3))

        let refusal = #expect(throws: Refusal.self) { try table.append(customer) }

        #expect(refusal?.code == "impossible_customer")
        #expect(refusal?.sentence.contains("Customer 2") == true && refusal?.sentence.contains(part) == true)
        #expect(table.count == 1)
    }

    @Test func `No customers and too few repeat purchases are refused`() async throws {
        let single = try SimulatedCustomers().table(20)

        let empty = await #expect(throws: Refusal.self) { try await BGNBD.fit(CustomerTable()) }
        let few = await #expect(throws: Refusal.self) { try await BGNBD.fit(single) }
        let poor = #expect(throws: Refusal.self) { try GammaGamma.fit(single) }

        #expect(empty?.code == "no_customers" && few?.code == "too_few_repeaters" && poor?.code == "too_few_spenders")
        #expect(few?.description.hasSuffix("take more customers in.") == true)
    }

    @Test func `Customers who are all the same are refused`() async throws {
        let same = try CustomerTable([CustomerRecord](repeating: .init(frequency: 2, recency: 5, age: 30, meanValue: 10), count: 500))

        let refusal = await #expect(throws: Refusal.self) { try await BGNBD.fit(same) }
        let spend = #expect(throws: Refusal.self) { try GammaGamma.fit(same) }

        #expect(refusal?.code == "no_variation" && spend?.code == "constant_spend")
    }

    @Test func `Fewer than two hundred repeaters are fitted with a caution`() async throws {
        let table = try SimulatedCustomers().table(200)

        let fit = try await BGNBD.fit(table)
        let spend = try GammaGamma.fit(table)

        #expect(fit.repeaters < 200 && fit.cautions.contains { $0.code == "few_repeaters" })
        #expect(spend.cautions.contains { $0.code == "few_repeaters" })
    }

    @Test func `A customer base that nobody leaves is fitted, and the parameters of leaving are called uncertain`() async throws {
        let loyal = SimulatedCustomers(model: BGNBD(r: 1.5, alpha: 10, a: 1e-7, b: 1))

        let fit = try await BGNBD.fit(try loyal.table(3_000))

        let caution = try #require(fit.cautions.first { $0.code == "uncertain_parameter" })
        #expect(caution.sentence.hasPrefix("a is known only as "))
        #expect(abs(fit.model.r - 1.5) < 0.2 && abs(fit.model.alpha - 10) < 1.5)
    }

    @Test func `Customers who all buy at one rate put a parameter on its bound, and the fit says so`() async throws {
        // Spread less than a Poisson process's leaves no room for different rates: r and alpha grow without end.
        let customers = (0..<2_000).map { index in
            CustomerRecord(frequency: 5 + index % 2, recency: 28 + Double(index % 5) / 4, age: 30 + Double(index % 3) / 2)
        }

        let fit = try await BGNBD.fit(try CustomerTable(customers))

        let caution = try #require(fit.cautions.first { $0.code == "on_bound" })
        #expect(caution.sentence.contains("r to its upper bound") && fit.standardErrors == nil)
    }

    @Test func `Spend that follows frequency is reported`() throws {
        let table = try SimulatedCustomers().table(4_000)
        let linked = try CustomerTable(
            (0..<table.count).map { index in
                var one = table[index]
                one.meanValue *= 1 + 0.5 * Double(one.frequency)
                return one
            })

        let fit = try GammaGamma.fit(linked)

        let caution = try #require(fit.cautions.first { $0.code == "spend_follows_frequency" })
        #expect(caution.sentence.contains("spend more per purchase"))
    }

    @Test func `Repeat customers without value are left out and counted`() throws {
        var customers = (0..<2_000).map { SimulatedCustomers().customer($0) }
        for index in customers.indices where index % 10 == 0 { customers[index].meanValue = 0 }

        let fit = try GammaGamma.fit(try CustomerTable(customers))

        #expect(fit.cautions.contains { $0.code == "purchases_without_value" })
    }

    @Test(arguments: [
        (ScoreRequest(horizons: [-1]), "horizon of -1.0"), (ScoreRequest(silence: .nan), "horizon of nan"),
        (ScoreRequest(lifetime: LifetimeConvention(months: 0, monthLength: 4)), "0 months"),
        (ScoreRequest(lifetime: LifetimeConvention(monthLength: 0)), "month of 0.0"),
        (ScoreRequest(lifetime: LifetimeConvention(monthLength: 4, monthlyDiscount: -1)), "discount of -1.0"),
    ])
    func `A request that means nothing is refused`(request: ScoreRequest, part: String) async throws {
        let table = try SimulatedCustomers().table(10)

        let refusal = await #expect(throws: Refusal.self) {
            try await CustomerScores.score(table, CustomerGold.model, CustomerGold.spend, request)
        }

        #expect(refusal?.code == "bad_request" && refusal?.sentence.contains(part) == true)
    }

    @Test func `Draws that do not pair up are refused`() async throws {
        let table = try SimulatedCustomers().table(10)
        let models = [CustomerGold.model, CustomerGold.model]

        let refusal = await #expect(throws: Refusal.self) {
            try await PosteriorScores.score(table, models, [CustomerGold.spend], ScoreRequest())
        }

        #expect(refusal?.code == "bad_draws")
    }
}
