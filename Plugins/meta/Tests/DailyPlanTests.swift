import ConnectorKit
import Testing

@testable import MetaConnector

/// Which days are asked for, and how a read is resumed.
@Suite struct DailyPlanTests {
    private let meta = MetaReplay()

    @Test func `The next read asks for the look-back again, until the account's own day`() throws {
        meta.oneAccount()
        meta.answer("insights", with: MetaReplay.empty)
        // 23:30 UTC is the next day in Berlin.
        meta.replay.now = Instant("2026-01-15T23:30:00Z") ?? meta.replay.now

        try meta.read("ad_daily", cursor: #"{"accounts":{"act_11":{"day":"2026-01-14"}}}"#)

        #expect(meta.ranges == ["2025-12-17..2026-01-15", "2026-01-16..2026-01-16"])
        #expect(meta.replay.checkpoints.last?.cursor == #"{"accounts":{"act_11":{"day":"2026-01-16"}}}"#)
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        let meta = MetaReplay(config: #"{"since_days":20,"window_days":7}"#)
        meta.answer("me/adaccounts", with: MetaReplay.fixture("accounts"))
        meta.replay.answer(where: { $0.url.contains("insights") }) { sent in
            let range = sent.url.split(separator: "22").first { $0.hasPrefix("20") && $0.utf8.count >= 10 }.map { String($0.prefix(10)) } ?? ""
            return .init(#"{"data":[{"ad_id":"\#(sent.url.contains("act_11") ? 1 : 2)","date_start":"\#(range)","spend":"1"}]}"#)
        }
        try meta.read("ad_daily")
        let all = meta.replay.rows["ad_daily"] ?? []
        let checkpoints = meta.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            meta.replay.forget()
            try meta.read("ad_daily", cursor: checkpoint.cursor)
            #expect(meta.replay.rows["ad_daily"] == Array(all.dropFirst(checkpoint.rows)))
        }

        #expect(checkpoints.count == 6)
        #expect(checkpoints.last?.cursor.contains("open") == false)
        meta.replay.forget()
        try meta.read("ad_daily", cursor: checkpoints.last?.cursor)
        #expect(meta.ranges.first == "2025-12-18..2025-12-24")
    }

    @Test func `A backfill goes backwards, can be resumed, and leaves the newest day alone`() throws {
        let meta = MetaReplay(config: #"{"window_days":7}"#)
        meta.oneAccount()
        meta.answer("insights", with: MetaReplay.empty)

        try meta.read("ad_daily", mode: .backfill, cursor: #"{"accounts":{"act_11":{"day":"2026-01-14"}}}"#, since: "2025-01-01", until: "2025-01-20")
        let ranges = meta.ranges
        let first = meta.replay.checkpoints.first?.cursor
        let last = meta.replay.checkpoints.last?.cursor
        meta.replay.forget()
        try meta.read("ad_daily", mode: .backfill, cursor: first, since: "2025-01-01", until: "2025-01-20")

        #expect(ranges == ["2025-01-14..2025-01-20", "2025-01-07..2025-01-13", "2025-01-01..2025-01-06"])
        #expect(last == #"{"accounts":{"act_11":{"day":"2026-01-14"}}}"#)
        #expect(meta.ranges == Array(ranges.dropFirst()))
    }

    @Test func `Nothing older than Meta keeps is asked for, and a cursor from the future gives nothing`() throws {
        let meta = MetaReplay(config: #"{"since":"2010-01-01","window_days":90}"#)
        meta.oneAccount()
        meta.answer("insights", with: MetaReplay.empty)

        try meta.read("ad_daily")
        let first = meta.ranges.first
        meta.replay.forget()
        try meta.read("ad_daily", cursor: #"{"accounts":{"act_11":{"day":"2039-01-01"}}}"#)

        // 1123 days with today.
        #expect(first?.hasPrefix("2022-12-20") == true)
        #expect(meta.ranges.isEmpty)
    }
}
