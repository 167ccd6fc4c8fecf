import Core
import Testing

@Suite struct TimeTests {
    @Test func `A day is read, written and counted`() throws {
        let day = try #require(Day("2026-02-28"))

        #expect(day.description == "2026-02-28")
        #expect((day + 1).description == "2026-03-01")
        #expect(Day(year: 1970, month: 1, day: 1)?.number == 0)
        #expect(try #require(Day("2024-03-01")) - #require(Day("2024-02-28")) == 2)
    }

    @Test func `Every day of four centuries survives the way through its parts`() {
        for number in stride(from: -719_162, through: 2_932_896, by: 97) {
            let (year, month, day) = Day(number: number).parts

            #expect(Day(year: year, month: month, day: day)?.number == number)
        }
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-1-1", "0000-01-01", "2026-04-31", "2026-04-30 ", "20260430", ""])
    func `A date that does not exist is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test(arguments: [
        ("2026-05-01T10:00:00Z", "2026-05-01T10:00:00Z"),
        ("2026-05-01T12:00:00+02:00", "2026-05-01T10:00:00Z"),
        ("2017-04-25T16:54:27-0700", "2017-04-25T23:54:27Z"),
        ("2026-05-01 10:00:00.5Z", "2026-05-01T10:00:00.500000Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
        ("2026-05-01T10:00:00.123456789Z", "2026-05-01T10:00:00.123456Z"),
    ])
    func `An instant is read with any offset and written in UTC`(text: String, canonical: String) {
        #expect(Instant(text)?.description == canonical)
    }

    @Test(arguments: ["2026-05-01T10:00:00", "2026-05-01", "2026-05-01T25:00:00Z", "2026-05-01T10:60:00Z", "2026-05-01T10:00:00.Z", "nonsense", ""])
    func `A time without a zone or that does not exist is refused`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `Durations move an instant both ways`() throws {
        let instant = try #require(Instant("2026-05-01T10:00:00Z"))

        #expect((instant + .milliseconds(1_500)).description == "2026-05-01T10:00:01.500000Z")
        #expect((instant - .seconds(36_001)).description == "2026-04-30T23:59:59Z")
        #expect((instant - .seconds(36_001)).day.description == "2026-04-30")
        #expect(instant - (instant - .seconds(5)) == .seconds(5))
    }
}
