import RealModule
import Testing

@testable import Statistics

@Suite struct AllocationTests {
    @Test func `The best plan meets its conditions, and its bounds`() throws {
        let (surface, total) = try made(.steady)
        for risk in [BudgetProblem.Risk.mean, .worst(0.1)] {
            let free = BudgetProblem(weekly: total, bounds: bounds(most: total), risk: risk)
            let plan = AllocationSolver(surface, free).plan(reference: nil, probability: 0.94)
            #expect(plan.residual < 1e-6)
            #expect(abs(plan.spend.reduce(0, +) - total) < 1e-6 * total)

            var tight = free
            tight.bounds = [.init(least: 1_000, most: 12_000), .fixed(20_000), .init(most: total), .init(least: 9_000, most: 30_000)]
            let held = AllocationSolver(surface, tight).plan(reference: nil, probability: 0.94)
            #expect(held.residual < 1e-6)
            #expect(zip(held.spend, tight.bounds).allSatisfy { $0 >= $1.least - 1e-6 && $0 <= $1.most + 1e-6 })
            #expect(held.response.mean <= plan.response.mean * (1 + 1e-9) || risk != .mean)
        }
    }

    @Test func `No plan on a grid is better`() throws {
        let (surface, total) = try made(.steady)
        let problem = BudgetProblem(weekly: total, bounds: bounds(most: total))
        let solver = AllocationSolver(surface, problem)
        let best = solver.plan(reference: nil, probability: 0.94).response.mean
        var random = Philox(seed: 3)
        for _ in 0..<300 {
            let parts = (0..<4).map { _ in random.exponential() }
            let spend = parts.map { $0 / parts.reduce(0, +) * total }
            let responses = solver.responses(spend, stride: 1)
            #expect(responses.reduce(0, +) / Double(responses.count) <= best * (1 + 1e-9))
        }
    }

    @Test func `Weeks carry adstock in and out`() throws {
        let (surface, total) = try made(.weeks(8))
        #expect(surface.weeks == 17)
        let problem = BudgetProblem(weekly: total, bounds: bounds(most: total), horizon: .weeks(8))
        let now = [0.3, 0.3, 0.3, 0.1].map { $0 * total }
        let plan = AllocationSolver(surface, problem).plan(reference: now, probability: 0.94)
        #expect(plan.residual < 1e-6)
        #expect((plan.uplift?.mean ?? -1) >= 0)
    }

    @Test func `Steps are kept and the budget is not exceeded`() throws {
        let (surface, total) = try made(.steady)
        let steps = BudgetProblem(weekly: total, bounds: (0..<4).map { _ in .init(most: total, step: 2_500) })
        let plan = AllocationSolver(surface, steps).plan(reference: nil, probability: 0.94)
        #expect(plan.rounded.allSatisfy { abs($0 / 2_500 - ($0 / 2_500).rounded()) < 1e-9 })
        #expect(plan.rounded.reduce(0, +) <= total + 1e-6 && plan.rounded.reduce(0, +) > total - 2_500)
    }

    @Test func `Budgets that cannot be met are refused`() {
        let cases = [
            BudgetProblem(weekly: 100, bounds: [.init(most: 10), .init(most: 20)]), BudgetProblem(weekly: 5, bounds: [.fixed(4), .fixed(4)]),
            BudgetProblem(weekly: 5, bounds: [.init(most: 5)]), BudgetProblem(weekly: 5, bounds: [.init(least: 4, most: 3), .init(most: 9)]),
            BudgetProblem(weekly: 5, bounds: [.init(most: 5), .init(most: 5)], risk: .worst(0)),
        ]
        for problem in cases { #expect(throws: Refusal.self) { try problem.check(channels: 2) } }
    }

    private func bounds(most: Double) -> [BudgetProblem.Bounds] { (0..<4).map { _ in .init(most: most) } }

    /// The response over draws around the true parameters of a made-up world.
    private func made(_ horizon: BudgetProblem.Horizon) throws -> (ResponseSurface, Double) {
        let data = try MixWorld(seed: 2).make().data
        let density = try MixDensity(.standard(for: data), data, coordinates: .plain)
        let draws = density.priorDraws(1_000, seed: 6)
        let total = data.channels.reduce(0) { $0 + $1.sum } / Double(data.weeks)
        return (ResponseSurface(density.plan, data, draws, horizon: horizon), total)
    }
}
