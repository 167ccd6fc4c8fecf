import ConnectorKit
import Testing

@testable import KlaviyoConnector

/// Reports and aggregates.
@Suite struct FigureTests {
    private let klaviyo = KlaviyoReplay()

    private func script() {
        klaviyo.answer("campaign-values-reports", with: KlaviyoReplay.fixture("campaign-report"))
        klaviyo.answer("flow-series-reports", with: KlaviyoReplay.fixture("flow-report"))
        klaviyo.answer("metric-aggregates", with: KlaviyoReplay.fixture("aggregate"))
        klaviyo.others()
    }

    @Test func `Campaigns are asked for day by day, flows in a series, and both are exact`() throws {
        script()

        try klaviyo.read("message_daily")

        let rows = klaviyo.replay.parsed("message_daily").filter { !$0["$replace"].exists }
        #expect(
            rows.map { "\($0.text("day") ?? "") \($0.text("message_id") ?? "")" } == [
                "2026-01-14 F1", "2026-01-15 F1", "2026-01-14 C1", "2026-01-15 C1",
            ])
        // Two messages of the flow are one row.
        #expect(rows[0].text("recipients") == "15" && rows[0].text("revenue_micros") == "70000000" && rows[0].text("conversions") == "1")
        #expect(rows[1].text("unique_opens") == "1" && rows[1].text("revenue_micros") == "0")
        let campaign = rows[2]
        #expect(campaign.text("recipients") == "1000" && campaign.text("delivered") == "990" && campaign.text("opens") == "400")
        #expect(campaign.text("unique_opens") == "300" && campaign.text("clicks") == "60" && campaign.text("unique_clicks") == "50")
        #expect(campaign.text("bounces") == "10" && campaign.text("unsubscribes") == "3" && campaign.text("spam_complaints") == "1")
        #expect(campaign.text("conversions") == "7" && campaign.text("revenue_micros") == "419300000")
        #expect(campaign.text("revenue_text") == "419.30000000000007" && campaign.text("channel") == "email")
        #expect(campaign.text("currency") == "EUR" && campaign.text("time_zone") == "Europe/Berlin")
        // One that names nothing and one whose number is none, on each of two days.
        #expect(klaviyo.replay.rejects.count == 4)
    }

    @Test func `A window replaces the figures of the messages in it`() throws {
        script()

        try klaviyo.read("message_daily")

        let ranges = klaviyo.replay.parsed("message_daily").compactMap { $0["$replace"].exists ? $0["$replace"].json : nil }
        #expect(ranges.first == #"{"message_id":"F1","since":"2026-01-14","until":"2026-01-15"}"#)
        #expect(ranges.contains(#"{"message_id":"C2","since":"2026-01-15","until":"2026-01-15"}"#))
    }

    @Test func `Reports have local times, the conversion metric and all statistics`() throws {
        script()

        try klaviyo.read("message_daily")

        let flow = klaviyo.bodies("flow-series")[0]
        #expect(flow["timeframe"].json == #"{"start":"2026-01-14T00:00:00+01:00","end":"2026-01-15T23:59:59+01:00"}"#)
        #expect(flow.text("conversion_metric_id") == "Xy12" && flow.text("interval") == "daily" && flow["statistics"].strings == Statistics.names)
        let campaigns = klaviyo.bodies("campaign-values")
        #expect(campaigns.map { $0.text("timeframe.start") } == ["2026-01-14T00:00:00+01:00", "2026-01-15T00:00:00+01:00"])
        let sent = klaviyo.replay.requests.first { $0.url.contains("-reports") }
        #expect(sent?.header("content-type") == "application/vnd.api+json" && sent?.idempotent == true)
    }

    @Test(arguments: ["message_daily", "klaviyo_metric_daily"]) func `A read goes on from each checkpoint with exactly the rest`(
        stream: String
    ) throws {
        let klaviyo = KlaviyoReplay(config: #"{"since_days":5,"window_days":2,"aggregate_metrics":["Placed Order","Opened Email","Nothing"]}"#)
        klaviyo.answer("campaign-values-reports", with: KlaviyoReplay.fixture("campaign-report"))
        klaviyo.answer("flow-series-reports", with: KlaviyoReplay.fixture("flow-report"))
        klaviyo.answer("metric-aggregates", with: KlaviyoReplay.fixture("aggregate"))
        klaviyo.others()
        try klaviyo.read(stream)
        let all = (klaviyo.replay.rows[stream] ?? []).filter { !$0.contains("$replace") }
        let checkpoints = klaviyo.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            let done = klaviyo.replay.rows[stream]?.count ?? 0
            klaviyo.replay.forget()
            try klaviyo.read(stream, cursor: checkpoint.cursor)
            let rest = (klaviyo.replay.rows[stream] ?? []).filter { !$0.contains("$replace") }
            #expect(rest == all.suffix(rest.count) && klaviyo.replay.checkpoints.last?.cursor == checkpoints.last?.cursor && done > 0)
        }

        #expect(checkpoints.count == (stream == "message_daily" ? 8 : 6))
        let newest = stream == "message_daily" ? ["campaigns", "flows"] : ["Op1", "Xy12"]
        #expect(checkpoints.last?.cursor == #"{"tracks":{"\#(newest[0])":{"day":"2026-01-15"},"\#(newest[1])":{"day":"2026-01-15"}}}"#)
    }

    @Test func `The next read asks for the look-back again, a backfill goes backwards`() throws {
        script()

        try klaviyo.read("message_daily", cursor: #"{"tracks":{"campaigns":{"day":"2026-01-15"},"flows":{"day":"2026-01-15"}}}"#)
        let days = klaviyo.bodies("campaign-values").count
        klaviyo.replay.forget()
        try klaviyo.read(
            "message_daily", mode: .backfill, cursor: #"{"tracks":{"campaigns":{"day":"2026-01-15"}}}"#, since: "2025-12-30", until: "2025-12-31")
        let starts = klaviyo.bodies("campaign-values").map { $0.text("timeframe.start")?.prefix(10) }
        let last = klaviyo.replay.checkpoints.last?.cursor
        klaviyo.replay.forget()
        try klaviyo.read("message_daily", cursor: #"{"tracks":{"campaigns":{"day":"2039-01-15"},"flows":{"day":"2039-01-15"}}}"#)

        #expect(days == 15 && starts == ["2025-12-31", "2025-12-30"])
        #expect(last == #"{"tracks":{"campaigns":{"day":"2026-01-15"}}}"#)
        #expect(klaviyo.bodies("campaign-values").isEmpty)
    }

    @Test func `A metric's sums come by day and dimension`() throws {
        script()

        try klaviyo.read("klaviyo_metric_daily")

        let all = klaviyo.replay.parsed("klaviyo_metric_daily")
        let rows = all.filter { !$0.member("$deleted").exists }
        // What belongs to no channel is a group like any other.
        #expect(rows.map { $0.text("value") } == ["email", "", ""] && rows.map { $0.text("count") } == ["3", "5", "4"])
        #expect(klaviyo.replay.rejects.isEmpty)
        // A day on which a channel had nothing may have had something at an earlier read.
        let gone = all.filter { $0.member("$deleted").exists }
        #expect(gone.map { "\($0.text("day") ?? "") \($0.text("value") ?? "")" } == ["2026-01-15 email"])
        #expect(rows[0].text("sum_micros") == "179700000" && rows[0].text("unique") == "2" && rows[0].text("metric") == "Placed Order")
        #expect(rows[2].text("sum_micros") == "199000000" && rows[2].text("sum_text") == "199.00000000000003")
        let body = klaviyo.bodies("metric-aggregates")[0]
        #expect(body["filter"].strings == ["greater-or-equal(datetime,2026-01-14T00:00:00)", "less-than(datetime,2026-01-16T00:00:00)"])
        #expect(body.text("timezone") == "Europe/Berlin" && body["by"].strings == ["$attributed_channel"] && body.text("interval") == "day")
    }

    @Test func `A group that does not say what it is of is rejected, the others are kept`() throws {
        klaviyo.answer(
            "metric-aggregates",
            with: .init(
                #"{"data":{"attributes":{"dates":["2026-01-14T00:00:00+01:00"],"data":[{"dimensions":[],"measurements":{"count":[9]}},{"dimensions":["sms"],"measurements":{"count":[1]}}]}}}"#
            ))
        klaviyo.others()

        try klaviyo.read("klaviyo_metric_daily")

        #expect(klaviyo.replay.parsed("klaviyo_metric_daily").map { $0.text("value") } == ["sms"])
        #expect(klaviyo.replay.rejects.count == 1)
    }

    @Test func `Pages of reports are followed by their cursor, and a circle is a contract failure`() throws {
        let page =
            #"{"data":{"attributes":{"results":[{"groupings":{"campaign_id":"C1"},"statistics":{"recipients":1.0}}]}},"links":{"next":"https://a.klaviyo.com/api/campaign-values-reports?page_cursor=b%2B"}}"#
        klaviyo.answer("page_cursor=b%2B", with: .init(page.replacing("b%2B", with: "c")))
        klaviyo.answer("page_cursor=c", times: 1, with: .init(#"{"data":{"attributes":{"results":[]}}}"#))
        klaviyo.answer("page_cursor=c", with: .init(page.replacing("b%2B", with: "c")))
        klaviyo.answer("campaign-values-reports", with: .init(page))
        klaviyo.others()

        #expect(klaviyo.failure("message_daily")?.kind == .contract)
        // The same result on two pages counts once.
        #expect(klaviyo.replay.parsed("message_daily").filter { $0.text("message_id") == "C1" }.map { $0.text("recipients") } == ["1"])
    }

    @Test func `Without the conversion metric nothing can be asked for`() {
        let klaviyo = KlaviyoReplay(config: #"{"conversion_metric":"Sold"}"#)
        klaviyo.others()

        #expect(klaviyo.failure("message_daily")?.kind == .config)
    }

    @Test(arguments: [#"{"data":{"attributes":{"results":{}}}}"#, #"{"data":[]}"#, #"{"data":{"attributes":{"results":[]}}}"#])
    func `A report of a wrong shape is a contract failure`(body: String) {
        klaviyo.answer("flow-series-reports", with: .init(body))
        klaviyo.others()

        #expect(klaviyo.failure("message_daily")?.kind == .contract)
    }
}
