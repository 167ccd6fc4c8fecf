import ConnectorKit
import Testing

@testable import TikTokConnector

/// Which days are asked for, and how a read is resumed.
@Suite struct DailyPlanTests {
    @Test func `The next read asks for the look-back again, until the advertiser's own day`() throws {
        let tiktok = TikTokReplay()
        tiktok.oneAccount()
        tiktok.answer("report/integrated", with: TikTokReplay.empty)
        // 23:30 UTC is the next day in Berlin.
        tiktok.replay.now = Instant("2026-01-15T23:30:00Z") ?? tiktok.replay.now

        try tiktok.read("ad_daily", cursor: #"{"accounts":{"7011":{"day":"2026-01-14"}}}"#)

        #expect(tiktok.ranges == ["2025-12-17..2026-01-15", "2026-01-16..2026-01-16"])
        #expect(tiktok.replay.checkpoints.last?.cursor == #"{"accounts":{"7011":{"day":"2026-01-16"}}}"#)
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        let tiktok = TikTokReplay(#","since_days":20,"window_days":7"#, advertisers: #"["7011","7022"]"#)
        tiktok.twoAccounts()
        tiktok.replay.answer(where: { $0.url.contains("report/integrated") }) { sent in
            let day = sent.item("start_date") ?? ""
            return TikTokReplay.list(
                #"{"dimensions":{"ad_id":"\#(sent.url.contains("7011") ? 1 : 2)","stat_time_day":"\#(day)"},"metrics":{"spend":"1"}}"#)
        }
        try tiktok.read("ad_daily")
        let all = tiktok.replay.rows["ad_daily"] ?? []
        let checkpoints = tiktok.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            tiktok.replay.forget()
            try tiktok.read("ad_daily", cursor: checkpoint.cursor)
            #expect(tiktok.replay.rows["ad_daily", default: []] == Array(all.dropFirst(checkpoint.rows)))
        }

        #expect(checkpoints.count == 7)
        #expect(checkpoints.last?.cursor.contains("open") == false)
        tiktok.replay.forget()
        try tiktok.read("ad_daily", cursor: checkpoints.last?.cursor)
        #expect(tiktok.ranges.first == "2025-12-18..2025-12-24")
    }

    @Test func `A full read starts at the first day again`() throws {
        let tiktok = TikTokReplay(#","since":"2026-01-01""#)
        tiktok.oneAccount()
        tiktok.answer("report/integrated", with: TikTokReplay.empty)

        try tiktok.read("ad_daily", mode: .full, cursor: #"{"accounts":{"7011":{"day":"2026-01-14"}}}"#)

        #expect(tiktok.ranges == ["2026-01-01..2026-01-15"])
    }

    @Test func `A backfill goes backwards, can be resumed, and leaves the newest day alone`() throws {
        let tiktok = TikTokReplay(#","window_days":7"#)
        tiktok.oneAccount()
        tiktok.answer("report/integrated", with: TikTokReplay.empty)

        try tiktok.read(
            "ad_daily", mode: .backfill, cursor: #"{"accounts":{"7011":{"day":"2026-01-14"}}}"#, since: "2025-01-01", until: "2025-01-20")
        let ranges = tiktok.ranges
        let first = tiktok.replay.checkpoints.first?.cursor
        let last = tiktok.replay.checkpoints.last?.cursor
        tiktok.replay.forget()
        try tiktok.read("ad_daily", mode: .backfill, cursor: first, since: "2025-01-01", until: "2025-01-20")

        #expect(ranges == ["2025-01-14..2025-01-20", "2025-01-07..2025-01-13", "2025-01-01..2025-01-06"])
        #expect(last == #"{"accounts":{"7011":{"day":"2026-01-14"}}}"#)
        #expect(tiktok.ranges == Array(ranges.dropFirst()))
    }

    @Test func `Nothing too old is asked for, and a cursor from the future gives nothing`() throws {
        let tiktok = TikTokReplay(#","since":"2010-01-01""#)
        tiktok.oneAccount()
        tiktok.answer("report/integrated", with: TikTokReplay.empty)

        try tiktok.read("ad_daily")
        let first = tiktok.ranges.first
        tiktok.replay.forget()
        try tiktok.read("ad_daily", cursor: #"{"accounts":{"7011":{"day":"2039-01-01"}}}"#)

        // 1095 days with today.
        #expect(first?.hasPrefix("2023-01-17") == true)
        #expect(tiktok.ranges.isEmpty)
    }
}
