import Foundation
import Testing

@testable import Statistics

@Suite struct CustomerPosteriorTests {
    @Test func `The posterior's gradient is its density's difference`() throws {
        let table = try SimulatedCustomers().table(500)
        let purchases = BGNBDPosterior(RepeatRows(table))
        let spend = GammaGammaPosterior(SpendRows(table))

        expectGradient(purchases, at: [-0.9, 1.6, -0.1, 0.8])
        expectGradient(spend, at: [1.1, 1.4, 4.1])
    }

    @Test func `Far points are outside the support and trap nothing`() throws {
        let posterior = BGNBDPosterior(RepeatRows(try SimulatedCustomers().table(100)))

        #expect(density(posterior, [1e6, 0, 0, 0]).value == -.infinity)
        #expect(density(posterior, [.nan, 0, 0, 0]).value == -.infinity)
        #expect(density(posterior, [-30, 30, -30, 30]).value < -1_000)
    }

    @Test func `The posterior of CDNOW is sampled well and lies around the maximum`() async throws {
        let rows = RepeatRows(try CustomerGold.customers())
        var settings = NUTS.Settings()
        settings.seed = 4

        let posterior = BGNBDPosterior(rows)
        let draws = try await NUTS.sample(posterior, from: posterior.starts(chains: settings.chains), settings: settings)

        #expect(draws.statistics.allSatisfy { !$0.diverged })
        let leapfrogs = draws.statistics.reduce(0) { $0 + $1.leapfrogs }
        #expect(leapfrogs < 10 * draws.total)
        for index in 0..<4 {
            let values = draws.parameter(index).map { exp($0) }
            let mean = values.reduce(0, +) / Double(values.count)
            #expect(abs(mean - CustomerGold.model.values[index]) < 0.6 * CustomerGold.standardErrors[index])
        }
        let models = BGNBDPosterior.models(draws, count: 100)
        #expect(models.count == 100 && models.allSatisfy { $0.values.allSatisfy { $0 > 0 } })
    }

    @Test func `Priors move with the units of time and money`() throws {
        let table = try SimulatedCustomers().table(200)
        let scaled = try CustomerTable(
            (0..<table.count).map { index in
                let one = table[index]
                return CustomerRecord(frequency: one.frequency, recency: one.recency * 7, age: one.age * 7, meanValue: one.meanValue * 100)
            })

        let (weeks, days) = (BGNBDPriors.weak(for: RepeatRows(table)), BGNBDPriors.weak(for: RepeatRows(scaled)))
        let (euros, cents) = (GammaGammaPriors.weak(for: SpendRows(table)), GammaGammaPriors.weak(for: SpendRows(scaled)))

        #expect(closeness(days.alpha.median, 7 * weeks.alpha.median) < 1e-12 && days.r == weeks.r)
        #expect(closeness(cents.v.median, 100 * euros.v.median) < 1e-12 && cents.q == euros.q)
    }

    private func expectGradient(_ density: some LogDensity, at point: [Double]) {
        let slope = self.density(density, point).gradient
        for index in point.indices {
            var (up, down) = (point, point)
            up[index] += 1e-5
            down[index] -= 1e-5
            let difference = (self.density(density, up).value - self.density(density, down).value) / 2e-5
            #expect(abs(difference - slope[index]) < 1e-5 * (1 + abs(slope[index])))
        }
    }

    private func density<D: LogDensity>(_ density: D, _ point: [Double]) -> (value: Double, gradient: [Double]) {
        var gradient = [Double](repeating: 0, count: point.count)
        var workspace = density.workspace()
        let value = point.withUnsafeBufferPointer { point in
            gradient.withUnsafeMutableBufferPointer { density.evaluate(point, gradient: $0, in: &workspace) }
        }
        return (value, gradient)
    }
}
