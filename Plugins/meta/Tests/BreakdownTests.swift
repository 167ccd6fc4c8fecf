import ConnectorKit
import Testing

@testable import MetaConnector

/// What the settings of the daily figures change.
@Suite struct BreakdownTests {
    private func fact(_ members: String) -> String { #"{"ad_id":"1","date_start":"2026-01-15","spend":"1","impressions":"5",\#(members)}"# }

    private func meta(_ settings: String) -> MetaReplay {
        let meta = MetaReplay(config: #"{"since":"2026-01-15",\#(settings)}"#)
        meta.oneAccount()
        return meta
    }

    @Test func `Each breakdown is a report of its own behind the whole one`() throws {
        let meta = meta(#""breakdowns":["age_gender","hour"]"#)
        meta.answer(
            "breakdowns=%5B%22age%22%2C%22gender%22%5D",
            with: .init(#"{"data":[\#(fact(#""age":"18-24","gender":"female""#)),\#(fact(#""age":"18-24","gender":"male""#))]}"#))
        meta.answer(
            "breakdowns=%5B%22hourly",
            with: .init(
                #"{"data":[\#(fact(#""hourly_stats_aggregated_by_advertiser_time_zone":"13:00:00 - 13:59:59""#))]}"#))
        meta.answer("insights", with: .init(#"{"data":[\#(fact(#""reach":"4""#))]}"#))

        try meta.read("ad_daily")

        let rows = meta.replay.parsed("ad_daily")
        #expect(rows.filter { $0["$replace"].exists }.count == 1)
        #expect(rows.dropFirst().map { $0.text("breakdown") } == [nil, "age=18-24&gender=female", "age=18-24&gender=male", "hour=13"])
        let asked = meta.replay.requests.dropFirst().map { $0.url.contains("%2Creach%2C") }
        #expect(asked == [true, false, false])
        #expect(meta.replay.checkpoints.count == 1)
    }

    @Test(
        arguments: [
            ("age", #""age":"65+""#, "age=65+"), ("gender", #""gender":"unknown""#, "gender=unknown"), ("country", #""country":"DE""#, "country=DE"),
            ("region", #""region":"Zurich & Zug = both""#, "region=Zurich %26 Zug %3D both"),
            ("region", #""region":"""#, "region="), ("device", #""impression_device":"iphone""#, "device=iphone"),
            ("placement", #""publisher_platform":"instagram","platform_position":"feed""#, "position=feed&publisher=instagram"),
        ])
    func `Breakdowns are written as parts`(setting: String, members: String, text: String) throws {
        let view = try JSONDocument("{\(members)}").root

        #expect(Breakdown(rawValue: setting)?.text(view) == text)
        #expect(Breakdown(rawValue: setting)?.text(.missing) == nil)
    }

    @Test func `A row that does not say its breakdown is rejected`() throws {
        let meta = meta(#""breakdowns":["country"]"#)
        meta.answer("insights", with: .init(#"{"data":[\#(fact(#""clicks":"1""#))]}"#))

        try meta.read("ad_daily")

        #expect(meta.replay.rejects.count == 1)
        #expect(meta.replay.parsed("ad_daily").count == 2)
    }

    @Test func `Attribution windows are parts of their type, and one of them may be what counts`() throws {
        let meta = meta(#""attribution_windows":["1d_click"],"conversion_window":"7d_click","action_report_time":"conversion""#)
        let purchase = #"{"action_type":"omni_purchase","value":"7","1d_click":"4","7d_click":"6"}"#
        let value = #"{"action_type":"omni_purchase","value":"70.5","7d_click":"60.5"}"#
        meta.answer("insights", with: .init(#"{"data":[\#(fact(#""actions":[\#(purchase)],"action_values":[\#(value)]"#))]}"#))

        try meta.read("ad_daily")

        let row = try #require(meta.replay.parsed("ad_daily").last)
        #expect(row.text("conversions") == "6" && row.text("conversion_value_micros") == "60500000" && row.text("attribution") == "7d_click")
        let actions = Array(row["actions"].elements)
        #expect(actions.map { $0.text("type") } == ["omni_purchase", "omni_purchase@1d_click", "omni_purchase@7d_click"])
        #expect(actions.map { $0.text("count") } == ["7", "4", "6"] && actions.allSatisfy { $0.text("group") == "purchase" })
        let url = meta.replay.requests[1].url
        #expect(url.contains("action_attribution_windows=%5B%221d_click%22%2C%227d_click%22%5D") && url.contains("action_report_time=conversion"))
    }

    @Test func `With the usual settings a report is asked for as ever`() throws {
        let meta = MetaReplay(config: #"{"since":"2026-01-15"}"#)
        meta.oneAccount()
        meta.answer("insights", with: MetaReplay.empty)

        try meta.read("ad_daily")

        let items = meta.replay.requests[1].url.split(separator: "?")[1].split(separator: "&").map { String($0.prefix { $0 != "=" }) }
        #expect(items == ["level", "time_increment", "time_range", "fields", "limit"])
        #expect(meta.replay.requests.count == 2)
    }

    @Test(
        arguments: [
            (
                [
                    "omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase", "onsite_conversion.purchase", "onsite_web_app_purchase",
                    "app_custom_event.fb_mobile_purchase", "web_in_store_purchase", "offline_conversion.purchase",
                ], "purchase"
            ),
            (["lead", "onsite_conversion.lead_grouped", "leadgen.other", "offsite_conversion.fb_pixel_lead", "onsite_web_lead"], "lead"),
            (
                ["omni_view_content", "view_content", "app_custom_event.fb_mobile_content_view", "offsite_content_view_add_meta_leads"],
                "view_content"
            ),
            (["omni_initiated_checkout", "initiate_checkout", "app_custom_event.fb_mobile_initiated_checkout"], "initiate_checkout"),
            (["subscribe", "subscribe_total", "subscribe_website", "subscribe_mobile_app", "subscribe_offline"], "subscribe"),
            (["omni_app_install", "mobile_app_install", "app_install"], "app_install"),
            (["omni_activate_app", "app_custom_event.fb_mobile_activate_app"], "app_use"),
            (["offsite_conversion.custom.77"], "offsite_conversion.custom.77"),
            (["offsite_conversion.fb_pixel_custom"], "offsite_conversion.fb_pixel_custom"),
            (["omni_achievement_unlocked"], "achievement_unlocked"), (["omni_level_achieved"], "level_achieved"),
        ] as [([String], String)])
    func `Types that count the same events are one group`(types: [String], group: String) {
        #expect(types.allSatisfy { ActionGroup.of($0) == group }, "\(types.map(ActionGroup.of))")
    }
}
