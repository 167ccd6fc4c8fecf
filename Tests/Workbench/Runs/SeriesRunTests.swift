import Core
import Foundation
import Statistics
import Testing

@testable import Workbench

@Suite struct SeriesRunTests {
    /// 150 weeks of level, trend, season, noise; one spike, one gap.
    private static let weekly: String = {
        var random = Philox(seed: 2)
        let rows = (0..<150).filter { $0 != 40 }.map { week in
            let value = 100 + 0.2 * Double(week) + 20 * sin(Double(week) * 2 * .pi / 52.18) + 2 * random.normal() + (week == 90 ? 60 : 0)
            return "\(Day(number: 19_000 + 7 * week)),\(value)"
        }
        return "day,value\n" + rows.joined(separator: "\n") + "\n"
    }()

    @Test func `A weekly series is forecast, with bands`() async throws {
        let desk = try Desk()
        var run = ForecastRun(SeriesInput(path: try desk.file(Self.weekly)))
        (run.settings.horizon, run.output) = (8, desk.path("f.csv"))
        let answer = try await run.run()

        let out = try desk.rows("f.csv")
        #expect(out.count == 8)
        #expect(out[0][1] == "\(Day(number: 19_000 + 7 * 150))")
        for (step, row) in out.enumerated() {
            let values = row.dropFirst(2).compactMap(Double.init)
            let truth = 100 + 0.2 * Double(150 + step) + 20 * sin(Double(150 + step) * 2 * .pi / 52.18)
            #expect(values.count == 5)
            #expect(abs(values[0] - truth) < 10)
            #expect(values[3] <= values[1] && values[1] <= values[0] && values[0] <= values[2] && values[2] <= values[4])
        }
        #expect(answer.text.contains("has gaps"))
    }

    @Test func `A spike and a gap are found`() async throws {
        let desk = try Desk()
        let answer = try await AnomalyRun(SeriesInput(path: try desk.file(Self.weekly))).run()
        let found = answer.document["anomalies"]?.array ?? []

        #expect(found.contains { $0["kind"]?.string == "spike" && $0["day"]?.string == "\(Day(number: 19_000 + 7 * 90))" })
        #expect(found.contains { $0["kind"]?.string == "missing" && $0["day"]?.string == "\(Day(number: 19_000 + 7 * 40))" })
        #expect(found.count <= 4)
    }

    @Test func `The step is seen from the days`() throws {
        let desk = try Desk()
        let months = try SeriesInput(path: desk.file("month,value\n2026-01-31,1\n2026-02-28,2\n2026-04-30,3\n", "m.csv")).read()
        #expect(months[0].step == .month)
        #expect(months[0].values.map(\.isNaN) == [false, false, true, false])
        #expect(months[0].day(1) == Day("2026-02-28"))
        let days = try SeriesInput(path: desk.file("series,day,value\nb,2026-01-01,1\na,2026-01-01,5\nb,2026-01-03,2\n", "d.csv")).read()
        #expect(days.map(\.name) == ["b", "a"])
        #expect(days[0].values.count == 3)
    }

    @Test(arguments: [
        ("day,value\n2026-01-01,1\n2026-01-01,2\n", "two rows"), ("day,value\n", "no rows"), ("value\n1\n", "Name it by --day"),
        ("day,value\n2026-01-01,1\n2026-01-08,2\n", "a forecast needs four"),
        ("day,value\n0001-01-01,1\n2026-01-01,2\n2026-01-02,2\n", "Check its days"),
    ])
    func `Bad input is one sentence`(_ text: String, _ part: String) async throws {
        let desk = try Desk()
        let run = ForecastRun(SeriesInput(path: try desk.file(text)))
        let error = await #expect(throws: (any Error).self) { try await run.run() }
        #expect("\(error.map { "\($0)" } ?? "")".contains(part))
    }

    @Test func `One short series does not stop the others`() async throws {
        let desk = try Desk()
        let text = Self.weekly.split(separator: "\n").dropFirst().map { "long,\($0)" }.joined(separator: "\n")
        let run = ForecastRun(SeriesInput(path: try desk.file("series,day,value\n" + text + "\nshort,2026-01-01,1\n")))
        let each = try await run.run().document["series"]?.array ?? []
        #expect(each.count == 2)
        #expect(each[1]["error"]?["code"]?.string == "too_few_values")
    }
}
