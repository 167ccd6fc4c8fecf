import Testing

@testable import Workbench

@Suite struct ReportTests {
    private static let hostile = "<script>alert('x')</script> & \"quotes\" \u{0}\u{1B}\u{202E}\u{FFFE}"

    private static func full(_ name: String) -> Report {
        var report = Report(title: name, subtitle: name)
        report.verdict = ReportVerdict(.caution, name, findings: [.init(.bad, name, advice: name)])
        report.figures = [KeyFigure(name, name, name)]
        report.footnotes = [name]
        report.add(Section(name, [name], tables: [TextTable(name, columns: [name, "b"], rows: [[name, "1"]])], plots: PlotSamples.all(name: name)))
        return report
    }

    @Test func `A page is well-formed and has every part`() {
        let reading = PageReading.check(Self.full("channel").html())

        #expect(reading.elements["h1"] == 1)
        #expect(reading.elements["figure"] == PlotSamples.all(name: "channel").count)
        #expect((reading.elements["details"] ?? 0) >= 8)
    }

    @Test func `A name that looks like a tag stays a name`() {
        let html = Self.full(Self.hostile).html()

        let reading = PageReading.check(html)

        #expect(!html.contains("<script"))
        #expect(reading.text.contains("<script>alert('x')</script>"))
        #expect(!html.unicodeScalars.contains { $0.value == 0 || $0.value == 0x1B || $0.value == 0x202E || $0.value == 0xFFFE })
    }

    @Test func `No line breaks between a number and its per cent sign`() {
        #expect(Markup.escaped("46 % of 3 & 5 %") == "46\u{A0}% of 3 &amp; 5\u{A0}%")
        #expect(Markup.escaped("%") == "%")
    }

    @Test func `Every picture says in words what it shows, and has its numbers in a table`() {
        for plot in PlotSamples.all(name: "tv") {
            guard let drawing = plot.drawing else { continue }

            #expect(drawing.alternative.count > 20)
            #expect(!drawing.numbers.rows.isEmpty)
        }
    }

    @Test func `The same report gives the same page`() {
        #expect(Self.full("a").html() == Self.full("a").html())
    }

    @Test func `A page of nothing is a page`() {
        let reading = PageReading.check(Report(title: "", subtitle: "").html())

        #expect(reading.elements["main"] == 1)
    }

    @Test func `The page forbids to load or run anything`() {
        #expect(Report(title: "", subtitle: "").html().contains("default-src &#39;none&#39;"))
    }
}
