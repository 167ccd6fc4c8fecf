import Foundation
import Testing

@testable import Statistics

@Suite struct BGNBDNumericsTests {
    @Test func `The gradient and Hessian are the likelihood's differences`() async throws {
        let rows = RepeatRows(try SimulatedCustomers().table(400))
        let likelihood = BGNBDLikelihood(rows: rows)
        let values = [0.4, 5, 0.9, 2.2]

        let expansion = try await likelihood.expand(model(values), threads: 1)

        for i in 0..<4 {
            let step = 1e-5 * values[i]
            let (up, down) = (likelihood.evaluate(model(values, i, step)), likelihood.evaluate(model(values, i, -step)))
            #expect(closeness((up.value - down.value) / (2 * step), expansion.gradient[i]) < 1e-6)
            for j in 0..<4 {
                let slope = (up.gradient[j] - down.gradient[j]) / (2 * step)
                #expect(abs(slope - expansion.hessian[i, j]) < 1e-6 * (1 + abs(expansion.hessian[i, j])))
            }
        }
        #expect(closeness(likelihood.evaluate(model(values)).value, expansion.value) < 1e-14)
    }

    @Test func `The sum over rows is the sum of the customers' own likelihoods`() throws {
        let table = try SimulatedCustomers().table(300)
        let model = BGNBD(r: 0.4, alpha: 5, a: 0.9, b: 2.2)

        let sum = BGNBDLikelihood(rows: RepeatRows(table)).evaluate(model).value

        #expect(closeness(sum, (0..<table.count).reduce(0.0) { $0 + model.logLikelihood(table[$1]) }) < 1e-13)
    }

    @Test func `The spend model's gradient and Hessian are its likelihood's differences`() throws {
        let likelihood = GammaGammaLikelihood(rows: SpendRows(try SimulatedCustomers().table(400)))
        let values = [3.0, 4, 60]
        func at(_ i: Int, _ step: Double) -> GammaGammaExpansion {
            var v = values
            v[i] += step
            return likelihood.evaluate(GammaGamma(p: v[0], q: v[1], v: v[2]))
        }

        let expansion = at(0, 0)

        for i in 0..<3 {
            let step = 1e-5 * values[i]
            let (up, down) = (at(i, step), at(i, -step))
            #expect(abs((up.value - down.value) / (2 * step) - expansion.gradient[i]) < 1e-6 * (1 + abs(expansion.gradient[i])))
            for j in 0..<3 {
                let slope = (up.gradient[j] - down.gradient[j]) / (2 * step)
                #expect(abs(slope - expansion.hessian[i, j]) < 1e-6 * (1 + abs(expansion.hessian[i, j])))
            }
        }
    }

    @Test func `Series and quadrature agree where both hold`() {
        var generator = Philox(seed: 11)
        for _ in 0..<300 {
            let model = BGNBD(
                r: exp(2 * generator.normal()), alpha: exp(generator.normal() + 1), a: exp(generator.normal()), b: exp(generator.normal()))
            let x = Int(10 * generator.uniform() * generator.uniform() / generator.uniform())
            let ratio = exp(2 * generator.normal())

            let series = PurchaseExpectation(model, frequency: x).value(horizon: ratio, pace: 1)
            let quadrature = DropoutIntegral(a: model.a, b: model.b + Double(x), rho: model.r + Double(x)).value(ratio: ratio)

            #expect(closeness(series, quadrature) < 1e-11)
        }
    }

    @Test func `Parameters far from any data give finite numbers in their place`() {
        for r in [1e-3, 1, 300] {
            for a in [1e-3, 0.999999999, 1, 1.000000001, 50] {
                for b in [1e-2, 3, 1e4] {
                    for x in [0, 1, 30, 3_000] {
                        let customer = CustomerRecord(frequency: x, recency: x == 0 ? 0 : 90, age: 100)
                        let model = BGNBD(r: r, alpha: 10, a: a, b: b)
                        let value = model.expectedPurchases(customer, in: 500)
                        let most = model.probabilityAlive(customer) * (r + Double(x)) / 110 * 500
                        #expect(value >= 0 && value <= most * (1 + 1e-9))
                        #expect(value > 0 || model.probabilityAlive(customer) < 1e-290)
                    }
                }
            }
        }
    }

    @Test func `Frequencies' probabilities sum to one and have the expected mean`() {
        let model = BGNBD(r: 0.6, alpha: 8, a: 1.2, b: 3)

        let shares = model.frequencyDistribution(age: 40, count: 400)

        #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
        let mean = shares.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
        #expect(closeness(mean, model.expectedRepeats(within: 40)) < 1e-8)
    }

    private func model(_ values: [Double], _ index: Int = 0, _ step: Double = 0) -> BGNBD {
        var values = values
        values[index] += step
        return BGNBD(r: values[0], alpha: values[1], a: values[2], b: values[3])
    }
}
