import ConnectorKit
import Testing

@testable import GoogleAdsConnector

/// Which days are asked for, and how a read is resumed.
@Suite struct DailyPlanTests {
    private let google = GoogleAdsReplay()

    @Test func `The next read asks for the look-back again, until the account's own day`() throws {
        google.oneAccount()
        google.answer(from: "campaign", with: GoogleAdsReplay.empty)
        // 23:30 UTC is the next day in Berlin.
        google.replay.now = Instant("2026-01-15T23:30:00Z") ?? google.replay.now

        try google.read("ad_daily", cursor: #"{"accounts":{"1110000001":{"day":"2026-01-14"}}}"#)

        #expect(google.ranges == ["2025-12-15..2026-01-13", "2026-01-14..2026-01-16"])
        #expect(google.replay.checkpoints.last?.cursor == #"{"accounts":{"1110000001":{"day":"2026-01-16"}}}"#)
    }

    @Test(arguments: ["ad_daily", "keyword_daily", "search_term_daily"])
    func `A read goes on from each checkpoint with exactly the rest`(stream: String) throws {
        let google = GoogleAdsReplay(config: #"{"login_customer_id":"9990000001","since_days":20,"window_days":7,"levels":["campaign","ad_group"]}"#)
        google.answer(from: "customer_client", with: GoogleAdsReplay.fixture("clients"))
        google.replay.answer(where: { $0.text.contains("BETWEEN") }) { sent in
            let day = sent.text.split(separator: "'").first { $0.utf8.count == 10 && $0.hasPrefix("20") } ?? ""
            return .init(
                #"[{"results":[{"campaign":{"id":"1"},"adGroup":{"id":"2"},"adGroupCriterion":{"criterionId":"3"},"searchTermView":{"searchTerm":"x"},"segments":{"date":"\#(day)"}}]}]"#
            )
        }
        for mode in [ReadRequest.Mode.incremental, .full, .backfill] {
            google.replay.forget()
            try google.read(stream, mode: mode, since: mode == .backfill ? "2025-12-27" : nil)
            let all = google.replay.rows[stream] ?? []
            let checkpoints = google.replay.checkpoints
            #expect(checkpoints.count == (mode == .full ? checkpoints.count : 6))
            for checkpoint in checkpoints.dropLast() {
                google.replay.forget()
                try google.read(stream, mode: mode, cursor: checkpoint.cursor, since: mode == .backfill ? "2025-12-27" : nil)
                #expect(google.replay.rows[stream] == Array(all.dropFirst(checkpoint.rows)))
            }
            #expect(checkpoints.last?.cursor.contains("open") == false)
        }
    }

    @Test func `A backfill goes backwards, can be resumed, and leaves the newest day alone`() throws {
        let google = GoogleAdsReplay(config: #"{"customer_id":"1110000001","window_days":7,"levels":["campaign"]}"#)
        google.oneAccount()
        google.answer(from: "campaign", with: GoogleAdsReplay.empty)
        let cursor = #"{"accounts":{"1110000001":{"day":"2026-01-14"}}}"#

        try google.read("ad_daily", mode: .backfill, cursor: cursor, since: "2025-01-01", until: "2025-01-20")
        let ranges = google.ranges
        let first = google.replay.checkpoints.first?.cursor
        let last = google.replay.checkpoints.last?.cursor
        google.replay.forget()
        try google.read("ad_daily", mode: .backfill, cursor: first, since: "2025-01-01", until: "2025-01-20")

        #expect(ranges == ["2025-01-14..2025-01-20", "2025-01-07..2025-01-13", "2025-01-01..2025-01-06"])
        #expect(last == cursor)
        #expect(google.ranges == Array(ranges.dropFirst()))
    }

    @Test func `Nothing older than is allowed is asked for, and a cursor from the future gives nothing`() throws {
        let google = GoogleAdsReplay(
            config: #"{"customer_id":"1110000001","since":"2010-01-01","history_days":100,"window_days":90,"levels":["campaign"]}"#)
        google.oneAccount()
        google.answer(from: "campaign", with: GoogleAdsReplay.empty)

        try google.read("ad_daily")
        let first = google.ranges.first
        google.replay.forget()
        try google.read("ad_daily", cursor: #"{"accounts":{"1110000001":{"day":"2039-01-01"}}}"#)

        // A hundred days with today.
        #expect(first?.hasPrefix("2025-10-08") == true)
        #expect(google.ranges.isEmpty)
    }

    @Test func `A report that breaks off is asked for in halves and stays one window`() throws {
        google.oneAccount()
        google.answer(from: "campaign", times: 1, with: .init(#"[{"results":[{"campaign":{"id":"1"},"segments":{"date":"2026-01-11"}},{"camp"#))
        google.answer(from: "campaign", with: .init(#"[{"results":[{"campaign":{"id":"1"},"segments":{"date":"2026-01-11"}}]}]"#))

        try google.read("ad_daily")

        #expect(google.ranges == ["2026-01-11..2026-01-15", "2026-01-11..2026-01-13", "2026-01-14..2026-01-15"])
        #expect(google.replay.parsed("ad_daily").filter { $0["$replace"].exists }.count == 1)
        #expect(google.replay.checkpoints.count == 1)
    }

    @Test func `A range that is too wide is asked for in halves, and a day that never comes is a failure`() throws {
        google.oneAccount()
        google.answer(from: "campaign", times: 1, with: GoogleAdsReplay.error("queryError.DATE_RANGE_TOO_WIDE"))
        google.answer(from: "campaign", times: 2, with: GoogleAdsReplay.empty)
        google.answer(from: "campaign", with: .init("[{\"results\":["))

        try google.read("ad_daily")
        let failure = google.failure("ad_daily")

        #expect(google.replay.checkpoints.count == 1)
        #expect(failure?.kind == .transient)
    }

    @Test func `A read ends though the last account is closed meanwhile`() throws {
        let google = GoogleAdsReplay(config: #"{"login_customer_id":"9990000001","since_days":2,"levels":["campaign"]}"#)
        google.answer(from: "customer_client", with: GoogleAdsReplay.fixture("clients"))
        google.replay.answer(where: { $0.url.contains("1110000002") }) { _ in
            GoogleAdsReplay.error("authorizationError.CUSTOMER_NOT_ENABLED", status: 403, word: "PERMISSION_DENIED")
        }
        google.answer(from: "campaign", with: GoogleAdsReplay.empty)

        try google.read("ad_daily")

        #expect(google.replay.checkpoints.last?.cursor == #"{"accounts":{"1110000001":{"day":"2026-01-15"}}}"#)
    }
}
