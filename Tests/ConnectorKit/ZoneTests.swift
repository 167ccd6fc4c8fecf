import ConnectorKit
import Testing

@Suite struct ZoneTests {
    private func day(_ zone: String, _ instant: String) throws -> String { try Zone(zone).day(of: try #require(Instant(instant))).description }

    private func start(_ zone: String, _ day: String) throws -> String { try Zone(zone).start(of: try #require(Day(day))).description }

    @Test func `The day of an instant is the one on the wall there`() throws {
        #expect(try day("Europe/Berlin", "2026-01-01T22:59:59Z") == "2026-01-01")
        #expect(try day("Europe/Berlin", "2026-01-01T23:00:00Z") == "2026-01-02")
        #expect(try day("Europe/Berlin", "2026-07-01T22:00:00Z") == "2026-07-02")
        #expect(try day("America/Los_Angeles", "2026-01-02T07:59:59Z") == "2026-01-01")
        #expect(try day("Asia/Kolkata", "2026-01-01T18:30:00Z") == "2026-01-02")
        #expect(try day("Pacific/Kiritimati", "2026-01-01T10:00:00Z") == "2026-01-02")
        #expect(try day("UTC", "2026-01-01T23:59:59Z") == "2026-01-01")
    }

    @Test func `Clock changes come from the file, and from its rule in later years`() throws {
        // 2026 lies before, 2087 behind the last transition that files of the data base list.
        #expect(try start("Europe/Berlin", "2026-03-29") == "2026-03-28T23:00:00Z")
        #expect(try start("Europe/Berlin", "2026-03-30") == "2026-03-29T22:00:00Z")
        #expect(try start("Europe/Berlin", "2087-03-30") == "2087-03-29T23:00:00Z")
        #expect(try start("Europe/Berlin", "2087-03-31") == "2087-03-30T22:00:00Z")
        #expect(try start("Europe/Berlin", "2087-10-27") == "2087-10-26T23:00:00Z")
        #expect(try start("America/New_York", "2087-07-01") == "2087-07-01T04:00:00Z")
        #expect(try start("America/New_York", "2087-12-01") == "2087-12-01T05:00:00Z")
        // The southern summer spans the new year.
        #expect(try start("Australia/Sydney", "2087-01-10") == "2087-01-09T13:00:00Z")
        #expect(try start("Australia/Sydney", "2087-07-10") == "2087-07-09T14:00:00Z")
        #expect(try start("Asia/Tokyo", "2087-07-10") == "2087-07-09T15:00:00Z")
    }

    @Test func `Times before the first transition have the first offset`() throws {
        #expect(try Zone("Europe/Berlin").offset(at: Instant(seconds: -4_000_000_000)) == 3208)
    }

    @Test func `A skipped time moves forward and a repeated one is the first`() throws {
        let zone = try Zone("Europe/Berlin")
        let spring = try #require(Day("2026-03-29"))
        let autumn = try #require(Day("2026-10-25"))

        #expect(zone.instant(spring, secondOfDay: 9000).description == "2026-03-29T01:30:00Z")
        #expect(zone.instant(autumn, secondOfDay: 9000).description == "2026-10-25T00:30:00Z")
        #expect(zone.instant(autumn, secondOfDay: 10_800).description == "2026-10-25T02:00:00Z")
    }

    @Test func `Where midnight is skipped the day starts at the first time that exists`() throws {
        // Santiago de Chile, 6 September 2026: clocks go from 24:00 to 01:00.
        #expect(try start("America/Santiago", "2026-09-06") == "2026-09-06T04:00:00Z")
        let zone = try Zone("America/Santiago")
        #expect(zone.day(of: zone.start(of: try #require(Day("2026-09-06")))).description == "2026-09-06")
    }

    @Test func `A day's start is in that day, every day of ten years`() throws {
        for name in ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran", "Africa/Casablanca"] {
            let zone = try Zone(name)
            var day = try #require(Day("2030-01-01"))
            for _ in 0..<3650 {
                let start = zone.start(of: day)
                #expect(zone.day(of: start) == day)
                #expect(zone.day(of: Instant(microseconds: start.microseconds - 1)) < day)
                day = day.adding(days: 1)
            }
        }
    }

    @Test func `A name that leads elsewhere or nowhere is a config failure`() {
        for name in [
            "Mars/Olympus", "", "../../etc/passwd", "/etc/passwd", "Europe", "Europe/Berlin\u{0}", "tzdata.zi", String(repeating: "a", count: 100),
        ] {
            #expect("\(name)") {
                _ = try Zone(name)
            } throws: {
                ($0 as? ConnectorFailure)?.kind == .config
            }
        }
    }
}
