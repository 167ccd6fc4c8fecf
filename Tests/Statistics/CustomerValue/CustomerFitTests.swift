import Foundation
import Testing

@testable import Statistics

@Suite struct CustomerFitTests {
    @Test(arguments: [
        BGNBD(r: 0.6, alpha: 8, a: 1.2, b: 3), BGNBD(r: 2.5, alpha: 30, a: 0.5, b: 4), BGNBD(r: 0.25, alpha: 4, a: 2, b: 2),
    ])
    func `Parameters of simulated customers are found within their errors`(truth: BGNBD) async throws {
        let fit = try await BGNBD.fit(try SimulatedCustomers(model: truth, seed: 5).table(20_000))

        let errors = try #require(fit.standardErrors)
        for index in 0..<4 { #expect(abs(fit.model.values[index] - truth.values[index]) < 4 * errors[index]) }
        #expect(fit.report.converged && fit.report.iterations < 40)
    }

    @Test func `Spend parameters of simulated customers are found within their errors`() throws {
        let truth = GammaGamma(p: 4, q: 5, v: 80)

        let fit = try GammaGamma.fit(try SimulatedCustomers(spend: truth, seed: 6).table(10_000))

        let errors = try #require(fit.standardErrors)
        for index in 0..<3 { #expect(abs(fit.model.values[index] - truth.values[index]) < 4 * errors[index]) }
        #expect(abs(try #require(fit.correlation)) < 0.05 && fit.cautions.isEmpty)
    }

    @Test func `Another unit of time or money changes that parameter and nothing else`() async throws {
        let table = try SimulatedCustomers().table(3_000)
        let scaled = try CustomerTable(
            (0..<table.count).map { index in
                let one = table[index]
                return CustomerRecord(frequency: one.frequency, recency: one.recency * 7, age: one.age * 7, meanValue: one.meanValue * 1_000)
            })

        let (fit, other) = (try await BGNBD.fit(table), try await BGNBD.fit(scaled))
        let (spend, otherSpend) = (try GammaGamma.fit(table), try GammaGamma.fit(scaled))

        for (value, reference) in zip(other.model.values, [1, 7, 1, 1].enumerated().map { fit.model.values[$0.offset] * $0.element }) {
            #expect(closeness(value, reference) < 1e-7)
        }
        for (value, reference) in zip(otherSpend.model.values, [1, 1, 1_000].enumerated().map { spend.model.values[$0.offset] * $0.element }) {
            #expect(closeness(value, reference) < 1e-7)
        }
        #expect(closeness(other.model.expectedPurchases(scaled[3], in: 70), fit.model.expectedPurchases(table[3], in: 10)) < 1e-7)
    }

    @Test func `The order of customers does not matter, nor does the number of threads`() async throws {
        let table = try CustomerGold.customers()
        let reversed = try CustomerTable((0..<table.count).reversed().map { table[$0] })
        let continuous = try SimulatedCustomers().table(60_000)
        let shuffled = try CustomerTable((0..<continuous.count).map { continuous[($0 * 7_919) % continuous.count] })

        let fits = (try await BGNBD.fit(table), try await BGNBD.fit(reversed, threads: 1))
        let large = (try await BGNBD.fit(continuous, threads: 1), try await BGNBD.fit(continuous, threads: 4))
        let mixed = try await BGNBD.fit(shuffled)

        #expect(fits.0.model == fits.1.model)
        #expect(large.0.model == large.1.model && large.0.logLikelihood == large.1.logLikelihood)
        for (value, reference) in zip(mixed.model.values, large.0.model.values) { #expect(closeness(value, reference) < 1e-7) }
    }

    @Test func `Rows counted as customers stream by are the table's`() async throws {
        let table = try SimulatedCustomers().table(5_000)
        let whole = try CustomerTable(
            (0..<table.count).map { index in
                let one = table[index]
                let recency = one.recency.rounded(.up)
                return CustomerRecord(frequency: one.frequency, recency: recency, age: max(recency, one.age.rounded()), meanValue: one.meanValue)
            })
        var counter = RowCounter(unit: .days)
        for index in 0..<whole.count { counter.add(whole[index]) }

        let rows = counter.rows()

        #expect(rows.customers == 5_000 && rows.distinct < 5_000)
        #expect(try await BGNBD.fit(rows).model == BGNBD.fit(whole).model)
    }

    @Test func `The model expects as many customers of each frequency as there are`() async throws {
        let table = try SimulatedCustomers().table(20_000)
        let rows = RepeatRows(table)

        let check = try await BGNBD.fit(rows).model.frequencyCheck(rows)

        #expect(abs(check.reduce(0) { $0 + $1.observed } - 20_000) < 1e-6)
        for cell in check { #expect(abs(cell.observed - cell.expected) < 4.5 * cell.expected.squareRoot()) }
    }
}
