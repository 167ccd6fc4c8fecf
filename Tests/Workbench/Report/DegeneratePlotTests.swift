import Testing

@testable import Workbench

@Suite struct DegeneratePlotTests {
    private static let columns: [[Double]] = [
        [], [1], [2, 2, 2], [0, 0], [.nan, .nan], [1, .nan, 3], [.infinity, -.infinity, 1], [1e308, -1e308], [Double(bitPattern: 2_024), 0],
        [-5, -5],
        [1e18, 1e18 + 4096],
    ]

    @Test(arguments: columns)
    func `No values, however odd, stop a picture or give it coordinates that are no numbers`(column: [Double]) {
        var report = Report(title: "t", subtitle: "s")
        report.add(Section("odd heights", plots: PlotSamples.all(x: column.indices.map(Double.init), y: column)))
        report.add(Section("odd places", plots: PlotSamples.all(x: column, y: column.indices.map(Double.init))))
        report.add(Section("both", plots: PlotSamples.all(x: column, y: column)))

        _ = PageReading.check(report.html())
    }

    @Test func `Lists of different lengths are drawn as far as they go together`() {
        var report = Report(title: "t", subtitle: "s")
        report.add(Section("short heights", plots: PlotSamples.all(x: [1, 2, 3, 4, 5], y: [1])))
        report.add(Section("short places", plots: PlotSamples.all(x: [1], y: [1, 2, 3, 4])))

        _ = PageReading.check(report.html())
    }

    @Test func `A gap interrupts a line, and a value between gaps is still seen`() {
        var canvas = Canvas(width: 100)
        canvas.line(through: [(0, 1), (1, 2), (2, .nan), (3, 4), (4, .nan), (5, 6), (6, 7)], "l")

        #expect(canvas.body.contains("d=\"M0 1L1 2M3 4h2M5 6L6 7\""))
    }

    @Test func `An element with a coordinate that is no number is left out`() {
        var canvas = Canvas(width: 100)
        canvas.line(0, 0, .nan, 1, "g")
        canvas.circle(.infinity, 1, 2, "p")
        canvas.rectangle(0, .nan, 1, 1, "f0")
        canvas.text("x", .nan, 1)

        #expect(canvas.body.isEmpty)
    }

    @Test func `Very long traces keep their excursions and lose the rest`() {
        var draws = [Double](repeating: 0, count: 10_000)
        draws[7_777] = 9

        let kept = TraceDrawing.thinned(draws, to: 200)

        #expect(kept.count <= 400)
        #expect(kept.contains(7_777))
        #expect(kept == kept.sorted())
    }

    @Test func `Long tables under pictures show every so many rows, the last one too`() {
        #expect(PlotRows.picked(3) == [0, 1, 2])
        #expect(PlotRows.picked(10_000).count <= PlotRows.most + 1)
        #expect(PlotRows.picked(10_000).last == 9_999)
    }
}
