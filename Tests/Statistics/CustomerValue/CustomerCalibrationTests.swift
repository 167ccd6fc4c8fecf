import Foundation
import Testing

@testable import Statistics

/// Parameters drawn from the prior, customers drawn from the parameters: the posterior's intervals must hold the truth as often as they say.
@Suite struct CustomerCalibrationTests {
    private static let priors = BGNBDPriors(
        r: PositivePrior(median: 0.7, spread: 0.5), alpha: PositivePrior(median: 8, spread: 0.5), a: PositivePrior(median: 0.9, spread: 0.5),
        b: PositivePrior(median: 2.5, spread: 0.5))

    @Test func `The posterior covers the truth as often as it says`() async throws {
        let result = try await calibrated(24)

        for quantity in 0..<4 { #expect(result.coverage(of: quantity) >= 0.75) }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["TACTICS_CALIBRATE"] == "1"))
    func `The posterior's ranks are uniform over many data sets`() async throws {
        let result = try await calibrated(400)

        for quantity in 0..<4 {
            #expect(result.uniformity(of: quantity).probability > 0.001)
            #expect((0.90...0.98).contains(result.coverage(of: quantity)))
        }
    }

    private func calibrated(_ replicates: Int) async throws -> CalibrationResult {
        let priors = [Self.priors.r, Self.priors.alpha, Self.priors.a, Self.priors.b]
        let calibration = SimulationBasedCalibration(
            prior: { random in priors.map { log($0.median) + $0.spread * random.normal() } },
            simulate: { truth, random in
                let model = BGNBD(r: exp(truth[0]), alpha: exp(truth[1]), a: exp(truth[2]), b: exp(truth[3]))
                let customers = SimulatedCustomers(model: model, seed: random.next())
                return (0..<400).map(customers.customer)
            },
            density: { customers in BGNBDPosterior(RepeatRows(try CustomerTable(customers)), priors: Self.priors) }, quantities: { Array($0) })
        var settings = NUTS.Settings()
        (settings.chains, settings.warmup, settings.draws) = (1, 300, 600)
        return try await calibration.run(replicates, settings: settings)
    }
}
