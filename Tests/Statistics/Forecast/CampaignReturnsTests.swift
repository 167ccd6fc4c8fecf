import Foundation
import Testing

@testable import Statistics

@Suite struct CampaignReturnsTests {
    private func campaign(_ id: String, roas: Double, spend: Int64, periods: Int, seed: UInt64, noise: Double = 0.3) -> CampaignHistory {
        var random = Philox(seed: seed)
        let revenue = (0..<periods).map { _ in Int64(Double(spend) * roas * exp(noise * random.normal() - noise * noise / 2)) }
        return CampaignHistory(id: id, spend: [Int64](repeating: spend, count: periods), revenue: revenue)
    }

    @Test func `A campaign with little history is pulled towards the others`() throws {
        let known = (0..<6).map { campaign("c\($0)", roas: 2 + 0.2 * Double($0), spend: 100_000_000, periods: 52, seed: UInt64($0)) }
        let fresh = CampaignHistory(id: "fresh", spend: [50_000_000, 50_000_000], revenue: [900_000_000, 10_000_000])

        let returns = try CampaignReturns(known + [fresh], target: 2)

        let last = try #require(returns.campaigns.last)
        #expect(last.observed == 9.1)
        #expect(last.estimate < 6 && last.ownWeight < 0.5)
        #expect(returns.campaigns[0].ownWeight > last.ownWeight)
        #expect(last.nextUpper > last.upper && last.lower < last.estimate)
    }

    @Test func `Nine in ten intervals hold the true return`() throws {
        var random = Philox(seed: 9)
        var held = 0
        for _ in 0..<60 {
            let truths = (0..<20).map { _ in exp(0.7 + 0.4 * random.normal()) }
            let histories = truths.enumerated().map { index, truth in
                let revenue = (0..<8).map { _ in Int64(1e7 * truth * exp(0.6 * random.normal() - 0.18)) }
                return CampaignHistory(id: "\(index)", spend: [Int64](repeating: 10_000_000, count: 8), revenue: revenue)
            }
            held += zip(truths, try CampaignReturns(histories).campaigns).count { $0 >= $1.lower && $0 <= $1.upper }
        }

        #expect((1_032...1_140).contains(held))
    }

    @Test func `Order and unit do not matter`() throws {
        let histories = (0..<5).map { campaign("\($0)", roas: 1 + Double($0), spend: 1_000_000, periods: 10, seed: UInt64($0)) }
        let scaled = histories.map { CampaignHistory(id: $0.id, spend: $0.spend.map { $0 * 100 }, revenue: $0.revenue.map { $0 * 100 }) }

        let plain = try CampaignReturns(histories).campaigns
        let turned = try CampaignReturns(scaled.reversed()).campaigns.reversed()

        for (a, b) in zip(plain, turned) { #expect(a.id == b.id && abs(a.estimate / b.estimate - 1) < 1e-9 && abs(a.upper / b.upper - 1) < 1e-9) }
    }

    @Test func `A campaign without spend or revenue still gets an answer`() throws {
        let others = (0..<5).map { campaign("\($0)", roas: 3, spend: 1_000_000, periods: 10, seed: UInt64($0)) }
        let idle = CampaignHistory(id: "idle", spend: [0, 0], revenue: [0, 0])
        let barren = CampaignHistory(id: "barren", spend: [Int64](repeating: 1_000_000, count: 10), revenue: [Int64](repeating: 0, count: 10))

        let returns = try CampaignReturns(others + [idle, barren])

        #expect(returns.campaigns[5].observed == nil && returns.campaigns[5].ownWeight == 0)
        #expect(returns.campaigns[6].estimate < returns.campaigns[0].estimate)
        #expect(returns.campaigns.allSatisfy { $0.estimate.isFinite && $0.lower > 0 })
    }

    @Test func `Too little, negative or revenue-less data is refused`() {
        let few = [campaign("a", roas: 2, spend: 1, periods: 3, seed: 1)]
        let negative = (0..<4).map { CampaignHistory(id: "\($0)", spend: [-1, 2, 3, 4], revenue: [1, 1, 1, 1]) }
        let barren = (0..<4).map { CampaignHistory(id: "\($0)", spend: [1, 2, 3, 4], revenue: [0, 0, 0, 0]) }

        #expect(#expect(throws: Refusal.self) { try CampaignReturns(few) }?.code == "too_few_data")
        #expect(#expect(throws: Refusal.self) { try CampaignReturns(negative) }?.code == "bad_campaign")
        #expect(#expect(throws: Refusal.self) { try CampaignReturns(barren) }?.code == "no_revenue")
    }
}
