import ConnectorKit
import Testing

@testable import GoogleAnalyticsConnector

/// Which days are asked for, and how a read is resumed.
@Suite struct PlanTests {
    private static let report = WebTable.daily.reports((try? Settings(JSONDocument("{}").root)) ?? fallback)[0].definition
    private static var fallback: Settings { preconditionFailure("settings without members have defaults") }

    private func cursor(_ days: String, report: String = PlanTests.report) -> String { #"{"report":"\#(report)","properties":{\#(days)}}"# }

    @Test func `The next read asks for the look-back again, until the property's own day`() throws {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111"}"#)
        analytics.properties()
        analytics.everyDay()
        // 23:30 UTC is the next day in Berlin.
        analytics.replay.now = Instant("2026-01-15T23:30:00Z") ?? analytics.replay.now

        try analytics.read("web_daily", cursor: cursor(#""111":{"day":"2026-01-14"}"#))

        #expect(analytics.ranges == ["2025-12-31..2026-01-06", "2026-01-07..2026-01-13", "2026-01-14..2026-01-16"])
        #expect(analytics.replay.checkpoints.last?.cursor == cursor(#""111":{"day":"2026-01-16"}"#))
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        let analytics = AnalyticsReplay(config: #"{"since_days":20}"#)
        analytics.properties()
        analytics.everyDay()
        try analytics.read("web_daily")
        let all = analytics.replay.rows["web_daily"] ?? []
        let checkpoints = analytics.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            analytics.replay.forget()
            try analytics.read("web_daily", cursor: checkpoint.cursor)
            #expect(analytics.replay.rows["web_daily"] == Array(all.dropFirst(checkpoint.rows)))
        }

        // The second property was made on the 10th: nothing older is asked for.
        #expect(checkpoints.count == 4)
        #expect(checkpoints.last?.cursor.contains("open") == false)
    }

    @Test func `A full read starts over, and goes on only from a full one`() throws {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111","since":"2026-01-01"}"#)
        analytics.properties()
        analytics.everyDay()

        try analytics.read("web_daily", mode: .full, cursor: cursor(#""111":{"day":"2026-01-14"}"#), since: "2026-01-01")
        let first = analytics.replay.checkpoints[0]
        let ranges = analytics.ranges
        analytics.replay.forget()
        try analytics.read("web_daily", mode: .full, cursor: first.cursor, since: "2026-01-01")

        #expect(ranges == ["2026-01-01..2026-01-07", "2026-01-08..2026-01-14", "2026-01-15..2026-01-15"])
        #expect(analytics.ranges == Array(ranges.dropFirst()))
    }

    @Test func `A backfill goes backwards, can be resumed, and leaves the newest day alone`() throws {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111"}"#)
        analytics.properties()
        analytics.everyDay()

        let stored = cursor(#""111":{"day":"2026-01-14"}"#)
        try analytics.read("web_daily", mode: .backfill, cursor: stored, since: "2025-01-01", until: "2025-01-20")
        let ranges = analytics.ranges
        let first = analytics.replay.checkpoints.first?.cursor
        let last = analytics.replay.checkpoints.last?.cursor
        analytics.replay.forget()
        try analytics.read("web_daily", mode: .backfill, cursor: first, since: "2025-01-01", until: "2025-01-20")

        #expect(ranges == ["2025-01-14..2025-01-20", "2025-01-07..2025-01-13", "2025-01-01..2025-01-06"])
        #expect(last == stored)
        #expect(analytics.ranges == Array(ranges.dropFirst()))
    }

    @Test func `Days of another report are read again, and a cursor from the future gives nothing`() throws {
        let analytics = AnalyticsReplay()
        analytics.properties()
        analytics.everyDay()

        try analytics.read("web_daily", cursor: cursor(#""111":{"day":"2026-01-15"}"#, report: "date|sessions"))
        let ranges = analytics.ranges
        analytics.replay.forget()
        try analytics.read("web_daily", cursor: cursor(#""111":{"day":"2039-01-01"}"#))

        #expect(ranges == ["2026-01-14..2026-01-15"])
        #expect(analytics.ranges.isEmpty)
    }
}
