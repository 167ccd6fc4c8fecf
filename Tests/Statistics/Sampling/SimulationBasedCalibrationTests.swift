import Foundation
import Testing

@testable import Statistics

struct SimulationBasedCalibrationTests {
    /// Normal data with unknown mean (prior normal) and log deviation (prior normal).
    private static func model(spoiled: Double = 1) -> SimulationBasedCalibration<[Double], Known.Custom> {
        SimulationBasedCalibration(
            prior: { random in [random.normal(), 0.5 * random.normal()] },
            simulate: { truth, random in (0..<12).map { _ in truth[0] + exp(truth[1]) * random.normal() } },
            density: { data in Self.density(data, spoiled: spoiled) }, quantities: { Array($0) })
    }

    /// The posterior's log density; a factor other than 1 in the precision spoils it.
    private static func density(_ data: [Double], spoiled: Double) -> Known.Custom {
        Known.Custom(dimension: 2) { point, gradient in
            let count = Double(data.count)
            let precision: Double = spoiled * exp(-2 * point[1])
            var squares = 0.0
            var sum = 0.0
            for observed in data {
                let off = observed - point[0]
                squares += off * off
                sum += off
            }
            gradient[0] = sum * precision - point[0]
            gradient[1] = squares * precision - 4 * point[1] - count
            return -point[0] * point[0] / 2 - 2 * point[1] * point[1] - count * point[1] - squares * precision / 2
        }
    }

    private func settings() -> NUTS.Settings {
        var settings = NUTS.Settings()
        (settings.chains, settings.warmup, settings.draws) = (1, 300, 600)
        return settings
    }

    @Test func `A right model has uniform ranks and covers`() async throws {
        let result = try await Self.model().run(200, settings: settings())

        for quantity in 0..<2 {
            #expect(result.uniformity(of: quantity).probability > 0.001)
            #expect((0.88...0.99).contains(result.coverage(of: quantity)))
        }
    }

    @Test func `A wrong model is found out`() async throws {
        let result = try await Self.model(spoiled: 4).run(100, settings: settings())

        #expect(result.uniformity(of: 1).probability < 1e-6)
        #expect(result.coverage(of: 1) < 0.8)
    }

    @Test func `Calibration does not depend on the threads`() async throws {
        var one = settings()
        one.threads = 1

        let alone = try await Self.model().run(5, settings: one)
        let together = try await Self.model().run(5, settings: settings())

        #expect(alone == together)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["TACTICS_CALIBRATE"] == "1"))
    func `Two thousand data sets are covered as often as promised`() async throws {
        let result = try await Self.model().run(2_000, settings: settings())

        for quantity in 0..<2 {
            #expect(result.uniformity(of: quantity).probability > 0.001)
            #expect((0.92...0.96).contains(result.coverage(of: quantity)))
        }
    }
}
