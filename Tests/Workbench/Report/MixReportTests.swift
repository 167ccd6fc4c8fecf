import Statistics
import Testing

@testable import Workbench

@Suite struct MixReportTests {
    private static let subject = ReportSubject(source: "shop.csv", currency: "EUR", footnotes: ["seed 1"])

    /// One fit for both pages, which need not be a good one.
    private static let fit = Task { try await BuilderData.mix(channels: ["tv": "<script>tv</script>"], draws: 120) }

    @Test func `A fit becomes a page whose verdict is the fit's, with figures only where there is an answer`() async throws {
        let fit = try await Self.fit.value

        let report = Report.mix(fit, Self.subject)
        let reading = PageReading.check(report.html())

        #expect(report.verdict?.tone == ReportVerdict.Tone(fit.verdict))
        #expect(reading.text.contains("<script>tv</script>"))
        #expect(report.figures.isEmpty == (fit.answer == nil))
        #expect(report.html() == Report.mix(fit, Self.subject).html())
        #expect(report.sections.last?.title == "Diagnosis")
    }

    @Test func `A fit that failed shows its data and no figure`() async throws {
        let fit = try await BuilderData.mix(draws: 12)
        try #require(fit.verdict == .failed)

        let report = Report.mix(fit, Self.subject)
        _ = PageReading.check(report.html())

        #expect(report.verdict?.tone == .bad)
        #expect(report.figures.isEmpty)
        #expect(report.sections.map(\.title) == ["The data", "Diagnosis"])
    }

    @Test func `A plan becomes a page with the channels' spend and the probability that it is better`() async throws {
        let fit = try await Self.fit.value
        try #require(fit.verdict != .failed)
        let spend = [20_000.0, 20_000, 10_000, 10_000]
        let problem = BudgetProblem(weekly: 60_000, bounds: spend.map { .init(least: 0, most: 3 * $0) })

        let report = Report.budget(try fit.allocate(problem, reference: spend), problem, fit: fit, reference: spend, Self.subject)
        let reading = PageReading.check(report.html())

        #expect(report.title == "How to divide 60,000 EUR a week")
        #expect(reading.text.contains("better than the present one"))
    }
}
