import Foundation
import Testing

@testable import Statistics

@Suite struct CustomerScoreTests {
    private let model = BGNBD(r: 0.6, alpha: 8, a: 1.2, b: 3)
    private let spend = GammaGamma(p: 4, q: 5, v: 80)

    @Test func `Scores by table are those of the formulas, customer by customer`() async throws {
        let table = try SimulatedCustomers(ages: 0.5...300).table(3_000)
        let request = ScoreRequest(horizons: [1, 30, 500], lifetime: .weeks, silence: 13)

        let scores = try await CustomerScores.score(table, model, spend, request)

        for index in stride(from: 0, to: table.count, by: 7) {
            let customer = table[index]
            #expect(closeness(scores.alive[index], model.probabilityAlive(customer)) < 1e-12)
            #expect(closeness(scores.silence[index], model.probabilityOfSilence(customer, in: 13)) < 1e-12)
            for (place, horizon) in request.horizons.enumerated() {
                #expect(closeness(scores.expectedPurchases[place][index], model.expectedPurchases(customer, in: horizon)) < 1e-11)
            }
        }
    }

    @Test func `The conventions of lifetime value do what they say`() async throws {
        let table = try SimulatedCustomers().table(300)
        let plain = LifetimeConvention(months: 3, monthLength: 4, monthlyDiscount: 0.02)
        let variants = [
            plain, LifetimeConvention(months: 3, monthLength: 4, monthlyDiscount: 0.02, timing: .start),
            LifetimeConvention(months: 3, monthLength: 4, monthlyDiscount: 0.02, timing: .middle),
            LifetimeConvention(months: 3, monthLength: 4, monthlyDiscount: 0.02, margin: 0.4),
            LifetimeConvention(months: 1, monthLength: 12, monthlyDiscount: 0),
        ]
        var values: [[Double]] = []
        for variant in variants {
            values.append(try await CustomerScores.score(table, model, spend, ScoreRequest(lifetime: variant)).lifetimeValue)
        }

        for index in 0..<table.count {
            let customer = table[index]
            let worth = spend.expectedValue(frequency: customer.frequency, meanValue: customer.meanValue)
            let upTo = [0, 4, 8, 12].map { model.expectedPurchases(customer, in: $0) }
            let byHand = (1...3).reduce(0.0) { $0 + worth * (upTo[$1] - upTo[$1 - 1]) / pow(1.02, Double($1)) }
            #expect(closeness(values[0][index], byHand) < 1e-11)
            #expect(closeness(values[1][index], byHand * 1.02) < 1e-11)
            #expect(closeness(values[2][index], byHand * 1.02.squareRoot()) < 1e-11)
            #expect(closeness(values[3][index], byHand * 0.4) < 1e-11)
            #expect(closeness(values[4][index], worth * upTo[3]) < 1e-11)
        }
    }

    @Test func `The number of threads changes no bit`() async throws {
        let table = try SimulatedCustomers().table(9_000)
        let models = (0..<20).map { BGNBD(r: 0.5 + 0.01 * Double($0), alpha: 8, a: 1.2, b: 3) }

        let one = try await CustomerScores.score(table, model, spend, ScoreRequest(horizons: [20], lifetime: .weeks, threads: 1))
        let four = try await CustomerScores.score(table, model, spend, ScoreRequest(horizons: [20], lifetime: .weeks, threads: 4))
        let draws = try await PosteriorScores.score(table, models, [], ScoreRequest(horizons: [20], threads: 1))
        let drawsByFour = try await PosteriorScores.score(table, models, [], ScoreRequest(horizons: [20], threads: 4))

        #expect(one.alive == four.alive && one.expectedPurchases == four.expectedPurchases && one.lifetimeValue == four.lifetimeValue)
        #expect(draws.alive == drawsByFour.alive && draws.expectedPurchases == drawsByFour.expectedPurchases)
    }

    @Test func `Expected purchases of simulated customers are what they then buy`() async throws {
        // Followed for 30 weeks and then for another 30: the first half predicts the second.
        let count = 40_000
        var (predicted, bought, square) = (0.0, 0.0, 0.0)
        for index in 0..<count {
            let pair = Halves(model, index)
            let expected = model.expectedPurchases(pair.customer, in: 30)
            predicted += expected
            bought += Double(pair.later)
            square += (Double(pair.later) - expected) * (Double(pair.later) - expected)
        }

        #expect(abs(bought - predicted) < 4 * square.squareRoot())
    }

    @Test func `Posterior scores are the mean and quantiles of the draws' scores`() async throws {
        let table = try SimulatedCustomers().table(60)
        var generator = Philox(seed: 2)
        let models = (0..<101).map { _ in BGNBD(r: 0.4 + 0.3 * generator.uniform(), alpha: 8, a: 1.2, b: 2 + 2 * generator.uniform()) }
        let spends = (0..<101).map { _ in GammaGamma(p: 3 + generator.uniform(), q: 5, v: 80) }
        let request = ScoreRequest(horizons: [26], lifetime: .weeks)

        let posterior = try await PosteriorScores.score(table, models, spends, request, level: 0.9)

        var all: [CustomerScores] = []
        for (model, spend) in zip(models, spends) { all.append(try await CustomerScores.score(table, model, spend, request)) }
        for customer in 0..<table.count {
            let values = all.map { $0.lifetimeValue[customer] }.sorted()
            #expect(closeness(posterior.lifetimeValue.mean[customer], values.reduce(0, +) / 101) < 1e-10)
            #expect(closeness(posterior.lifetimeValue.lower[customer], values[5]) < 1e-10)
            #expect(closeness(posterior.lifetimeValue.upper[customer], values[95]) < 1e-10)
            let purchases = all.map { $0.expectedPurchases[0][customer] }.sorted()
            #expect(closeness(posterior.expectedPurchases[0].upper[customer], purchases[95]) < 1e-10)
        }
    }

    @Test func `A customer without repeats is alive for sure and worth the population's mean`() async throws {
        let table = try CustomerTable([CustomerRecord(frequency: 0, recency: 0, age: 10)])

        let scores = try await CustomerScores.score(table, model, spend, ScoreRequest(lifetime: .weeks))

        #expect(scores.alive == [1])
        #expect(closeness(scores.expectedValue[0], spend.populationMean) < 1e-15)
        #expect(GammaGamma(p: 2, q: 0.9, v: 3).populationMean == .infinity)
    }
}

/// One simulated customer's first 30 weeks, and what they buy in the 30 after.
private struct Halves {
    var customer = CustomerRecord(frequency: 0, recency: 0, age: 30)
    var later = 0

    init(_ model: BGNBD, _ index: Int) {
        var generator = Philox(seed: 77, stream: UInt64(index))
        let rate = generator.gamma(shape: model.r) / model.alpha
        let dropout = generator.beta(model.a, model.b)
        var now = 0.0
        while true {
            now += generator.exponential() / rate
            if now > 60 { return }
            if now <= 30 {
                customer.frequency += 1
                customer.recency = now
            } else {
                later += 1
            }
            if generator.uniform() < dropout { return }
        }
    }
}
