import Testing

@testable import Workbench

@Suite struct TicksTests {
    @Test func `Ticks are round and lie in the extent`() {
        let ticks = Ticks(Extent([0, 97]), count: 5)

        #expect(ticks.values == [0, 20, 40, 60, 80])
        #expect(ticks.texts(.number) == ["0", "20", "40", "60", "80"])
    }

    @Test(arguments: [(0.0, 1e-7), (-3.2, 4.1), (1e6, 1.2e6), (-1e280, 1e280), (1e15, 1e15 + 8), (0.3, 0.30001)])
    func `Whatever the extent, there are a few ticks, and each is where its text says`(low: Double, high: Double) {
        let extent = Extent([low, high])

        let ticks = Ticks(extent, count: 5)

        #expect((2...11).contains(ticks.values.count))
        #expect(ticks.values.allSatisfy { $0 >= extent.low - ticks.step * 1e-6 && $0 <= extent.high + ticks.step * 1e-6 })
        #expect(ticks.texts(.number).allSatisfy { !$0.contains("nan") && !$0.contains("inf") })
    }

    @Test func `Thousands and millions have their names, and shares are hundredths`() {
        #expect(Ticks(Extent([0, 40_000]), count: 4).texts(.number) == ["0", "10 k", "20 k", "30 k", "40 k"])
        #expect(Ticks(Extent([0, 2_500_000]), count: 5).texts(.number) == ["0", "0.5 M", "1.0 M", "1.5 M", "2.0 M", "2.5 M"])
        #expect(Ticks(Extent([-0.1, 0.1]), count: 4).texts(.share) == ["−10 %", "−5 %", "0 %", "5 %", "10 %"])
    }

    @Test func `An extent without width gets one, and one without values is from 0 to 1`() {
        #expect(Extent([5, 5]) == Extent([4.5, 5.5]))
        #expect(Extent([Double.nan, .infinity]) == Extent([0, 1]))
        #expect(Extent([0, 0], withZero: true).high > 0)
        #expect(Extent([-5, -5], withZero: true).low == -5)
        #expect(Extent([1e300, -1e300]).high.isFinite)
    }

    @Test func `Days have ticks at the first of months, quarters and years`() {
        let months = CalendarText.ticks(18_993, 19_300, count: 10).map(\.text)

        #expect(months.contains("2022"))
        #expect(months.contains("Mar"))
        #expect(CalendarText.ticks(0, 20, count: 5).map(\.text).first == "1 Jan")
        #expect(CalendarText.ticks(0, 20_000, count: 6).allSatisfy { $0.text.count == 4 })
        #expect(CalendarText.ticks(.nan, 3, count: 4).isEmpty)
        #expect(CalendarText.ticks(-1e18, 1e18, count: 4).isEmpty)
    }

    @Test func `Texts at the ends of lines do not cover one another`() {
        let labels = [50.0, 51, 52, 300].map { LabelColumn.Label(text: "\($0)", place: $0, style: "") }

        let places = LabelColumn.spread(labels, from: 20, to: 300).map(\.place)

        #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= 13.9 })
        #expect(places.allSatisfy { $0 >= 20 && $0 <= 300 })
    }
}
