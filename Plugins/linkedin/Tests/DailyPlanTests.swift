import ConnectorKit
import Testing

@testable import LinkedInConnector

/// Which days are asked for, and how a read is resumed.
@Suite struct DailyPlanTests {
    private let linkedIn = LinkedInReplay()

    @Test func `The next read asks for the look-back again`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("adAnalytics", with: LinkedInReplay.empty)

        try linkedIn.read("ad_daily", cursor: #"{"accounts":{"11":{"day":"2026-01-14"}}}"#)

        #expect(linkedIn.ranges == ["2025-12-15..2026-01-13", "2026-01-14..2026-01-15"])
        #expect(linkedIn.replay.checkpoints.last?.cursor == #"{"accounts":{"11":{"day":"2026-01-15"}}}"#)
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        let linkedIn = LinkedInReplay(config: #"{"since_days":20,"window_days":7}"#)
        linkedIn.answer("/rest/adAccounts?", with: LinkedInReplay.fixture("accounts"))
        linkedIn.replay.answer(where: { $0.url.contains("adAnalytics") }) { sent in
            let parts = sent.url.split(separator: "&").first { $0.hasPrefix("dateRange") }?.split { !$0.isNumber } ?? []
            let day = #"{"year":\#(parts[0]),"month":\#(parts[1]),"day":\#(parts[2])}"#
            return .init(#"{"elements":[{"dateRange":{"start":\#(day)},"pivotValues":["urn:li:sponsoredCreative:7"],"costInLocalCurrency":"1"}]}"#)
        }
        try linkedIn.read("ad_daily")
        let all = linkedIn.replay.rows["ad_daily"] ?? []
        let checkpoints = linkedIn.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            linkedIn.replay.forget()
            try linkedIn.read("ad_daily", cursor: checkpoint.cursor)
            #expect(linkedIn.replay.rows["ad_daily"] == Array(all.dropFirst(checkpoint.rows)))
        }

        #expect(checkpoints.count == 6 && all.count == 12)
        #expect(checkpoints.last?.cursor == #"{"accounts":{"11":{"day":"2026-01-15"},"22":{"day":"2026-01-15"}}}"#)
    }

    @Test func `A backfill goes backwards, can be resumed, and leaves the newest day alone`() throws {
        let linkedIn = LinkedInReplay(config: #"{"window_days":7}"#)
        linkedIn.oneAccount()
        linkedIn.answer("adAnalytics", with: LinkedInReplay.empty)

        try linkedIn.read("ad_daily", mode: .backfill, cursor: #"{"accounts":{"11":{"day":"2026-01-14"}}}"#, since: "2025-01-01", until: "2025-01-20")
        let ranges = linkedIn.ranges
        let checkpoints = linkedIn.replay.checkpoints
        linkedIn.replay.forget()
        try linkedIn.read("ad_daily", mode: .backfill, cursor: checkpoints.first?.cursor, since: "2025-01-01", until: "2025-01-20")

        #expect(ranges == ["2025-01-14..2025-01-20", "2025-01-07..2025-01-13", "2025-01-01..2025-01-06"])
        #expect(checkpoints.last?.cursor == #"{"accounts":{"11":{"day":"2026-01-14"}}}"#)
        #expect(linkedIn.ranges == Array(ranges.dropFirst()))
    }

    @Test func `A full read starts at the first day again`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("adAnalytics", with: LinkedInReplay.empty)

        try linkedIn.read("ad_daily", mode: .full, cursor: #"{"accounts":{"11":{"day":"2026-01-14"}}}"#)

        #expect(linkedIn.ranges == ["2026-01-11..2026-01-15"])
    }

    @Test func `Nothing older than LinkedIn keeps is asked for, and a cursor from the future gives nothing`() throws {
        let linkedIn = LinkedInReplay(config: #"{"since":"2000-01-01","window_days":90,"breakdowns":["country"],"calls_per_10s":1000}"#)
        linkedIn.oneAccount()
        linkedIn.answer("adAnalytics", with: LinkedInReplay.empty)

        try linkedIn.read("ad_daily")
        let first = linkedIn.ranges.first
        let members = linkedIn.replay.requests.filter { $0.url.contains("MEMBER_COUNTRY_V2") }
        linkedIn.replay.forget()
        try linkedIn.read("ad_daily", cursor: #"{"accounts":{"11":{"day":"2039-01-01"}}}"#)

        #expect(first?.hasPrefix("2016-01-19") == true)
        #expect((8...9).contains(members.count))
        #expect(linkedIn.ranges.isEmpty)
    }

    @Test func `Six reports in ten seconds and no more`() throws {
        let linkedIn = LinkedInReplay(config: #"{"since_days":14,"window_days":1}"#)
        linkedIn.oneAccount()
        linkedIn.answer("adAnalytics", with: LinkedInReplay.empty)
        let start = linkedIn.replay.now

        try linkedIn.read("ad_daily")

        #expect(linkedIn.replay.waits == [10, 20].map { start.adding(seconds: $0) })
    }
}
