import Core
import Foundation
import Statistics
import Testing

@testable import Workbench

@Suite struct CheckDataTests {
    /// The largest relative difference of pairs of columns.
    private func compare(_ ours: [[String]], _ gold: [[String]], _ pairs: [(Int, Int)]) -> Double {
        var worst = ours.count == gold.count ? 0 : Double.infinity
        for (one, other) in zip(ours, gold) {
            for pair in pairs {
                let (value, expected) = (Double(one[pair.0]) ?? .nan, Double(other[pair.1]) ?? .nan)
                let difference = abs(value / expected - 1)
                if !(difference <= worst) { worst = difference }
            }
        }
        return worst
    }

    private func gold(_ name: String) throws -> [[String]] {
        try String(contentsOfFile: Desk.models + name, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",").map(String.init)
        }
    }

    @Test func `Scores and hard cases agree with the gold values`() async throws {
        let desk = try Desk()
        let run = CheckDataRun(folder: Desk.models, output: desk.path("out.csv"))

        try await run.customerScores()
        #expect(compare(try desk.rows("out.csv"), try gold("gold_cdnow_customers.csv"), [(1, 5), (2, 6), (3, 7), (4, 9)]) < 1e-9)
        try run.edgeCases()
        #expect(compare(try desk.rows("out.csv"), try gold("gold_edge_cases.csv"), [(8, 8)]) < 1e-9)
    }

    @Test func `Parameters are written by their names`() async throws {
        let desk = try Desk()
        try await CheckDataRun(folder: Desk.models, output: desk.path("p.json")).parameters()
        let json = try JSON.file(desk.path("p.json"))

        #expect(json.members?.map(\.name) == ["r", "alpha", "a", "b", "p", "q", "v", "LL", "gg_LL"])
    }

    @Test(arguments: MixModel.Reference.allCases)
    func `Log densities agree with the gold values`(_ reference: MixModel.Reference) throws {
        let desk = try Desk()
        try CheckDataRun(folder: Desk.models, output: desk.path("l.json")).logDensity(reference)
        let ours = try JSON.file(desk.path("l.json"))["points"]?.array ?? []
        let file = reference == .synthInfo ? "gold_mmm_logp_info.json" : "gold_mmm_logp.json"
        let gold = try JSON.file(Desk.models + file)[reference.rawValue]?["points"]?.array ?? []

        #expect(ours.count == 20)
        for (one, other) in zip(ours, gold) {
            let (value, expected) = (one["logp"]?.double ?? .nan, other["logp"]?.double ?? .nan)
            #expect(abs(value / expected - 1) < 1e-12)
        }
    }
}
