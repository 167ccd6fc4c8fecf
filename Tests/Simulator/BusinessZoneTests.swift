import Core
import Testing

@testable import Simulator

struct BusinessZoneTests {
    @Test func `An evening in UTC is the next day in Berlin`() throws {
        let zone = try #require(BusinessZone("Europe/Berlin"))

        let day = zone.day(of: try #require(Instant("2026-05-01T22:30:00Z")))

        #expect(day.description == "2026-05-02")
    }

    @Test(arguments: [
        ("2026-11-22T00:00:00Z", "2026-11-20"), ("2026-11-22T11:59:59Z", "2026-11-20"), ("2026-11-22T12:00:00Z", "2026-11-21"),
        ("2026-11-22T23:59:59Z", "2026-11-21"),
    ]) func `A history ends with a day that is over in every zone`(now: String, last: String) throws {
        let now = try #require(Instant(now))

        let day = SimulatorConfiguration.lastDay(at: now)

        #expect(day.description == last)
        for name in ["Europe/Berlin", "America/Los_Angeles", "Etc/GMT+12", "Pacific/Kiritimati"] {
            #expect(try #require(BusinessZone(name)).start(of: day + 1) <= now, "\(name)")
        }
    }

    @Test(arguments: ["2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26", "2026-01-01"]) func `A day begins at its first local instant`(
        text: String
    ) throws {
        let day = try #require(Day(text))

        for name in ["Europe/Berlin", "America/New_York"] {
            let zone = try #require(BusinessZone(name))
            #expect(zone.day(of: zone.start(of: day)) == day)
            #expect(zone.day(of: zone.start(of: day) - .seconds(1)) == day - 1)
        }
    }

    @Test func `Local text has an offset without a colon`() throws {
        let instant = try #require(Instant("2017-04-25T23:54:27Z"))

        let text = BusinessZone("America/Los_Angeles")?.localText(instant)

        #expect(text == "2017-04-25T16:54:27-0700")
    }
}
