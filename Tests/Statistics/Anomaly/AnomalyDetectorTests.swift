import Foundation
import Testing

@testable import Statistics

@Suite struct AnomalyDetectorTests {
    private func calm(_ count: Int, seed: UInt64 = 1) -> [Double] {
        var random = Philox(seed: seed)
        return (0..<count).map { 200 + 30 * sin(2 * .pi * Double($0) / 52.1775) + 4 * random.normal() }
    }

    @Test func `Spikes, drops and gaps are named`() throws {
        var values = calm(156)
        values[40] += 60
        values[90] -= 60
        values[120] = .nan

        let points = try AnomalyDetector().detect(.weekly(values))

        #expect(points[40].kind == .spike && points[90].kind == .drop && points[120].kind == .missing)
        #expect(points.count { $0.kind != nil } <= 5)
        #expect(abs(points[120].expected - 230 + 30) < 60 && points[120].score == 0)
        #expect(points.allSatisfy { $0.lower < $0.expected && $0.expected < $0.upper })
    }

    @Test func `Labelled spikes rank first`() throws {
        let series = try WeeklySeries.all()
        var scores: [Double] = []
        var labels: [Bool] = []
        for one in series {
            scores += try AnomalyDetector().detect(.weekly(one.values)).map { $0.score }
            labels += one.isSpike
        }

        #expect(labels.count { $0 } == 941)
        #expect(averagePrecision(scores, labels) >= 0.98)
    }

    /// Mean over the true ones, by falling score, of the share of true ones up to there.
    private func averagePrecision(_ scores: [Double], _ labels: [Bool]) -> Double {
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        var found = 0.0
        var sum = 0.0
        for (place, index) in order.enumerated() where labels[index] {
            found += 1
            sum += found / Double(place + 1)
        }
        return sum / found
    }

    @Test func `A level shift is one event and not a row of spikes`() throws {
        let values = calm(156).enumerated().map { $0 < 80 ? $1 : $1 + 90 }

        let points = try AnomalyDetector().detect(.weekly(values))

        let shifts = points.indices.filter { points[$0].kind == .levelShift }
        #expect(shifts.count == 1 && abs((shifts.first ?? 0) - 80) <= 2)
        #expect(points.count { $0.kind == .spike || $0.kind == .drop } <= 4)
    }

    @Test func `A quiet Sunday is no drop`() throws {
        var random = Philox(seed: 2)
        var values = (0..<200).map { ($0 % 7 == 6 ? 20.0 : 100) + 3 * random.normal() }
        values[100] = 20

        let points = try AnomalyDetector().detect(.daily(values))

        #expect(100 % 7 != 6 && points[100].kind == .drop)
        #expect(stride(from: 6, to: 200, by: 7).count { points[$0].kind != nil } <= 1)
    }

    @Test func `Unit and sign do not matter`() throws {
        let values = calm(156)
        let plain = try AnomalyDetector().detect(.weekly(values))
        let turned = try AnomalyDetector().detect(.weekly(values.map { -1e6 * $0 }))

        for (a, b) in zip(plain, turned) { #expect(abs(a.score - b.score) < 1e-6) }
    }

    @Test func `One other value among equal ones is found`() throws {
        var values = [Double](repeating: 5, count: 40)
        values[20] = 6

        let points = try AnomalyDetector().detect(.weekly(values))

        #expect(points.indices.filter { points[$0].kind != nil } == [20])
    }

    @Test func `Too few or infinite values are refused`() {
        #expect(#expect(throws: Refusal.self) { try AnomalyDetector().detect(.weekly([1, 2, 3])) }?.code == "too_few_values")
        #expect(#expect(throws: Refusal.self) { try AnomalyDetector().detect(.weekly(calm(20) + [.infinity])) }?.code == "infinite_value")
        var settings = AnomalyDetector.Settings()
        settings.threshold = 0
        #expect(#expect(throws: Refusal.self) { try AnomalyDetector(settings: settings).detect(.weekly(calm(20))) }?.code == "bad_settings")
    }
}

@Suite struct RollingMedianTests {
    @Test(arguments: [1, 2, 5, 12, 40, 200]) func `Every window has the median that sorting gives`(width: Int) {
        var random = Philox(seed: UInt64(width))
        let values = (0..<150).map { _ in random.uniform() < 0.1 ? Double.nan : (random.uniform() * 20).rounded() }
        let naive = { (range: Range<Int>) -> Double in
            let sorted = values[range].filter { !$0.isNaN }.sorted()
            return sorted.isEmpty ? .nan : (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
        }

        let trailing = RollingMedian.trailing(values, width: width)
        let centred = RollingMedian.centred(values, half: width)

        for row in values.indices {
            let before = naive(max(row - width + 1, 0)..<(row + 1))
            let around = naive(max(row - width, 0)..<min(row + width + 1, 150))
            #expect(trailing[row] == before || (trailing[row].isNaN && before.isNaN))
            #expect(centred[row] == around || (centred[row].isNaN && around.isNaN))
        }
    }
}
