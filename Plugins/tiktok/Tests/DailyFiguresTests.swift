import ConnectorKit
import Testing

@testable import TikTokConnector

@Suite struct DailyFiguresTests {
    private let tiktok = TikTokReplay(#","since":"2026-01-10","attribution":"7d_click_1d_view""#)

    private func script(_ tiktok: TikTokReplay) {
        tiktok.oneAccount()
        tiktok.answer("page=2", with: TikTokReplay.fixture("report-2"))
        tiktok.answer("report/integrated", with: TikTokReplay.fixture("report-1"))
    }

    @Test func `Figures of a window come page by page and replace it`() throws {
        script(tiktok)

        try tiktok.read("ad_daily")

        let rows = tiktok.replay.parsed("ad_daily")
        #expect(rows[0]["$replace"].json == #"{"account_id":"7011","level":"ad","since":"2026-01-10","until":"2026-01-15"}"#)
        let row = rows[1]
        #expect(row.text("spend_micros") == "123450000" && row.text("impressions") == "10250" && row.text("clicks") == "310")
        #expect(row.text("reach") == "8000" && row.text("video_views") == "90" && row.text("attribution") == "7d_click_1d_view")
        #expect(row.text("entity_id") == "1810000000000000001" && row.text("campaign_id") == "1790000000000000001")
        #expect(row.text("conversions") == "7" && row.text("conversion_value_micros") == "455200000")
        #expect(row.text("time_zone") == "Europe/Berlin" && row.text("currency") == "EUR")
        #expect(tiktok.replay.checkpoints.last?.cursor == #"{"accounts":{"7011":{"day":"2026-01-15"}}}"#)
    }

    @Test func `Whatever may be the conversion is one group, likes are their own`() throws {
        script(tiktok)

        try tiktok.read("ad_daily")

        let actions = Array(tiktok.replay.parsed("ad_daily")[1]["actions"].elements)
        #expect(
            actions.map { $0.text("type") } == [
                "complete_payment", "conversion", "real_time_conversion", "purchase", "total_purchase", "likes",
            ])
        #expect(Set(actions.dropLast().map { $0.text("group") }) == ["conversion"])
        #expect(actions.last?.text("group") == "likes")
        #expect(
            actions[0].text("value_micros") == "455200000" && actions[4].text("value_micros") == "455200000" && actions[3].text("value_micros") == nil
        )
    }

    @Test func `Numbers, dashes and nulls are read, what is no number is rejected, and a repeated row counts once`() throws {
        script(tiktok)

        try tiktok.read("ad_daily")

        let rows = tiktok.replay.parsed("ad_daily").dropFirst(2)
        let second = try #require(rows.first)
        #expect(second.text("spend_micros") == "123457" && second.text("spend_text") == "0.1234567" && second.text("impressions") == "12")
        #expect(second.text("clicks") == nil && second.text("conversions") == nil && second.text("conversion_value_micros") == nil)
        #expect(second["actions"].kind == .missing)
        #expect(rows.count == 1)
        #expect(tiktok.replay.rejects.count == 3)
    }

    @Test func `A report asks for parents as metrics and for lists as JSON text`() throws {
        script(tiktok)

        try tiktok.read("ad_daily")

        let report = try #require(tiktok.replay.requests.first { $0.url.contains("report/integrated") })
        #expect(report.item("dimensions") == "%5B%22ad_id%22%2C%22stat_time_day%22%5D")
        #expect(report.item("metrics")?.hasPrefix("%5B%22campaign_id%22%2C%22adgroup_id%22%2C%22spend%22") == true)
        #expect(report.item("data_level") == "AUCTION_AD" && report.item("report_type") == "BASIC" && report.item("service_type") == "AUCTION")
    }

    @Test func `Levels are replaced one by one, and breakdowns are of the lowest`() throws {
        let tiktok = TikTokReplay(#","since":"2026-01-14","levels":["campaign","ad_group"],"breakdowns":["age_gender","hour"]"#)
        tiktok.oneAccount()
        tiktok.answer(
            "AUDIENCE",
            with: TikTokReplay.list(
                #"{"dimensions":{"adgroup_id":"2","stat_time_day":"2026-01-14","age":"AGE_25_34","gender":"FEMALE"},"metrics":{"spend":"1"}},"#
                    + #"{"dimensions":{"adgroup_id":"2","stat_time_day":"2026-01-14","age":"AGE_55_100","gender":"NONE"},"metrics":{"spend":"1"}},"#
                    + #"{"dimensions":{"adgroup_id":"2","stat_time_day":"2026-01-14","age":"AGE_25_34"},"metrics":{"spend":"1"}}"#))
        tiktok.answer(
            "stat_time_hour", times: 1,
            with: TikTokReplay.list(#"{"dimensions":{"adgroup_id":"2","stat_time_hour":"2026-01-14 13:00:00"},"metrics":{"spend":"1"}}"#))
        tiktok.answer(
            "AUCTION_CAMPAIGN", with: TikTokReplay.list(#"{"dimensions":{"campaign_id":"1","stat_time_day":"2026-01-14"},"metrics":{"spend":"2"}}"#))
        tiktok.answer("report/integrated", with: TikTokReplay.empty)

        try tiktok.read("ad_daily")

        let rows = tiktok.replay.parsed("ad_daily")
        #expect(rows.prefix(2).map { $0.member("$replace").text("level") } == ["campaign", "ad_group"])
        #expect(rows.dropFirst(2).map { $0.text("breakdown") } == [nil, "age=25-34&gender=female", "age=55+&gender=unknown", "hour=13"])
        #expect(rows[2].text("campaign_id") == "1" && rows[2].text("level") == "campaign")
        #expect(tiktok.replay.rejects.count == 1)
        // By the hour a call takes one day.
        #expect(tiktok.ranges.suffix(2) == ["2026-01-14..2026-01-14", "2026-01-15..2026-01-15"])
    }

    @Test func `A report that is too large is asked for in halves`() throws {
        let tiktok = TikTokReplay(#","since_days":4"#)
        tiktok.oneAccount()
        tiktok.answer("report/integrated", times: 1, with: TikTokReplay.error(40067, "query too large"))
        tiktok.answer("report/integrated", with: TikTokReplay.empty)

        try tiktok.read("ad_daily")

        #expect(tiktok.ranges == ["2026-01-12..2026-01-15", "2026-01-12..2026-01-13", "2026-01-14..2026-01-15"])
        #expect(tiktok.replay.rows["ad_daily"]?.count == 2)
    }

    @Test func `A single day that is too large is a failure that says so`() {
        let tiktok = TikTokReplay(#","since_days":1"#)
        tiktok.oneAccount()
        tiktok.answer("report/integrated", with: TikTokReplay.error(40067))

        #expect(tiktok.failure("ad_daily")?.message == "TikTok finds the report too large.")
    }

    @Test func `A metric that TikTok does not know is left out, another fault is one`() throws {
        tiktok.oneAccount()
        tiktok.answer("total_complete_payment_rate", with: TikTokReplay.error(40002, "Invalid metric fields: ['total_complete_payment_rate']"))
        tiktok.answer("report/integrated", with: TikTokReplay.empty)
        let other = TikTokReplay()
        other.oneAccount()
        other.answer("report/integrated", with: TikTokReplay.error(40002, "data_level: bad"))

        try tiktok.read("ad_daily")

        #expect(tiktok.replay.requests.count == 3)
        #expect(tiktok.replay.logs.contains { $0.contains("total_complete_payment_rate") })
        #expect(other.failure("ad_daily")?.kind == .permanent)
    }

    @Test func `One advertiser that may not be read does not stop the others`() throws {
        let tiktok = TikTokReplay(advertisers: #"["7011","7022"]"#)
        tiktok.twoAccounts()
        tiktok.answer("advertiser_id=7011", with: TikTokReplay.error(40001, "No permission"))
        tiktok.answer("report/integrated", with: TikTokReplay.empty)

        try tiktok.read("ad_daily")

        #expect(tiktok.replay.checkpoints.last?.cursor == #"{"accounts":{"7022":{"day":"2026-01-15"}}}"#)
        #expect(tiktok.replay.logs.contains { $0.contains("7011") })
    }

    @Test func `A zone that TikTok does not tell is a contract failure, or a setting`() throws {
        let bare = TikTokReplay.list(#"{"advertiser_id":"7011","currency":"EUR"}"#)
        let named = TikTokReplay(#","time_zone":"Asia/Tokyo","since_days":1"#)
        tiktok.answer("advertiser/info", with: bare)
        named.answer("advertiser/info", with: bare)
        named.answer("report/integrated", with: TikTokReplay.empty)
        named.replay.now = Instant("2026-01-15T20:00:00Z") ?? named.replay.now

        try named.read("ad_daily")

        #expect(tiktok.failure("ad_daily")?.kind == .contract)
        #expect(named.ranges == ["2026-01-16..2026-01-16"])
    }

    @Test func `GMV Max has a report of its own`() throws {
        let tiktok = TikTokReplay(#","since_days":3,"store_ids":["77"]"#)
        tiktok.oneAccount()
        tiktok.answer(
            "gmv_max/report/get",
            with: TikTokReplay.list(
                #"{"dimensions":{"campaign_id":"5","stat_time_day":"2026-01-14 00:00:00"},"metrics":{"cost":"1.5","orders":2}},{"dimensions":{}}"#))

        try tiktok.read("tiktok_gmv_max")

        let row = try #require(tiktok.replay.parsed("tiktok_gmv_max").first)
        #expect(row.text("id") == "5 2026-01-14" && row.text("metrics.cost") == "1.5")
        #expect(tiktok.replay.rejects.count == 1)
        #expect(TikTokReplay().failure("tiktok_gmv_max") != nil)
    }
}
