import ConnectorKit
import Testing

@testable import MetaConnector

@Suite struct DailyFiguresTests {
    private let meta = MetaReplay()

    @Test func `Figures of a window come page by page and replace it`() throws {
        let narrow = MetaReplay(config: #"{"since":"2026-01-10"}"#)
        narrow.oneAccount()
        narrow.answer("after=i1", with: MetaReplay.fixture("insights-2"))
        narrow.answer("insights", with: MetaReplay.fixture("insights-1"))

        try narrow.read("ad_daily")

        let rows = narrow.replay.parsed("ad_daily")
        #expect(
            rows[0]["$replace"].json == #"{"account_id":"act_11","level":"ad","since":"2026-01-10","until":"2026-01-15"}"#)
        let row = rows[1]
        #expect(row.text("spend_micros") == "123450000" && row.text("impressions") == "10250" && row.text("clicks") == "310")
        #expect(row.text("reach") == "8000" && row.text("video_views") == "90" && row.text("attribution") == "7d_click_1d_view")
        #expect(row.text("entity_id") == "300" && row.text("level") == "ad" && row.text("account_id") == "act_11")
        #expect(row.text("time_zone") == "Europe/Berlin" && row.text("currency") == "EUR")
        #expect(narrow.replay.checkpoints.map(\.cursor) == [#"{"accounts":{"act_11":{"day":"2026-01-15"}}}"#])
    }

    @Test func `Purchases are one figure, and each type keeps its own with its group`() throws {
        let fact = try JSONDocument(TestFile.bytes("Plugins/meta/Fixtures/insights-1.json")).root["data.0"]

        let actions = Actions(fact)

        #expect(actions.first(of: Settings.purchaseTypes)?.count == Micros(7_000_000))
        #expect(actions.first(of: Settings.purchaseTypes)?.value == Micros(455_200_000))
        #expect(actions.list.map(\.group) == ["link_click", "video_view", "purchase", "purchase", "purchase"])
        #expect(actions.list.last?.value == nil)
        #expect(ActionGroup.of("omni_add_to_cart") == ActionGroup.of("offsite_conversion.fb_pixel_add_to_cart"))
        #expect(ActionGroup.of("offsite_conversion.custom.77") == "offsite_conversion.custom.77")
    }

    @Test func `Numbers as numbers, nulls and parts of one are read, and what is no number is rejected`() throws {
        let narrow = MetaReplay(config: #"{"since":"2026-01-10","conversion_type":"offsite_conversion.fb_pixel_purchase"}"#)
        narrow.oneAccount()
        narrow.answer("insights", with: MetaReplay.fixture("insights-2"))

        try narrow.read("ad_daily")

        let rows = narrow.replay.parsed("ad_daily").dropFirst()
        let first = try #require(rows.first)
        #expect(first.text("entity_id") == "301" && first.text("spend_micros") == "123457" && first.text("spend_text") == "0.1234567")
        #expect(first.text("clicks") == "0" && first.text("impressions") == "12" && first.text("conversions") == "0")
        #expect(rows.last?.text("conversions") == "1.5" && rows.last?.text("conversion_value_micros") == nil)
        #expect(rows.count == 2)
        #expect(narrow.replay.rejects.count == 3)
    }

    @Test func `A report that is too large is asked for in halves`() throws {
        let meta = MetaReplay(config: #"{"since_days":4}"#)
        meta.oneAccount()
        meta.answer("insights", times: 1, with: MetaReplay.error(100, subcode: 1_487_534))
        meta.answer("insights", with: MetaReplay.empty)

        try meta.read("ad_daily")

        #expect(meta.ranges == ["2026-01-12..2026-01-15", "2026-01-12..2026-01-13", "2026-01-14..2026-01-15"])
        #expect(meta.replay.checkpoints.count == 2)
    }

    @Test func `A page that comes twice counts once`() throws {
        let meta = MetaReplay(config: #"{"since":"2026-01-10"}"#)
        meta.oneAccount()
        let page = #"{"data":[{"ad_id":"1","date_start":"2026-01-11","spend":"1"}]"#
        meta.answer("after=i1", with: .init(page + "}"))
        meta.answer("insights", with: .init(page + #","paging":{"cursors":{"after":"i1"},"next":null}}"#))

        try meta.read("ad_daily")

        #expect(meta.replay.rows["ad_daily"]?.count == 2)
        #expect(meta.replay.requests.count == 3)
    }

    @Test func `A zone that Meta does not tell is a contract failure`() {
        meta.answer("me/adaccounts", with: .init(#"{"data":[{"id":"act_11","currency":"EUR"}]}"#))

        #expect(meta.failure("ad_daily")?.kind == .contract)
    }
}
