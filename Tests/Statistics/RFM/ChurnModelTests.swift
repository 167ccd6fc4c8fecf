import Foundation
import Testing

@testable import Statistics

@Suite struct ChurnModelTests {
    /// Customers of the model itself, watched for 400 days; also who had left and when the next order would have come.
    private func world(seed: UInt64, count: Int) -> (customers: [ChurnModel.Customer], left: [Bool], wait: [Double]) {
        var random = Philox(seed: seed)
        var customers: [ChurnModel.Customer] = []
        var left: [Bool] = []
        var wait: [Double] = []
        for _ in 0..<count {
            let own = 3.2 + 0.5 * random.normal()
            var time = random.uniform() * 200
            var gaps: [Double] = []
            while true {
                let leaves = random.uniform() < 0.15
                let gap = exp(own + 0.6 * random.normal())
                if leaves || time + gap > 400 {
                    customers.append(.init(gaps: gaps, silence: 400 - time))
                    left.append(leaves)
                    wait.append(time + gap - 400)
                    break
                }
                gaps.append(gap)
                time += gap
            }
        }
        return (customers, left, wait)
    }

    @Test func `The model's own parameters come back`() throws {
        let model = try ChurnModel(fit: world(seed: 1, count: 4_000).customers)

        #expect(abs(model.leaving - 0.15) < 0.02)
        #expect(abs(model.mean - 3.2) < 0.06)
        #expect(abs(model.within - 0.36) < 0.04)
        #expect(abs(model.between - 0.25) < 0.05)
    }

    @Test func `Risks and next orders are calibrated`() throws {
        let (customers, left, wait) = world(seed: 2, count: 4_000)
        let model = try ChurnModel(fit: customers)
        let predictions = customers.map { model.predict($0, level: 0.8) }

        let expected = predictions.reduce(0) { $0 + $1.churnRisk }
        #expect(abs(expected / Double(left.count { $0 }) - 1) < 0.06)
        let staying = predictions.indices.filter { !left[$0] }
        let inside = staying.count { wait[$0] >= predictions[$0].lower && wait[$0] <= predictions[$0].upper }
        #expect(abs(Double(inside) / Double(staying.count) - 0.8) < 0.06)
    }

    @Test func `Silence raises the risk, and habit sets what is long`() throws {
        let model = try ChurnModel(fit: world(seed: 3, count: 1_000).customers)
        let risk = { (gap: Double, silence: Double) in model.predict(.init(gaps: [gap, gap, gap], silence: silence)).churnRisk }

        #expect(risk(20, 200) > risk(20, 30))
        #expect(risk(10, 100) > risk(80, 100))
        #expect(model.predict(.init(gaps: [], silence: 0)).churnRisk >= model.leaving - 1e-12)
        let last = model.predict(.init(gaps: [5], silence: 1e6))
        #expect(last.churnRisk <= 1 && last.daysToOrder.isFinite)
    }

    @Test func `Too few, equal or impossible gaps are refused`() {
        let few = [ChurnModel.Customer(gaps: [1, 2], silence: 1)]
        let equal = [ChurnModel.Customer](repeating: .init(gaps: [30, 30, 30], silence: 3), count: 20)
        let impossible = [ChurnModel.Customer](repeating: .init(gaps: [0, 30, 30], silence: 3), count: 20)

        #expect(#expect(throws: Refusal.self) { try ChurnModel(fit: few) }?.code == "too_few_gaps")
        #expect(#expect(throws: Refusal.self) { try ChurnModel(fit: equal) }?.code == "constant_gaps")
        #expect(#expect(throws: Refusal.self) { try ChurnModel(fit: impossible) }?.code == "bad_gap")
    }
}
