import Core
import Statistics
import Testing

@testable import Workbench

@Suite struct MixRunTests {
    private static let input = MixInput(
        path: Desk.models + "mmm_example.csv", date: "date_week", target: "y", channels: ["x1", "x2"], controls: ["event_1", "event_2", "t"])

    private static var short: MixFitRun {
        var run = MixFitRun(input)
        (run.choice.name, run.choice.warmup, run.choice.draws, run.choice.seed) = ("example", 400, 400, 3)
        return run
    }

    @Test func `A fit is written, and a budget is divided on it`() async throws {
        let desk = try Desk()
        var run = Self.short
        (run.output, run.draws) = (desk.path("fit.json"), desk.path("draws.csv"))
        let (fit, answer) = try await run.run()
        #expect(answer.code == (fit.verdict == .converged ? 0 : 2))
        #expect(answer.document["channels"]?.array?.count == 2)
        #expect(try desk.rows("draws.csv").count == 1_600)

        var plan = MixOptimiseRun(fitFile: desk.path("fit.json"))
        (plan.weekly, plan.weeks) = (1, 4)
        var limit = MixOptimiseRun.Limit()
        limit.fixed = 0.25
        plan.limits["x2"] = limit
        let best = try await plan.run()

        let spend = best.document["channels"]?.array?.compactMap { $0["spend"]?.double } ?? []
        #expect(spend.count == 2)
        #expect(abs(spend.reduce(0, +) - 1) < 1e-9)
        #expect(abs(spend[1] - 0.25) < 1e-9)
        #expect(best.document["cpu_seconds"]?.members?.map(\.name) == ["read", "optimise"])
    }

    @Test func `A choice is written and read again`() throws {
        var choice = MixChoice()
        (choice.lags, choice.seed, choice.mediaShare) = (8, 99, 0.2)
        choice.returns = [.init("tv", median: 2, deviation: 0.3)]
        choice.liftTests = [LiftTest(channel: "tv", start: 3, change: [1, 1], observed: 4, lift: 5, standardError: 1)]

        #expect(MixChoice(try JSON(parsing: choice.document.description)) == choice)
        #expect(MixInput(try JSON(parsing: Self.input.document.description)) == Self.input)
    }

    @Test func `Log densities stand at the starting points, or at those given`() throws {
        let desk = try Desk()
        var run = MixLogDensityRun(Self.input)
        run.choice.name = "example"
        let answer = try run.run()
        let names = answer.document["parameters"]?.array?.compactMap(\.string) ?? []
        let first = answer.document["points"]?.array?.first
        let point = first?["point"]?.array?.compactMap(\.double) ?? []

        run.points = try desk.file(names.joined(separator: ",") + "\n" + point.map { "\($0)" }.joined(separator: ",") + "\n")

        #expect(try run.run().document["points"]?.array?.first?["logp"] == first?["logp"])
        #expect(first?["logp"]?.double?.isFinite == true)
    }

    @Test(arguments: [
        ("date,y,a\n2026-01-05,1,1\n2026-01-13,2,2\n", "weeks must be 7 days apart"),
        ("date,y,a\n2026-01-05,1,\n", "The week has no number"),
        ("date,y,b\n2026-01-05,1,1\n", "no column \"a\""),
        ("when,y,a\n2026-01-05,1,1\n", "Name it by --date"),
        ("date,y,a\n2026-01-05,1,-1\n2026-01-12,2,2\n", "negative spend"),
    ])
    func `Bad input is one sentence`(_ text: String, _ part: String) throws {
        let desk = try Desk()
        let input = MixInput(path: try desk.file(text), target: "y", channels: ["a"])
        let error = #expect(throws: (any Error).self) { try input.read() }
        #expect("\(error.map { "\($0)" } ?? "")".contains(part))
    }

    @Test func `Experiments are placed in their weeks`() throws {
        let desk = try Desk()
        let data = try MixInput(path: Self.input.path, date: "date_week", target: "y", channels: ["x1", "x2"]).read()
        let path = try desk.file("channel,start,weeks,change,lift,standard_error\nx1,2018-04-11,2,0.1,50,10\n")

        #expect(try LiftTest.read(path, for: data) == [LiftTest(channel: "x1", start: 1, change: [0.1, 0.1], lift: 50, standardError: 10)])
        let outside = try desk.file("channel,start,weeks,change,lift,standard_error\nx1,2031-04-11,2,0.1,50,10\n", "outside.csv")
        #expect(throws: TableFault.self) { try LiftTest.read(outside, for: data) }
    }
}
