import RealModule
import Testing

@testable import Statistics

@Suite struct RiskMeasureTests {
    @Test(arguments: [997, 1_000]) func `The mean of the worst draws is measured, smoothly`(_ count: Int) {
        var random = Philox(seed: 2)
        let responses = (0..<count).map { _ in 50 + 7 * random.normal() }
        let risk = RiskMeasure(.worst(0.1), responses: responses)
        let weights = risk.weights(responses)

        #expect(weights.weight.count % 4 == 0 && weights.weight.count - count < 4)
        #expect(abs(weights.weight.reduce(0, +) - 1) < 1e-12)
        #expect(weights.weight[count...].allSatisfy { $0 == 0 } && weights.bend[count...].allSatisfy { $0 == 0 })
        let worst = responses.sorted().prefix(count / 10)
        #expect(abs(weights.value - worst.reduce(0, +) / Double(worst.count)) < 0.05)
        // The measure's gradient is its weights.
        for draw in [0, 1, count - 1] + (0..<count).sorted(by: { responses[$0] < responses[$1] }).prefix(3) {
            var (low, high) = (responses, responses)
            low[draw] -= 1e-3
            high[draw] += 1e-3
            let around = (risk.weights(high).value - risk.weights(low).value) / 2e-3
            #expect(abs(around - weights.weight[draw]) < 1e-7)
        }
    }

    @Test func `The mean weighs all draws alike`() {
        let weights = RiskMeasure(.mean, responses: [1, 2, 6]).weights([1, 2, 6])

        #expect(weights.value == 3 && weights.weight.isEmpty && weights.bend.isEmpty)
    }
}
