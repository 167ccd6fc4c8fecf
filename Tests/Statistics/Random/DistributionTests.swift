import Foundation
import Statistics
import Testing

/// Draws against their distribution functions: Kolmogorov and Smirnov at a level of about 1 in 10,000, by fixed seeds.
@Suite struct DistributionTests {
    @Test func `Uniform draws are inside the open interval and uniform`() {
        let draws = drawn(1) { $0.uniform() }

        #expect(draws.allSatisfy { $0 > 0 && $0 < 1 })
        #expect(distance(draws) { $0 } < limit)
    }

    @Test func `Normal and exponential draws follow their distributions`() {
        #expect(distance(drawn(2) { $0.normal() }, Special.normalCumulative) < limit)
        #expect(distance(drawn(3) { $0.exponential() }) { 1 - exp(-$0) } < limit)
    }

    @Test(arguments: [0.05, 0.3, 0.9999, 1, 1.5, 8, 400])
    func `Gamma draws follow their distribution`(shape: Double) {
        let draws = drawn(4) { $0.gamma(shape: shape) }

        #expect(distance(draws) { Special.incompleteGamma(shape, $0) } < limit)
        let mean = draws.reduce(0, +) / Double(count)
        #expect(abs(mean - shape) < 4.5 * (shape / Double(count)).squareRoot())
    }

    @Test(arguments: [(0.2, 0.3), (0.05, 6), (0.5, 3), (0.7929, 2.4258), (1, 1), (30, 4)])
    func `Beta draws follow their distribution`(a: Double, b: Double) {
        let draws = drawn(5) { $0.beta(a, b) }

        #expect(draws.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(distance(draws) { Special.incompleteBeta(min($0, 1), a, b) } < limit)
    }

    @Test(arguments: [0.0, 0.02, 1, 9.9, 10.1, 60, 5_000])
    func `Poisson draws have their probabilities`(mean: Double) {
        var generator = Philox(seed: 6)
        var counts: [Int: Int] = [:]
        for _ in 0..<count { counts[generator.poisson(mean: mean), default: 0] += 1 }

        let total = counts.reduce(0.0) { $0 + Double($1.key * $1.value) }
        #expect(abs(total / Double(count) - mean) <= 4.5 * (mean / Double(count)).squareRoot())
        // The share of draws up to k is Q(k + 1, mean).
        var below = 0
        for k in counts.keys.sorted() {
            below += counts[k] ?? 0
            let share = mean == 0 ? 1 : Special.incompleteGammaComplement(Double(k + 1), mean)
            #expect(abs(Double(below) / Double(count) - share) < limit)
        }
    }

    private let count = 20_000
    /// 2.23/√n is passed by one sample in 10,000.
    private var limit: Double { 2.23 / Double(count).squareRoot() }

    private func drawn(_ seed: UInt64, _ draw: (inout Philox) -> Double) -> [Double] {
        var generator = Philox(seed: seed)
        return (0..<count).map { _ in draw(&generator) }
    }

    private func distance(_ draws: [Double], _ cumulative: (Double) -> Double) -> Double {
        var worst = 0.0
        for (index, value) in draws.sorted().enumerated() {
            let share = cumulative(value)
            worst = max(worst, abs(share - Double(index) / Double(count)), abs(share - Double(index + 1) / Double(count)))
        }
        return worst
    }
}
