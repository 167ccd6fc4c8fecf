import Core
import Statistics
import Testing

@testable import Workbench

@Suite struct MixBoundsTests {
    private static let input = MixInput(
        path: Desk.models + "synth_mmm.csv", target: "y", channels: ["tv", "search", "social", "display"],
        controls: ["trend", "price_dev", "promo"], only: [.init("split", "train")])

    /// `share` of the mean week's budget, without a least spend.
    private static func problem(_ fit: MixFit, _ horizon: BudgetProblem.Horizon, share: Double = 1) -> BudgetProblem {
        let weekly = share * fit.data.channels.reduce(0) { $0 + $1.values.reduce(0, +) } / Double(fit.data.weeks)
        return BudgetProblem(weekly: weekly, bounds: fit.data.channels.map { _ in .init(most: weekly) }, horizon: horizon)
    }

    @Test func `With bounds from nothing no channel is left out that would pay`() async throws {
        var choice = MixChoice()
        (choice.warmup, choice.draws) = (500, 300)
        let fit = try await MixFitRun.fit(Self.input, choice, progress: nil)

        let steady = try fit.allocate(Self.problem(fit, .steady))
        #expect(steady.spend.allSatisfy { $0 > 0 })
        #expect(steady.residual < 1e-6)

        // What is carried into a few weeks can make nothing the best for one channel: then no spend on it, small or large, does better.
        for problem in [Self.problem(fit, .steady), Self.problem(fit, .steady, share: 0.4), Self.problem(fit, .weeks(8))] {
            let best = try fit.allocate(problem)
            #expect(best.residual < 1e-6)
            for (channel, series) in fit.data.channels.enumerated() {
                for share in [0, 0.01, 0.1, 0.3, 0.6, 1] {
                    var held = problem
                    held.bounds[channel] = .fixed(share * series.values.reduce(0, +) / Double(fit.data.weeks))
                    let other = try fit.allocate(held)
                    #expect(other.response.mean <= best.response.mean * (1 + 1e-9), "\(series.name) at \(share) of its mean week")
                }
            }
        }
    }
}
