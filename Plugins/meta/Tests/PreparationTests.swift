import ConnectorKit
import Testing

@testable import MetaConnector

/// Reports that Meta prepares.
@Suite struct PreparationTests {
    private static func run(_ id: String) -> Replay.Answer { .init(#"{"report_run_id":"\#(id)"}"#) }
    private static func state(_ word: String) -> Replay.Answer { .init(#"{"id":"R1","async_status":"\#(word)","async_percent_completion":50}"#) }
    private static func rows(_ day: String = "2026-01-15") -> Replay.Answer {
        .init(#"{"data":[{"ad_id":"1","date_start":"\#(day)","spend":"2.5","country":"DE"}]}"#)
    }

    private func meta(_ more: String = "", since: String = "2026-01-15") -> MetaReplay {
        let meta = MetaReplay(config: #"{"since":"\#(since)","reports":"asynchronous"\#(more)}"#)
        meta.oneAccount()
        return meta
    }

    /// The days of each report that was ordered.
    private func ordered(_ meta: MetaReplay) -> [String] {
        meta.replay.requests.filter { $0.method == "POST" }.map { sent in
            let days = sent.text.split(separator: "%").filter { $0.hasPrefix("222") }.map { String($0.dropFirst(2).prefix(10)) }
            return days.joined(separator: "..")
        }
    }

    @Test func `A report is ordered, looked after and fetched page by page`() throws {
        let meta = meta()
        meta.replay.answer("act_11/insights", method: "POST", with: Self.run("R1"))
        meta.answer("R1/insights", with: Self.rows())
        meta.answer("R1?", times: 1, with: Self.state("Job Not Started"))
        meta.answer("R1?", times: 1, with: Self.state("Job Running"))
        meta.answer("R1?", with: Self.state("Job Completed"))

        try meta.read("ad_daily")

        let rows = meta.replay.parsed("ad_daily")
        #expect(rows.count == 2 && rows[1].text("spend_micros") == "2500000")
        #expect(meta.replay.waits.count == 2 && ordered(meta) == ["2026-01-15..2026-01-15"])
        #expect(
            meta.replay.checkpoints.first?.cursor.contains(#""report":{"key":"act_11/2026-01-15/2026-01-15","id":"R1","started":"#) == true)
        #expect(meta.replay.checkpoints.last?.cursor == #"{"accounts":{"act_11":{"day":"2026-01-15"}}}"#)
    }

    @Test func `A long preparation parks, and the next read finds the reports again`() throws {
        let meta = meta(#","breakdowns":["country"]"#)
        meta.replay.answer("act_11/insights", method: "POST", times: 1, with: Self.run("R1"))
        meta.replay.answer("act_11/insights", method: "POST", with: Self.run("R2"))
        meta.answer("R1?", with: Self.state("Job Completed"))
        meta.answer("R2?", with: Self.state("Job Running"))

        let outcome = try meta.read("ad_daily")
        let cursor = meta.replay.checkpoints.last?.cursor
        let next = self.meta(#","breakdowns":["country"]"#)
        next.answer("R1?", with: Self.state("Job Completed"))
        next.answer("R2?", with: Self.state("Job Completed"))
        next.answer("/insights", with: Self.rows())
        try next.read("ad_daily", cursor: cursor)

        guard case .parked = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(meta.replay.rows["ad_daily"] == nil)
        #expect(next.replay.parsed("ad_daily").map { $0.text("breakdown") } == [nil, nil, "country=DE"])
        #expect(!next.replay.requests.contains { $0.method == "POST" })
    }

    @Test func `A report that fails is ordered in halves, and a piece that was parked stays the same piece`() throws {
        let meta = meta(since: "2026-01-12")
        meta.replay.answer("act_11/insights", method: "POST", times: 1, with: Self.run("R1"))
        meta.replay.answer("act_11/insights", method: "POST", with: Self.run("R2"))
        meta.answer("R1?", with: Self.state("Job Failed"))
        meta.answer("R2?", with: Self.state("Job Running"))

        let outcome = try meta.read("ad_daily")
        let cursor = meta.replay.checkpoints.last?.cursor
        let next = self.meta(since: "2026-01-12")
        next.replay.answer("act_11/insights", method: "POST", with: Self.run("R3"))
        next.answer("R2?", with: Self.state("Job Completed"))
        next.answer("R3?", with: Self.state("Job Completed"))
        next.answer("R2/insights", with: Self.rows("2026-01-12"))
        next.answer("R3/insights", with: Self.rows("2026-01-14"))
        try next.read("ad_daily", cursor: cursor)

        guard case .parked = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(ordered(meta) == ["2026-01-12..2026-01-15", "2026-01-12..2026-01-13"])
        #expect(ordered(next) == ["2026-01-14..2026-01-15"])
        #expect(next.replay.parsed("ad_daily").filter { !$0["$replace"].exists }.map { $0.text("day") } == ["2026-01-12", "2026-01-14"])
        #expect(next.replay.checkpoints.last?.cursor == #"{"accounts":{"act_11":{"day":"2026-01-15"}}}"#)
    }

    @Test func `A report of the second account is found again, though the first has a new day`() throws {
        let config = #"{"since":"2026-01-14","reports":"asynchronous"}"#
        let meta = MetaReplay(config: config)
        meta.answer("me/adaccounts", with: MetaReplay.fixture("accounts"))
        meta.replay.answer("/insights", method: "POST", with: Self.run("R1"))
        meta.answer("R1?", with: Self.state("Job Completed"))
        meta.answer("R2?", with: Self.state("Job Completed"))
        meta.answer("/insights", with: MetaReplay.empty)
        let done = #"{"act_11":{"since":"2026-01-13","until":"2026-01-14"}}"#
        let report = #"{"key":"act_22/2026-01-14/2026-01-14","id":"R2","started":1768478400000000}"#

        try meta.read("ad_daily", cursor: #"{"open":{"mode":"incremental","done":\#(done)},"report":\#(report)}"#)

        // In Tokyo it is the fifteenth too; only that day and the first account's are ordered.
        #expect(meta.replay.requests.filter { $0.method == "POST" }.map { $0.url.contains("act_22") } == [false, true])
        #expect(meta.replay.requests.contains { $0.url.contains("R2/insights") })
        #expect(meta.replay.checkpoints.last?.cursor == #"{"accounts":{"act_11":{"day":"2026-01-15"},"act_22":{"day":"2026-01-15"}}}"#)
    }

    @Test func `A day that Meta can not prepare is a failure that later may help`() {
        let meta = meta()
        meta.replay.answer("act_11/insights", method: "POST", with: Self.run("R1"))
        meta.answer("R1?", with: Self.state("Job Skipped"))

        #expect(meta.failure("ad_daily")?.kind == .transient)
        #expect(meta.replay.checkpoints.last?.cursor.contains("R1") == false)
    }

    @Test func `A new report may not be visible yet; an old one that is gone is ordered anew`() throws {
        let meta = meta()
        meta.replay.answer("act_11/insights", method: "POST", with: Self.run("R2"))
        meta.answer("R1?", with: MetaReplay.error(100, subcode: 33))
        meta.answer("R2?", times: 1, with: MetaReplay.error(100, subcode: 33))
        meta.answer("R2?", with: Self.state("Job Completed"))
        meta.answer("R2/insights", with: Self.rows())

        try meta.read(
            "ad_daily",
            cursor: #"{"open":{"mode":"incremental","done":{}},"report":{"key":"act_11/2026-01-15/2026-01-15","id":"R1","started":1768478400000000}}"#
        )

        #expect(ordered(meta).count == 1 && meta.replay.waits.count == 1)
        #expect(meta.replay.parsed("ad_daily").count == 2)
    }

    @Test func `An unknown state is a contract failure`() {
        let meta = meta()
        meta.replay.answer("act_11/insights", method: "POST", with: Self.run("R1"))
        meta.answer("R1?", with: Self.state("Job Sleeping"))

        #expect(meta.failure("ad_daily")?.kind == .contract)
    }

    @Test func `What the direct call refuses in halves too is prepared`() throws {
        let meta = MetaReplay(config: #"{"since":"2026-01-12"}"#)
        meta.oneAccount()
        meta.replay.answer("act_11/insights", method: "POST", with: Self.run("R1"))
        meta.answer("R1?", with: Self.state("Job Completed"))
        meta.answer("R1/insights", with: MetaReplay.empty)
        meta.answer("act_11/insights", with: MetaReplay.error(100, subcode: 1_487_534))

        try meta.read("ad_daily")

        #expect(meta.ranges == ["2026-01-12..2026-01-15", "2026-01-12..2026-01-13"])
        #expect(ordered(meta) == ["2026-01-12..2026-01-13", "2026-01-14..2026-01-15"])
    }

    @Test func `Immediate reports are halved down to the day and never prepared`() {
        let meta = MetaReplay(config: #"{"since":"2026-01-14","reports":"immediate"}"#)
        meta.oneAccount()
        meta.answer("insights", with: MetaReplay.error(100, subcode: 1_487_534))

        #expect(meta.failure("ad_daily")?.kind == .transient)
        #expect(meta.ranges == ["2026-01-14..2026-01-15", "2026-01-14..2026-01-14"])
    }

    @Test func `Behind a large report the next ones are prepared`() throws {
        let meta = MetaReplay(config: #"{"since":"2026-01-14","window_days":1,"large_report_rows":1}"#)
        meta.oneAccount()
        meta.replay.answer("act_11/insights", method: "POST", with: Self.run("R1"))
        meta.answer("R1?", with: Self.state("Job Completed"))
        meta.answer("R1/insights", with: Self.rows())
        let fact = #"{"ad_id":"ID","date_start":"2026-01-14","spend":"1"}"#
        meta.answer("act_11/insights", with: .init(#"{"data":[\#(fact),\#(fact.replacing("ID", with: "2"))]}"#))

        try meta.read("ad_daily")

        #expect(meta.ranges == ["2026-01-14..2026-01-14"] && ordered(meta) == ["2026-01-15..2026-01-15"])
    }

    @Test func `A parked piece is an end of its step, or it is forgotten`() throws {
        func window(_ since: Int, _ until: Int) -> DateWindows.Window {
            let first = Day("2026-01-01") ?? Day(daysSince1970: 0)
            return DateWindows.Window(since: first.adding(days: since), until: first.adding(days: until))
        }
        let step = DailyPlan.Step(account: "act_11", window: window(0, 9))
        func pieces(_ since: Int, _ until: Int, _ newestFirst: Bool, _ account: String = "act_11") -> [DateWindows.Window]? {
            Preparation.Pending(account: account, window: window(since, until)).pieces(of: step, newestFirst: newestFirst)
        }

        #expect(pieces(0, 4, false) == [window(0, 4), window(5, 9)] && pieces(5, 9, true) == [window(5, 9), window(0, 4)])
        #expect(pieces(0, 9, false) == [window(0, 9)])
        #expect(pieces(5, 9, false) == nil && pieces(0, 12, false) == nil && pieces(0, 4, false, "act_22") == nil)
    }
}
