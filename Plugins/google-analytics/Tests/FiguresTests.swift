import ConnectorKit
import Testing

@testable import GoogleAnalyticsConnector

@Suite struct FiguresTests {
    private let analytics = AnalyticsReplay()

    @Test func `Visits come page by page, by the names of the columns, and replace their days`() throws {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111","since":"2026-01-14","page_size":2}"#)
        analytics.properties()
        analytics.report(#""offset":"2""#, with: AnalyticsReplay.fixture("daily-2"))
        analytics.report(with: AnalyticsReplay.fixture("daily-1"))

        #expect(try analytics.read("web_daily") == .done)

        let rows = analytics.replay.parsed("web_daily")
        #expect(rows[0]["$replace"].json == #"{"property_id":"111","since":"2026-01-14","until":"2026-01-15"}"#)
        let first = rows[1]
        #expect(first.text("day") == "2026-01-14" && first.text("property_id") == "111" && first.text("source") == "google")
        #expect(first.text("medium") == "cpc" && first.text("campaign") == "Spring" && first.text("sessions") == "120")
        #expect(first.text("users") == "100" && first.text("new_users") == "60" && first.text("engaged_sessions") == "80")
        #expect(first.text("conversions") == "7.5" && first.text("revenue_micros") == "459900000" && first.text("currency") == "EUR")
        #expect(first.text("time_zone") == "Europe/Berlin" && first.text("is_sampled") == "false")
        #expect(first.text("is_thresholded") == "true" && first.text("has_other_row") == "true")
        // The second page has its columns in another order.
        #expect(rows[3].text("sessions") == "9" && rows[3].text("revenue_micros") == "123457" && rows[3].text("source") == "(other)")
        #expect(!rows[3]["is_thresholded"].exists)
        #expect(rows.count == 4 && analytics.reports.count == 2)
        #expect(analytics.replay.logs.contains { $0.contains("(other)") })
    }

    @Test func `A report asks for its columns in a fixed order, sorted, with the quota`() throws {
        analytics.properties()
        analytics.report(with: AnalyticsReplay.empty)

        try analytics.read("web_daily")

        let sent = analytics.replay.requests[1]
        #expect(sent.url == "https://analyticsdata.googleapis.com/v1beta/properties/111:runReport" && sent.method == "POST" && sent.idempotent)
        let body = analytics.reports[0]
        #expect(body["dimensions"].elements.map { $0.text("name") } == ["date", "sessionSource", "sessionMedium", "sessionCampaignName"])
        #expect(body["orderBys"].count == 4 && body.text("orderBys.0.dimension.dimensionName") == "date")
        #expect(body["limit"].kind == .text && body.text("limit") == "100000" && body.text("offset") == "0")
        #expect(body["returnPropertyQuota"].boolean == true && body["keepEmptyRows"].boolean == false)
        #expect(analytics.replay.rows["web_daily"]?.count == 1)
    }

    @Test func `Events have counts and values`() throws {
        analytics.properties()
        let heads =
            #""dimensionHeaders":[{"name":"date"},{"name":"eventName"},{"name":"sessionSource"},{"name":"sessionMedium"},{"name":"sessionCampaignName"}],"metricHeaders":[{"name":"eventCount"},{"name":"totalUsers"},{"name":"eventValue"}]"#
        let row =
            #"{"dimensionValues":[{"value":"20260115"},{"value":"purchase"},{"value":"google"},{"value":"cpc"},{"value":"(not set)"}],"metricValues":[{"value":"3"},{"value":"2"},{"value":"99.5"}]}"#
        analytics.report(with: .init("{\(heads),\"rows\":[\(row)],\"rowCount\":1}"))

        try analytics.read("web_events")

        let event = analytics.replay.parsed("web_events")[1]
        #expect(event.text("event_name") == "purchase" && event.text("event_count") == "3" && event.text("value_micros") == "99500000")
        #expect(event.text("campaign") == "(not set)" && event.text("currency") == "EUR")
    }

    @Test func `Traits are one report each and one window together`() throws {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111","since":"2026-01-15","demographics":["age","device"]}"#)
        analytics.properties()
        analytics.everyDay()

        try analytics.read("web_demographics")

        let rows = analytics.replay.parsed("web_demographics")
        #expect(rows.map { $0.text("dimension") } == [nil, "age", "device"])
        #expect(rows[1].text("value") == "20468" && rows[1].text("sessions") == "1")
        #expect(analytics.reports.map { $0.text("dimensions.1.name") } == ["userAgeBracket", "deviceCategory"])
        #expect(analytics.replay.checkpoints.count == 1)
    }

    @Test func `Visitors without a trait are a row of their own`() throws {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111","since":"2026-01-15","demographics":["device"]}"#)
        analytics.properties()
        let heads =
            #""dimensionHeaders":[{"name":"date"},{"name":"deviceCategory"}],"metricHeaders":[{"name":"sessions"},{"name":"totalUsers"},{"name":"newUsers"},{"name":"engagedSessions"},{"name":"keyEvents"}]"#
        let rows = ["", "(not set)"].map {
            #"{"dimensionValues":[{"value":"20260115"},{"value":"\#($0)"}],"metricValues":[{"value":"1"},{"value":"1"},{"value":"0"},{"value":"1"},{"value":"0"}]}"#
        }
        analytics.report(with: .init("{\(heads),\"rows\":[\(rows.joined(separator: ","))],\"rowCount\":2}"))

        try analytics.read("web_demographics")

        let found = analytics.replay.parsed("web_demographics").filter { !$0["$replace"].exists }
        #expect(found.map { $0.text("value") } == ["", "(not set)"])
        #expect(analytics.replay.rejects.isEmpty)
    }

    @Test func `What Google would estimate is asked for in halves, and a single day is marked`() throws {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111","since":"2026-01-12"}"#)
        analytics.properties()
        analytics.everyDay(sampledAbove: 1)
        let single = AnalyticsReplay(config: #"{"property_id":"111","since":"2026-01-15"}"#)
        single.properties()
        single.everyDay(sampledAbove: 0)

        try analytics.read("web_daily")
        try single.read("web_daily")

        #expect(analytics.ranges.first == "2026-01-12..2026-01-15" && analytics.ranges.count == 7)
        #expect(analytics.replay.parsed("web_daily").filter { $0.text("is_sampled") == "false" }.count == 4)
        #expect(analytics.replay.checkpoints.count == 4)
        #expect(single.replay.parsed("web_daily")[1].text("is_sampled") == "true")
    }

    @Test func `Rows that can not be read are rejects and no others`() throws {
        analytics.properties()
        let page = String(decoding: AnalyticsReplay.fixture("daily-2").body, as: UTF8.self)
        let good =
            #"{"dimensionValues":[{"value":"20260115"},{"value":"a"},{"value":"b"},{"value":"c"}],"metricValues":[{"value":"1"},{"value":"2"},{"value":"3"},{"value":"4"},{"value":"5"},{"value":"6"}]}"#
        let bad = [
            good.replacing("20260115", with: "20260113"), good.replacing("20260115", with: "2026-01-15"),
            good.replacing("20260115", with: "20261315"),
            good.replacing(#""2""#, with: #""x""#), good.replacing(#""3""#, with: "null"), good.replacing(#""1""#, with: "[]"),
            good.replacing(#""4""#, with: #""-4""#), good.replacing(#",{"value":"6"}"#, with: ""), "null", "{}",
            good.replacing(#""5""#, with: #""1.5""#),
        ]
        let rows = (bad + [good]).joined(separator: ",")
        let heads = page.split(separator: "\"rows\"")[0]
        analytics.report(with: .init("\(heads)\"rows\":[\(rows)],\"rowCount\":\(bad.count + 1)}"))

        try analytics.read("web_daily")

        #expect(analytics.replay.rejects.count == bad.count)
        #expect(analytics.replay.rows["web_daily"]?.count == 2)
    }
}
