import Foundation
import RealModule
import Testing

@testable import Statistics

struct NUTSTests {
    private func settings(_ change: (inout NUTS.Settings) -> Void = { _ in }) -> NUTS.Settings {
        var settings = NUTS.Settings()
        settings.seed = 1
        change(&settings)
        return settings
    }

    @Test(arguments: [(1, 1.0, 0.0), (2, 1.0, 0.95), (10, 1e4, 0.5), (50, 1e4, 0.7)])
    func `A normal's means and deviations are found`(dimension: Int, condition: Double, correlation: Double) async throws {
        let covariance = Known.Normal.covariance(dimension, condition: condition, correlation: correlation)
        let density = Known.Normal(precision: try #require(covariance.symmetricInverse()))

        let draws = try await NUTS.sample(density, settings: settings())

        let summaries = draws.summaries()
        for (i, summary) in summaries.enumerated() {
            #expect(distance(summary.mean, from: Double(i + 1), error: summary.meanError) < 4)
            #expect(distance(summary.deviation, from: covariance[i, i].squareRoot(), error: summary.deviationError) < 4)
        }
        #expect(Diagnosis(of: draws, summaries: summaries).verdict == .converged)
        #expect(draws.divergences == 0)
    }

    @Test func `A diagonal metric finds the same answer`() async throws {
        let covariance = Known.Normal.covariance(10, condition: 1e4, correlation: 0.3)
        let density = Known.Normal(precision: try #require(covariance.symmetricInverse()))

        let draws = try await NUTS.sample(density, settings: settings { $0.metric = .diagonal })

        for (i, summary) in draws.summaries().enumerated() {
            #expect(distance(summary.mean, from: Double(i + 1), error: summary.meanError) < 4)
            #expect(distance(summary.deviation, from: covariance[i, i].squareRoot(), error: summary.deviationError) < 4)
        }
    }

    @Test func `Covariances are right, not variances alone`() async throws {
        let covariance = Known.Normal.covariance(5, condition: 100, correlation: -0.8)
        let density = Known.Normal(precision: try #require(covariance.symmetricInverse()))

        let draws = try await NUTS.sample(density, settings: settings())

        let products = draws.mapped(to: 1) { point, product in product[0] = (point[1] - 2) * (point[3] - 4) }.summaries()[0]
        #expect(distance(products.mean, from: covariance[1, 3], error: products.meanError) < 4)
    }

    @Test func `A funnel in its own coordinates diverges and is flagged`() async throws {
        let draws = try await NUTS.sample(Known.funnel(centred: true), settings: settings())

        let diagnosis = Diagnosis(of: draws)
        #expect(draws.divergences > 0)
        #expect(diagnosis.verdict != .converged)
        #expect(diagnosis.findings.contains { $0.code == "divergences" })
    }

    @Test func `A funnel in independent coordinates is found`() async throws {
        let draws = try await NUTS.sample(Known.funnel(centred: false), settings: settings())

        let scale = draws.summaries()[0]
        #expect(Diagnosis(of: draws).verdict == .converged)
        #expect(distance(scale.mean, from: 0, error: scale.meanError) < 4)
        #expect(distance(scale.deviation, from: 3, error: scale.deviationError) < 4)
    }

    @Test func `A banana's moments are found`() async throws {
        let draws = try await NUTS.sample(
            Known.banana,
            settings: settings {
                $0.target = 0.95
                $0.draws = 2_000
            })

        let summaries = draws.summaries()
        #expect(distance(summaries[0].mean, from: 0, error: summaries[0].meanError) < 4)
        #expect(distance(summaries[0].deviation, from: 1, error: summaries[0].deviationError) < 4)
        #expect(distance(summaries[1].mean, from: 1, error: summaries[1].meanError) < 4)
        #expect(distance(summaries[1].deviation, from: 2.25.squareRoot(), error: summaries[1].deviationError) < 4)
    }

    @Test func `Heavy tails keep their quantiles`() async throws {
        let draws = try await NUTS.sample(Known.student(5), settings: settings { $0.draws = 2_000 })

        for parameter in 0..<2 {
            let chains = draws.chains(parameter: parameter)
            let found = Quantiles.quantile(0.95, of: draws.parameter(parameter))
            #expect(distance(found, from: 2.015_048_372_669_157, error: MonteCarloError.quantile(chains, 0.95)) < 4)
        }
    }

    @Test func `A half-normal is found through its logarithm`() async throws {
        let draws = try await NUTS.sample(Known.logHalfNormal, settings: settings())

        let natural = draws.mapped(to: 1) { point, value in value[0] = Double.exp(point[0]) }.summaries()[0]
        #expect(distance(natural.mean, from: 2 * (2 / Double.pi).squareRoot(), error: natural.meanError) < 4)
        #expect(distance(natural.deviation, from: 2 * (1 - 2 / Double.pi).squareRoot(), error: natural.deviationError) < 4)
    }

    @Test func `Two modes far apart are flagged`() async throws {
        let starts = [[-5.0, 0], [5, 0], [-5, 0], [5, 0]]

        let draws = try await NUTS.sample(Known.mixture(apart: 16), from: starts, settings: settings())

        let diagnosis = Diagnosis(of: draws, names: ["position", "noise"])
        #expect(diagnosis.verdict == .failed)
        #expect(diagnosis.findings.contains { $0.code == "r_hat" && $0.sentence.contains("position") })
    }

    @Test func `Two modes close together are crossed in the right proportion`() async throws {
        let draws = try await NUTS.sample(Known.mixture(apart: 4), settings: settings { $0.draws = 2_000 })

        let side = draws.mapped(to: 1) { point, value in value[0] = point[0] > 0 ? 1 : 0 }.summaries()[0]
        #expect(distance(side.mean, from: 0.5, error: side.meanError) < 4)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["TACTICS_CALIBRATE"] == "1"))
    func `Over many seeds estimates are as far from the truth as their errors say`() async throws {
        let covariance = Known.Normal.covariance(10, condition: 1e4, correlation: 0.5)
        let density = Known.Normal(precision: try #require(covariance.symmetricInverse()))
        var (means, deviations) = (0.0, 0.0)

        for seed in 1...100 {
            let draws = try await NUTS.sample(density, settings: settings { $0.seed = UInt64(seed) })
            for (i, summary) in draws.summaries().enumerated() {
                let meanOff = distance(summary.mean, from: Double(i + 1), error: summary.meanError)
                let deviationOff = distance(summary.deviation, from: covariance[i, i].squareRoot(), error: summary.deviationError)
                means += meanOff * meanOff / 1_000
                deviations += deviationOff * deviationOff / 1_000
            }
        }

        #expect((0.85...1.15).contains(means.squareRoot()))
        #expect((0.85...1.15).contains(deviations.squareRoot()))
    }
}
