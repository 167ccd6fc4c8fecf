import Core
import Testing

@Suite struct DayRangeTests {
    @Test(arguments: [
        ("7d", "2026-11-15", "2026-11-21"), ("1d", "2026-11-21", "2026-11-21"), ("mtd", "2026-11-01", "2026-11-21"),
        ("qtd", "2026-10-01", "2026-11-21"),
        ("ytd", "2026-01-01", "2026-11-21"), ("last_week", "2026-11-09", "2026-11-15"), ("last_month", "2026-10-01", "2026-10-31"),
    ])
    func `A relative range is resolved from today`(text: String, first: String, last: String) throws {
        let today = try #require(Day("2026-11-21"))

        let range = try #require(RelativeRange(text)).resolved(today: today)

        #expect(range.first.description == first)
        #expect(range.last.description == last)
    }

    @Test(arguments: ["", "d", "0d", "1101d", "-7d", "week", "7"])
    func `Another word is no range`(text: String) {
        #expect(RelativeRange(text) == nil)
    }

    @Test func `A range never ends before it starts`() throws {
        let day = try #require(Day("2026-11-21"))

        #expect(DayRange(day, day)?.count == 1)
        #expect(DayRange(day, day - 1) == nil)
    }
}
