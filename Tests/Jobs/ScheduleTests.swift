import Core
import Jobs
import Testing

@Suite struct ScheduleTests {
    private func next(_ cron: String, after text: String, zone: String = "UTC") throws -> String? {
        try #require(CronExpression(cron)).next(after: try #require(Instant(text)), zone: zone)?.description
    }

    @Test func `A daily time is the next such time on the wall`() throws {
        #expect(try next("30 6 * * *", after: "2026-05-01T06:29:59Z") == "2026-05-01T06:30:00Z")
        #expect(try next("30 6 * * *", after: "2026-05-01T06:30:00Z") == "2026-05-02T06:30:00Z")
        #expect(try next("30 6 * * *", after: "2026-05-01T00:00:00Z", zone: "America/New_York") == "2026-05-01T10:30:00Z")
    }

    @Test(arguments: [
        ("*/15 * * * *", "2026-05-01T10:01:00Z", "2026-05-01T10:15:00Z"), ("0 */6 * * *", "2026-05-01T10:01:00Z", "2026-05-01T12:00:00Z"),
        ("0 9 * * mon-fri", "2026-05-01T09:00:00Z", "2026-05-04T09:00:00Z"), ("0 0 1 jan *", "2026-05-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("0 0 29 2 *", "2026-05-01T00:00:00Z", "2028-02-29T00:00:00Z"), ("5,10-12 3 * * 7", "2026-05-01T00:00:00Z", "2026-05-03T03:05:00Z"),
        // Both days restricted: either one.
        ("0 0 13 * 5", "2026-05-02T00:00:00Z", "2026-05-08T00:00:00Z"), ("* * * * *", "2026-12-31T23:59:30Z", "2027-01-01T00:00:00Z"),
    ])
    func `Fields mean what crontab says`(cron: String, after: String, expected: String) throws {
        #expect(try next(cron, after: after) == expected)
    }

    @Test func `A time that the clock skips runs after the gap, one that comes twice runs once`() throws {
        // Berlin: 2026-03-29 02:00 becomes 03:00; 2026-10-25 03:00 becomes 02:00.
        #expect(try next("30 2 * * *", after: "2026-03-28T12:00:00Z", zone: "Europe/Berlin") == "2026-03-29T01:30:00Z")
        #expect(try next("30 2 * * *", after: "2026-10-24T12:00:00Z", zone: "Europe/Berlin") == "2026-10-25T00:30:00Z")
        #expect(try next("30 2 * * *", after: "2026-10-25T00:30:00Z", zone: "Europe/Berlin") == "2026-10-26T01:30:00Z")
    }

    @Test func `An hourly schedule goes on through an hour that comes twice`() throws {
        #expect(try next("0 * * * *", after: "2026-10-25T00:00:00Z", zone: "Europe/Berlin") == "2026-10-25T01:00:00Z")
        #expect(try next("0 * * * *", after: "2026-10-25T01:00:00Z", zone: "Europe/Berlin") == "2026-10-25T02:00:00Z")
    }

    @Test(arguments: [
        "", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *", "a * * * *", "*/0 * * * *", "1,,2 * * * *",
    ])
    func `What is no expression is refused`(text: String) {
        #expect(CronExpression(text) == nil)
    }

    @Test func `A day that never comes has no next run, nor has an unknown zone`() throws {
        #expect(try next("0 0 30 2 *", after: "2026-05-01T00:00:00Z") == nil)
        #expect(try next("0 0 * * *", after: "2026-05-01T00:00:00Z", zone: "Mars/Olympus") == nil)
    }

    @Test func `Missed runs of an interval collapse into one, and jitter only delays`() {
        let rule = ScheduleRule.every(.seconds(3_600), jitter: .seconds(60))

        #expect(rule.next(after: Instant(seconds: 0), now: Instant(seconds: 10), random: 0) == Instant(seconds: 3_600))
        #expect(rule.next(after: Instant(seconds: 0), now: Instant(seconds: 10), random: 0.5) == Instant(seconds: 3_630))
        #expect(rule.next(after: Instant(seconds: 0), now: Instant(seconds: 100_000), random: 0) == Instant(seconds: 103_600))
    }

    @Test func `A rule survives being stored`() throws {
        let rules = [ScheduleRule.every(.seconds(60), jitter: .seconds(5)), .cron(try #require(CronExpression("0 6 * * mon")), zone: "Asia/Tokyo")]

        for rule in rules { #expect(ScheduleRule(rule.json) == rule) }
        #expect(ScheduleRule(["every": 0]) == nil)
        #expect(ScheduleRule(["cron": "0 6 * * *", "zone": "Mars/Olympus"]) == nil)
        #expect(ScheduleRule([:]) == nil)
    }
}
