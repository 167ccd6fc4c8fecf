import Core
import Foundation
import Statistics
import Testing

@testable import Workbench

@Suite struct CustomerRunTests {
    private static let gold = CustomerInput(path: Desk.models + "gold_cdnow_customers.csv")

    @Test func `A summary is fitted to the known parameters`() async throws {
        let (models, answer) = try await CLVFitRun(Self.gold).run()

        #expect(abs(models.purchases.r / 0.242593 - 1) < 1e-4)
        #expect(abs((models.spend?.q ?? 0) / 3.7446 - 1) < 1e-3)
        #expect(answer.document["customers"]?.integer == 2_357)
        #expect(answer.text.contains("Observed beside expected"))
        #expect(answer.code == 0)
    }

    @Test func `What was fitted is written, read again, and scores as before`() async throws {
        let desk = try Desk()
        var input = Self.gold
        input.columns.customer = "ID"
        let (models, _) = try await CLVFitRun(input).run()
        try WholeFile.write(models.document.encoded(), to: desk.path("params.json"))

        var run = CLVScoreRun(input, output: desk.path("scores.csv"))
        run.models = try CustomerModels(path: desk.path("params.json"))
        run.horizons = [39]
        let answer = try await run.run()

        let first = try #require(try desk.rows("scores.csv").first)
        #expect(first[0] == "1")
        #expect(abs((Double(first[2]) ?? 0) / 1.2259104521226992 - 1) < 1e-6)
        #expect(abs((Double(first[4]) ?? 0) / 36.278496492874067 - 1) < 1e-6)
        #expect(answer.document["customers"]?.integer == 2_357)
        #expect(answer.document["convention"]?["month_length"]?.double == 4.345)
    }

    /// 300 customers who buy on known days.
    private func log(shuffled: Bool) -> String {
        var random = Philox(seed: 5)
        var rows: [String] = []
        for customer in 0..<400 {
            let (rate, leaves) = (random.gamma(shape: 1) / 30, random.beta(1, 2))
            var day = Int(60 * random.uniform())
            rows.append("c\(10_000 + customer),\(Day(number: 20_000 + day)),\(10 + customer % 7)")
            while random.uniform() > leaves {
                day += 1 + Int(random.exponential() / rate)
                if day > 300 { break }
                rows.append("c\(10_000 + customer),\(Day(number: 20_000 + day)),\(8 + day % 13)")
            }
        }
        if shuffled { rows.shuffle(using: &random) }
        return "customer,day,value\n" + rows.joined(separator: "\n") + "\n"
    }

    @Test func `A purchase log gives the same in any order of its rows`() async throws {
        let desk = try Desk()
        var (ordered, shuffled) = (
            CustomerInput(path: try desk.file(log(shuffled: false), "a.csv")), CustomerInput(path: try desk.file(log(shuffled: true), "b.csv"))
        )
        (ordered.until, shuffled.until) = (Day(number: 20_301), Day(number: 20_301))
        #expect(try CustomerSource(ordered).streams)
        #expect(try !CustomerSource(shuffled).streams)

        let (first, second) = (try await CLVFitRun(ordered).run(), try await CLVFitRun(shuffled).run())

        #expect(first.models.purchases == second.models.purchases)
        #expect(abs((first.models.spend?.p ?? 0) / (second.models.spend?.p ?? 1) - 1) < 1e-9)
        #expect(first.answer.document["until"]?.string == "\(Day(number: 20_301))")
        var scores = CLVScoreRun(shuffled, output: desk.path("scores.csv"))
        scores.models = first.models
        #expect(try await scores.run().document["customers"]?.integer == 400)
    }

    @Test func `A page shows the fit and its cohorts, and one of scores their spread`() async throws {
        let desk = try Desk()
        var fit = CLVFitRun(CustomerInput(path: try desk.file(log(shuffled: true))))
        fit.hasPage = true
        let (models, answer) = try await fit.run()
        var score = CLVScoreRun(fit.input, output: desk.path("scores.csv"))
        (score.models, score.hasPage) = (models, true)

        let scored = try await score.run()
        let pages = [answer, scored].compactMap { $0.page?(ReportSubject(source: "shop.csv")) }

        #expect(pages.count == 2)
        #expect(pages.allSatisfy { $0.sections.count > 1 })
        #expect(pages.allSatisfy { $0.html().contains("<svg") })
    }

    @Test func `A posterior is the same for a seed, and gives intervals around the scores`() async throws {
        let desk = try Desk()
        var fit = CLVFitRun(CustomerInput(path: try desk.file(log(shuffled: false))))
        (fit.posterior, fit.draws, fit.kept, fit.seed) = (true, 200, 40, 7)
        let (models, answer) = try await fit.run()
        fit.threads = 1
        #expect(try await fit.run().models.draws == models.draws)
        #expect(answer.document["posterior"]?["verdict"]?.string == "converged")

        var score = CLVScoreRun(fit.input, output: desk.path("scores.csv"))
        (score.models, score.intervals) = (models, true)
        _ = try await score.run()

        for row in try desk.rows("scores.csv").prefix(50) {
            let values = row.dropFirst().compactMap(Double.init)
            #expect(values.count == 9)
            #expect(values[1] <= values[0] && values[0] <= values[2])
        }
    }

    @Test func `Intervals without draws are refused`() async throws {
        let desk = try Desk()
        var run = CLVScoreRun(Self.gold, output: desk.path("scores.csv"))
        run.models = CustomerModels(purchases: BGNBD(r: 0.2, alpha: 4, a: 0.8, b: 2), spend: nil, unit: .week)
        run.intervals = true
        await #expect(throws: Refusal.self) { try await run.run() }
        #expect(try desk.names == [])
    }

    @Test(arguments: [
        ("customer,day,value\na,2026-01-01,x\n", "\"x\" is no number"),
        ("customer,day,value\na,2026-01-01,-1\n", "The purchase is negative"),
        ("customer,day,value\na,01.02.2026,1\n", "is no day"),
        ("customer,day,value\n,2026-01-01,1\n", "names no customer"),
        ("customer,day,value\n", "no purchases"),
        ("client,day,value\na,2026-01-01,1\n", "no column \"customer\""),
        ("customer,x,t_x,T\na,1,9,5\n", "a recency of 9"),
        ("customer,x,t_x,T\na,1.5,2,5\n", "no whole number"),
    ])
    func `Bad input is one sentence`(_ text: String, _ part: String) async throws {
        let desk = try Desk()
        let run = CLVFitRun(CustomerInput(path: try desk.file(text)))
        let error = await #expect(throws: (any Error).self) { try await run.run() }
        #expect("\(error.map { "\($0)" } ?? "")".contains(part))
    }

    @Test func `Parameters of another kind of file are a fault`() throws {
        let desk = try Desk()
        #expect(throws: TableFault.self) { try CustomerModels(path: try desk.file("{}", "a.json")) }
        #expect(throws: TableFault.self) { try CustomerModels(path: try desk.file("{", "b.json")) }
        #expect(throws: TableFault.self) { try CustomerModels(path: try desk.file(#"{"purchases":{"r":1,"alpha":-1,"a":1,"b":1}}"#, "c.json")) }
    }
}
