import Core
import Foundation
import Statistics
import Testing

@testable import Workbench

/// Small results of the engines, on the files of Tests/Fixtures/models and on made-up numbers.
enum BuilderData {
    private static func rows(_ name: String) throws -> [[String: String]] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/models/\(name)")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    static func mix(channels: [String: String] = [:], draws: Int) async throws -> MixFit {
        let rows = try rows("synth_mmm.csv")
        func column(_ name: String) -> [Double] { rows.map { $0[name].flatMap(Double.init) ?? .nan } }
        let data = try MixData(
            days: rows.map { $0["date"].flatMap { Day($0) }?.number ?? 0 }, target: column("y"),
            channels: ["tv", "search", "social", "display"].map { .init(channels[$0] ?? $0, column($0)) },
            controls: ["trend", "price_dev", "promo"].map { .init($0, column($0)) })
        var settings = MixFit.Settings()
        settings.sampling.chains = 2
        settings.sampling.warmup = draws
        settings.sampling.draws = draws
        return try await MixFit.run(.standard(for: data), data, settings: settings)
    }

    static func customers() async throws -> CustomerValueResult {
        let table = try CustomerTable(
            rows("gold_cdnow_customers.csv").map { row in
                func number(_ name: String) -> Double { row[name].flatMap(Double.init) ?? 0 }
                return CustomerRecord(
                    frequency: Int(number("frequency")), recency: number("recency"), age: number("T"), meanValue: number("monetary_value"))
            })
        let (fit, spend) = (try await BGNBD.fit(table), try GammaGamma.fit(table))
        let scores = try await CustomerScores.score(table, fit.model, spend.model, ScoreRequest(lifetime: .weeks))
        var result = CustomerValueResult(purchases: fit, spend: spend)
        var tally = CustomerTally()
        for (alive, value) in zip(scores.alive, scores.lifetimeValue) { tally.add(alive: alive, lifetimeValue: value) }
        var cohorts = PurchaseCohorts()
        for first in 0..<4 { cohorts.add([(first, 1), (first + 1, 2), (5, 3)]) }
        (result.tally, result.rows, result.cohorts, result.lifetime) = (tally, RepeatRows(table), cohorts, .weeks)
        return result
    }

    static let wave = (0..<160).map { 100 + 20 * Foundation.sin(Double($0) / 8) + Double($0 % 7) }

    static func ledger() throws -> ProfitMatrix {
        let lines = OrderLines(
            codes: [.channel: [0, 1, ProfitLedger.none, 0], .product: [0, 1, 1, 0]], currency: [0, 0, 0, 0], gross: [10_000_000, 5_000_001, 7, 1])
        let cost = CostLines(.adSpend, codes: [.channel: [1]], currency: [0], amounts: [9_000_000])
        return try ProfitMatrix(
            ProfitLedger(names: [.channel: ["mail", "<ads>"], .product: ["shoe", "hat"]], currencies: ["EUR"], lines: lines, costs: [cost]),
            rows: .channel,
            columns: .product)
    }
}
