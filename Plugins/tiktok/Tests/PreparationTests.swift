import ConnectorKit
import Testing

@testable import TikTokConnector

/// Reports that TikTok prepares.
@Suite struct PreparationTests {
    private let tiktok = TikTokReplay(#","since":"2026-01-12","reports":"asynchronous""#)

    private static func state(_ state: String) -> Replay.Answer { .init(#"{"code":0,"data":{"task_id":"T1","status":"\#(state)"}}"#) }

    private func start() {
        tiktok.oneAccount()
        tiktok.answer("task/create", with: .init(#"{"code":0,"data":{"task_id":"T1"}}"#))
    }

    @Test func `A report is ordered, looked after and fetched`() throws {
        start()
        tiktok.answer("task/check", times: 1, with: Self.state("QUEUING"))
        tiktok.answer("task/check", times: 1, with: Self.state("PROCESSING"))
        tiktok.answer("task/check", with: Self.state("SUCCESS"))
        tiktok.answer("task/download", with: TikTokReplay.fixture("report.csv"))

        try tiktok.read("ad_daily")

        let rows = tiktok.replay.parsed("ad_daily")
        #expect(rows[1].text("spend_micros") == "5500000" && rows[1].text("conversion_value_micros") == "1200000000")
        #expect(rows[2].text("spend_micros") == nil && rows[2].text("impressions") == "7" && rows[2].text("conversions") == nil)
        #expect(rows.count == 3)
        let order = try JSONDocument(tiktok.replay.requests[1].body).root
        #expect(order.text("dimensions.0") == "ad_id" && order.text("output_format") == "CSV_STRING" && order.text("start_date") == "2026-01-12")
        #expect(tiktok.replay.waits.count == 2)
        #expect(
            tiktok.replay.checkpoints.first?.cursor.contains(
                #""tasks":{"account":"7011","since":"2026-01-12","until":"2026-01-15","ids":{"AUCTION ad":"T1"}}"#) == true)
    }

    @Test func `A long preparation parks, and the next read finds the report again`() throws {
        start()
        tiktok.answer("task/check", with: Self.state("PROCESSING"))

        let outcome = try tiktok.read("ad_daily")
        let cursor = tiktok.replay.checkpoints.last?.cursor
        let next = TikTokReplay(#","since":"2026-01-12","reports":"asynchronous""#)
        next.oneAccount()
        next.answer("task/check/?advertiser_id=7011&task_id=T1", with: Self.state("SUCCESS"))
        next.answer("task/download", with: .init(#"{"code":0,"data":"ad_id,stat_time_day,spend\n1,2026-01-12 00:00:00,2.5\n"}"#))
        try next.read("ad_daily", cursor: cursor)

        guard case .parked = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(next.replay.parsed("ad_daily").last?.text("spend_micros") == "2500000")
        #expect(!next.replay.requests.contains { $0.url.contains("create") })
    }

    @Test func `A report that failed is forgotten and ordered anew`() throws {
        start()
        tiktok.answer("task/check", with: Self.state("FAILED"))

        #expect(tiktok.failure("ad_daily")?.kind == .transient)
        #expect(tiktok.replay.checkpoints.last?.cursor.contains("T1") == false)
    }

    @Test func `Unknown states and unknown columns are contract failures`() throws {
        start()
        tiktok.answer("task/check", times: 1, with: Self.state("SLEEPING"))
        tiktok.answer("task/check", with: Self.state("SUCCESS"))
        tiktok.answer("task/download", times: 1, with: .init("Ad ID,Date\n1,2026-01-12\n"))
        tiktok.answer("task/download", times: 1, with: .init(#"{"code":0,"data":{"url":1}}"#))
        tiktok.answer("task/download", times: 1, with: TikTokReplay.error(40105))
        tiktok.answer("task/download", with: TikTokReplay.list(#"{"dimensions":{"ad_id":"1","stat_time_day":"2026-01-12"},"metrics":{}}"#))

        #expect(tiktok.failure("ad_daily")?.kind == .contract)
        #expect(tiktok.failure("ad_daily")?.kind == .contract)
        #expect(tiktok.failure("ad_daily")?.kind == .contract)
        #expect(tiktok.failure("ad_daily")?.kind == .auth)
        #expect(tiktok.failure("ad_daily") == nil)
    }

    @Test func `CSV is read with its quotes`() {
        let table = CSV(Array("a,\"b \"\"c\"\", d\"\r\n\r\n1,\n".utf8))

        #expect(table.records == [["a", "b \"c\", d"], ["1", ""]])
    }
}
