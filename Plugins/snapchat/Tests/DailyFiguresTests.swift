import ConnectorKit
import Testing

@testable import SnapchatConnector

@Suite struct DailyFiguresTests {
    private func start(_ config: String = #"{"since":"2026-01-10"}"#) -> SnapchatReplay {
        let snapchat = SnapchatReplay(config)
        snapchat.oneAccount()
        snapchat.answer("/campaigns?", with: SnapchatReplay.oneCampaign)
        return snapchat
    }

    @Test func `Figures of ads come by their campaign and replace the window`() throws {
        let snapchat = start()
        snapchat.answer("/stats", with: SnapchatReplay.fixture("stats-ad"))

        try snapchat.read("ad_daily")

        let rows = snapchat.replay.parsed("ad_daily")
        let row = rows[0]
        #expect(row.text("day") == "2026-01-10" && row.text("entity_id") == SnapchatReplay.ad && row.text("campaign_id") == SnapchatReplay.campaign)
        #expect(row.text("spend_micros") == "123450000" && row.text("impressions") == "10250" && row.text("clicks") == "310")
        #expect(row.text("reach") == "8000" && row.text("video_views") == "90" && row.text("attribution") == "28d_swipe_1d_view")
        #expect(row.text("conversions") == "7" && row.text("conversion_value_micros") == "455200000")
        #expect(row["actions"].elements.map { $0.text("group") } == ["purchase", "sign_ups", "install"])
        #expect(
            rows.last?.member("$replace").json
                == #"{"account_id":"\#(SnapchatReplay.account)","level":"ad","since":"2026-01-10","until":"2026-01-14"}"#)
        #expect(snapchat.replay.checkpoints.last?.cursor == #"{"accounts":{"\#(SnapchatReplay.account)":{"day":"2026-01-14"}}}"#)
    }

    @Test func `Texts and nulls are read, days go by the account's zone, and what can not be read is rejected`() throws {
        let snapchat = start()
        snapchat.answer("/stats", with: SnapchatReplay.fixture("stats-ad"))

        try snapchat.read("ad_daily")

        let second = snapchat.replay.parsed("ad_daily")[1]
        #expect(second.text("day") == "2026-01-11" && second.text("spend_micros") == "123457" && second.text("impressions") == "12")
        #expect(second.text("clicks") == nil && second.text("conversions") == nil)
        // A wrong number, a day outside, a time that is none, no figures, no id; the repeated day counts once.
        #expect(snapchat.replay.rejects.count == 5)
        #expect(snapchat.replay.rows["ad_daily"]?.count == 3)
    }

    @Test func `A call names midnights of the account's zone and both windows`() throws {
        let snapchat = start(#"{"since":"2026-01-10","swipe_window":"7_DAY","view_window":"3_HOUR","action_report_time":"impression"}"#)
        snapchat.answer("/stats", with: SnapchatReplay.fixture("stats-ad"))

        try snapchat.read("ad_daily")

        let report = try #require(snapchat.replay.requests.last)
        #expect(report.item("start_time") == "2026-01-10T00%3A00%3A00.000%2B01%3A00")
        #expect(report.item("end_time") == "2026-01-15T00%3A00%3A00.000%2B01%3A00")
        #expect(report.item("swipe_up_attribution_window") == "7_DAY" && report.item("view_attribution_window") == "3_HOUR")
        #expect(report.item("breakdown") == "ad" && report.item("granularity") == "DAY" && report.item("action_report_time") == "impression")
        #expect(snapchat.replay.parsed("ad_daily")[0].text("attribution") == "7d_swipe_3h_view_by_impression")
        #expect(LocalMidnight.text(try #require(Day("2026-07-01")), try Zone("America/St_Johns")) == "2026-07-01T00:00:00.000-02:30")
    }

    @Test func `Levels and breakdowns have calls of their own`() throws {
        let snapchat = start(#"{"since":"2026-01-14","levels":["account","campaign"],"breakdowns":["age","hour"]}"#)
        let point = #"{"start_time":"2026-01-14T00:00:00.000+01:00","#
        snapchat.answer(
            "report_dimension=age",
            with: SnapchatReplay.list(
                "timeseries_stats",
                #"{"sub_request_status":"SUCCESS","timeseries_stat":{"id":"c","timeseries":[\#(point)"dimension_stats":[{"age":"18-24","spend":1,"impressions":2},{"age":"","spend":4},{"spend":3}]}]}}"#
            ))
        snapchat.answer(
            "granularity=HOUR",
            with: SnapchatReplay.list(
                "timeseries_stats",
                #"{"sub_request_status":"SUCCESS","timeseries_stat":{"timeseries":[{"start_time":"2026-01-14T12:00:00.000Z","stats":{"spend":5}}]}}"#)
        )
        snapchat.answer(
            "adaccounts/\(SnapchatReplay.account)/stats",
            with: SnapchatReplay.list(
                "timeseries_stats", #"{"sub_request_status":"SUCCESS","timeseries_stat":{"timeseries":[\#(point)"stats":{"spend":7}}]}}"#))
        snapchat.answer("/stats", with: SnapchatReplay.fixture("stats-campaign"))

        try snapchat.read("ad_daily")

        let rows = snapchat.replay.parsed("ad_daily")
        #expect(rows.prefix(5).map { $0.text("breakdown") } == [nil, nil, "age=18-24", "age=", "hour=13"])
        #expect(rows.prefix(5).map { $0.text("level") } == ["account", "campaign", "campaign", "campaign", "campaign"])
        #expect(rows[1].text("spend_micros") == "12345678" && rows[0].text("attribution") == nil && rows[0].text("campaign_id") == nil)
        #expect(rows.suffix(2).map { $0.member("$replace").text("level") } == ["account", "campaign"])
        #expect(snapchat.replay.rejects.count == 1)
        #expect(snapchat.replay.requests.first { $0.url.contains("adaccounts/\(SnapchatReplay.account)/stats") }?.item("fields") == "spend")
        #expect(snapchat.replay.requests.first { $0.url.contains("HOUR") }?.item("fields") == "impressions%2Cswipes%2Cspend%2Cvideo_views")
    }

    @Test func `A window with a hole is stored and not replaced`() throws {
        let failed = start()
        failed.answer("/stats", with: SnapchatReplay.list("timeseries_stats", #"{"sub_request_status":"ERROR"}"#))
        let gone = start()
        gone.answer("/stats", with: SnapchatReplay.error(404, "E3001", "gone"))
        let partial = start(#"{"since":"2026-01-10","list_deleted":false}"#)
        partial.answer("/stats", with: SnapchatReplay.fixture("stats-ad"))

        for snapchat in [failed, gone, partial] {
            try snapchat.read("ad_daily")
            #expect(!(snapchat.replay.rows["ad_daily"] ?? []).contains { $0.contains("$replace") })
            #expect(snapchat.replay.checkpoints.last?.cursor.contains("2026-01-14") == true)
        }
        #expect(failed.replay.rejects.count == 1)
        #expect(!partial.replay.requests.contains { $0.url.contains("read_deleted") })
    }

    @Test func `A field that Snapchat does not know is left out, another fault is one`() throws {
        let snapchat = start()
        snapchat.answer("uniques", with: SnapchatReplay.error(400, "E1001", "Unsupported fields: [uniques]"))
        snapchat.answer("/stats", with: SnapchatReplay.noStats)
        let other = start()
        other.answer("/stats", with: SnapchatReplay.error(400, "E1008", "Unsupported Stats Query: start before end"))

        try snapchat.read("ad_daily")

        #expect(snapchat.replay.logs.contains { $0.contains("uniques") })
        #expect(other.failure("ad_daily")?.kind == .permanent)
    }

    @Test func `One account that may not be read does not stop the others`() throws {
        let snapchat = SnapchatReplay()
        snapchat.twoAccounts()
        snapchat.answer("e011/campaigns", with: SnapchatReplay.error(403, "E2002"))
        snapchat.answer("e022/campaigns", with: SnapchatReplay.oneCampaign)
        snapchat.answer("/stats", with: SnapchatReplay.noStats)

        try snapchat.read("ad_daily")

        #expect(snapchat.replay.checkpoints.last?.cursor == #"{"accounts":{"\#(SnapchatReplay.other)":{"day":"2026-01-14"}}}"#)
    }

    @Test func `A zone that Snapchat does not tell is a contract failure`() {
        let snapchat = SnapchatReplay()
        snapchat.answer("me/organizations", with: SnapchatReplay.fixture("organizations"))
        snapchat.answer("001/adaccounts", with: SnapchatReplay.list("adaccounts", #"{"sub_request_status":"SUCCESS","adaccount":{"id":"1"}}"#))

        #expect(snapchat.failure("ad_daily")?.kind == .contract)
    }
}
