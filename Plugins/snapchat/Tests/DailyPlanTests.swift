import ConnectorKit
import Testing

@testable import SnapchatConnector

/// Which days are asked for, and how a read is resumed.
@Suite struct DailyPlanTests {
    private func start(_ config: String = "{}") -> SnapchatReplay {
        let snapchat = SnapchatReplay(config)
        snapchat.oneAccount()
        snapchat.answer("/campaigns?", with: SnapchatReplay.oneCampaign)
        snapchat.answer("/stats", with: SnapchatReplay.noStats)
        return snapchat
    }

    private func cursor(_ day: String) -> String { #"{"accounts":{"\#(SnapchatReplay.account)":{"day":"\#(day)"}}}"# }

    @Test func `The next read asks for the longer window again, until the last day that is over`() throws {
        let snapchat = start(#"{"swipe_window":"7_DAY","view_window":"1_DAY"}"#)
        // 23:30 UTC is the next day in Berlin.
        snapchat.replay.now = Instant("2026-01-15T23:30:00Z") ?? snapchat.replay.now

        try snapchat.read("ad_daily", cursor: cursor("2026-01-14"))

        #expect(snapchat.ranges == ["2026-01-07..2026-01-16"])
        #expect(snapchat.replay.checkpoints.last?.cursor == cursor("2026-01-15"))
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        let snapchat = SnapchatReplay(#"{"since_days":20,"window_days":7}"#)
        snapchat.twoAccounts()
        snapchat.answer("/campaigns?", with: SnapchatReplay.oneCampaign)
        snapchat.replay.answer(where: { $0.url.contains("/stats") }) { sent in
            let start = sent.item("start_time")?.replacing("%3A", with: ":").replacing("%2B", with: "+") ?? ""
            return SnapchatReplay.list(
                "timeseries_stats",
                #"{"sub_request_status":"SUCCESS","timeseries_stat":{"breakdown_stats":{"ad":[{"id":"1","timeseries":[{"start_time":"\#(start)","stats":{"spend":1}}]}]}}}"#
            )
        }
        try snapchat.read("ad_daily")
        let all = snapchat.replay.rows["ad_daily"] ?? []
        let checkpoints = snapchat.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            snapchat.replay.forget()
            try snapchat.read("ad_daily", cursor: checkpoint.cursor)
            #expect(snapchat.replay.rows["ad_daily", default: []] == Array(all.dropFirst(checkpoint.rows)))
        }

        #expect(checkpoints.count == 7)
        #expect(all.count == 12)
        #expect(checkpoints.last?.cursor.contains("open") == false)
    }

    @Test func `A full read starts at the first day again`() throws {
        let snapchat = start(#"{"since":"2026-01-01"}"#)

        try snapchat.read("ad_daily", mode: .full, cursor: cursor("2026-01-13"))

        #expect(snapchat.ranges == ["2026-01-01..2026-01-15"])
    }

    @Test func `A backfill goes backwards, can be resumed, and leaves the newest day alone`() throws {
        let snapchat = start(#"{"window_days":7}"#)

        try snapchat.read("ad_daily", mode: .backfill, cursor: cursor("2026-01-14"), since: "2025-01-01", until: "2025-01-20")
        let ranges = snapchat.ranges
        let first = snapchat.replay.checkpoints.first?.cursor
        let last = snapchat.replay.checkpoints.last?.cursor
        snapchat.replay.forget()
        try snapchat.read("ad_daily", mode: .backfill, cursor: first, since: "2025-01-01", until: "2025-01-20")

        #expect(ranges == ["2025-01-14..2025-01-21", "2025-01-07..2025-01-14", "2025-01-01..2025-01-07"])
        #expect(last == cursor("2026-01-14"))
        #expect(snapchat.ranges == Array(ranges.dropFirst()))
    }

    @Test func `A cursor from the future gives nothing`() throws {
        let snapchat = start()

        try snapchat.read("ad_daily", cursor: cursor("2039-01-01"))

        #expect(snapchat.ranges.isEmpty)
    }
}
