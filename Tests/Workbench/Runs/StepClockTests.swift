import Core
import Statistics
import Testing

@testable import Workbench

@Suite struct StepClockTests {
    /// The names of the steps, where each has a time that can be.
    private func steps(_ answer: RunAnswer) -> [String] {
        let members = answer.document["cpu_seconds"]?.members ?? []
        return members.filter { ($0.value.double ?? -1) >= 0 }.map(\.name)
    }

    @Test func `A step that comes again is added up`() throws {
        var clock = StepClock()
        for step in ["read", "score", "read"] {
            var sum = 0.0
            for number in 0..<1_000 { sum += Double(number).squareRoot() }
            #expect(sum > 0)
            clock.end(step)
        }
        #expect(clock.document.members?.map(\.name) == ["read", "score"])
    }

    @Test func `Costs stand in the answer, and not in what is kept`() {
        var answer = RunAnswer("", "", document: ["weeks": 3], parts: [])
        answer.add(StepClock())
        #expect(answer.document["cpu_seconds"] != nil)
        #expect(answer.lasting == ["weeks": 3])
    }

    @Test func `Customer value tells its steps`() async throws {
        let desk = try Desk()
        var fit = CLVFitRun(CustomerInput(path: Desk.models + "gold_cdnow_customers.csv"))
        (fit.posterior, fit.draws, fit.chains, fit.kept) = (true, 60, 1, 10)
        fit.input.columns.customer = "ID"
        let (models, answer) = try await fit.run()
        #expect(steps(answer) == ["purchases", "spend", "posterior", "spend_posterior"])

        var score = CLVScoreRun(fit.input, output: desk.path("scores.csv"))
        score.models = models
        #expect(steps(try await score.run()) == ["read", "score", "write"])
    }

    @Test func `Tables and series tell their steps`() async throws {
        let desk = try Desk()
        let profit = ProfitRun(lines: try desk.file("channel,product,gross\na,b,1\n", "lines.csv"))
        #expect(steps(try profit.run()) == ["read", "matrix"])

        let orders = (1...20).map { "k\($0),\(Day(number: 20_000 + $0)),\($0)" }
        let rfm = RFMRun(path: try desk.file("customer,day,value\n" + orders.joined(separator: "\n") + "\n", "orders.csv"))
        #expect(steps(try rfm.run()) == ["read", "summarise", "scores"])

        let weeks = (0..<120).map { "\(Day(number: 19_000 + 7 * $0)),\(100 + $0 % 7)" }
        let series = SeriesInput(path: try desk.file("day,value\n" + weeks.joined(separator: "\n") + "\n", "weeks.csv"))
        #expect(steps(try await ForecastRun(series).run()) == ["read", "forecast"])
        #expect(steps(try await AnomalyRun(series).run()) == ["read", "detect"])
    }

    @Test func `A gradient is timed by its repeats`() throws {
        var run = MixLogDensityRun(
            MixInput(
                path: Desk.models + "mmm_example.csv", date: "date_week", target: "y", channels: ["x1", "x2"], controls: ["event_1", "event_2", "t"]))
        run.choice.name = "example"
        #expect(steps(try run.run()) == ["points"])
        run.repeats = 2_000
        let answer = try run.run()
        #expect(steps(answer) == ["points", "repeats"])
        #expect((answer.document["cpu_seconds"]?["repeats"]?.double ?? 0) > 0)
    }
}
