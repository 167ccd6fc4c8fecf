import ConnectorKit
import Testing

@testable import GoogleAdsConnector

@Suite struct DailyFiguresTests {
    private let google = GoogleAdsReplay()

    @Test func `Figures of a window come in a stream and replace it`() throws {
        google.oneAccount()
        google.answer(from: "campaign", with: GoogleAdsReplay.fixture("daily"))
        google.replay.pieceSize = 7

        try google.read("ad_daily", since: "2026-01-10", until: "2026-01-15")

        let rows = google.replay.parsed("ad_daily")
        #expect(rows[0]["$replace"].json == #"{"account_id":"1110000001","level":"campaign","since":"2026-01-10","until":"2026-01-15"}"#)
        let row = rows[1]
        #expect(row.text("spend_micros") == "12340000" && row.text("impressions") == "1500" && row.text("clicks") == "42")
        #expect(row.text("conversions") == "3.5" && row.text("conversion_value_micros") == "210750000" && row.text("attribution") == "click_date")
        #expect(row.text("entity_id") == "100" && row.text("level") == "campaign" && row.text("account_id") == "1110000001")
        #expect(row.text("time_zone") == "Europe/Berlin" && row.text("currency") == "EUR" && row.text("day") == "2026-01-10")
        #expect(google.replay.checkpoints.map(\.cursor) == [#"{"accounts":{"1110000001":{"day":"2026-01-15"}}}"#])
        #expect(google.ranges == ["2026-01-10..2026-01-15"])
    }

    @Test func `What is counted is a part of all conversions, and what is absent is zero`() throws {
        google.oneAccount()
        google.answer(from: "campaign", with: GoogleAdsReplay.fixture("daily"))

        try google.read("ad_daily", since: "2026-01-10")

        let rows = google.replay.parsed("ad_daily")
        #expect(rows[1]["actions"].elements.map { $0.text("type") } == ["conversions", "all_conversions", "view_through_conversions"])
        #expect(rows[1]["actions"].elements.map { $0.text("group") } == ["conversions", "conversions", "view_through_conversions"])
        #expect(rows[1]["actions"].elements.map { $0.text("count") } == ["3.5", "4.25", "2"])
        #expect(rows[2].text("spend_micros") == "1000000" && rows[2].text("clicks") == "0" && rows[2].text("conversions") == "0")
        #expect(rows[3].text("spend_micros") == "1000" && rows[3].text("conversions") == "0.333333")
    }

    @Test func `Rows that can not be read are rejected and the others kept`() throws {
        google.oneAccount()
        google.answer(from: "campaign", with: GoogleAdsReplay.fixture("daily"))

        try google.read("ad_daily", since: "2026-01-10")

        #expect(google.replay.rows["ad_daily"]?.count == 4)
        #expect(google.replay.rejects.count == 5)
        #expect(
            google.replay.rejects.compactMap { try? JSONDocument($0.document).root.text("field") }
                == ["metrics.costMicros", "metrics.clicks", "segments.date", "segments.date", "campaign.id"])
    }

    @Test func `Each level has its own query and replaces its own facts`() throws {
        let google = GoogleAdsReplay(config: #"{"customer_id":"1110000001","since_days":2}"#)
        google.oneAccount()
        google.answer(
            from: "ad_group", with: .init(#"[{"results":[{"campaign":{"id":"1"},"adGroup":{"id":"2"},"segments":{"date":"2026-01-15"}}]}]"#))
        google.answer(
            from: "ad_group_ad",
            with: .init(
                #"[{"results":[{"campaign":{"id":"1"},"adGroup":{"id":"2"},"adGroupAd":{"ad":{"id":"3"}},"segments":{"date":"2026-01-15"}}]}]"#))
        google.answer(from: "campaign", with: GoogleAdsReplay.empty)

        try google.read("ad_daily")

        let rows = google.replay.parsed("ad_daily")
        #expect(rows.filter { $0["$replace"].exists }.map { $0.text("$replace.level") } == ["campaign", "ad_group", "ad"])
        #expect(rows.compactMap { $0.text("entity_id") } == ["2", "3"])
        #expect(google.replay.checkpoints.count == 1)
    }

    @Test func `Keywords have their shares and their mark of the day`() throws {
        google.oneAccount()
        google.answer(from: "keyword_view", with: GoogleAdsReplay.fixture("keyword-daily"))

        try google.read("keyword_daily")

        let rows = google.replay.parsed("keyword_daily")
        #expect(rows[0]["$replace"].json == #"{"account_id":"1110000001","since":"2026-01-11","until":"2026-01-15"}"#)
        #expect(rows[1].text("keyword_id") == "200~400" && rows[1].text("quality_score") == "8" && rows[1].text("spend_micros") == "500000")
        #expect(rows[1].text("impression_share") == "0.4321" && rows[1].text("top_impression_share") == "0.1")
        #expect(rows.count == 2 && google.replay.rejects.count == 2)
    }

    @Test func `A term that matched as a close variant too is one fact of its day`() throws {
        google.oneAccount()
        google.answer(from: "search_term_view", with: GoogleAdsReplay.fixture("search-terms"))

        try google.read("search_term_daily")

        let rows = google.replay.parsed("search_term_daily").dropFirst()
        #expect(rows.map { $0.text("match_type") } == ["exact", "broad", "exact"])
        #expect(rows.map { $0.text("impressions") } == ["12", "1", "1"])
        #expect(rows.first?.text("spend_micros") == "750000" && rows.first?.text("clicks") == "3" && rows.first?.text("conversions") == "0.5")
        #expect(google.replay.rejects.count == 1)
        #expect(google.replay.requests.last?.text.contains("ORDER BY segments.date") == true)
    }

    @Test func `The same term in two campaigns without ad groups is two facts`() throws {
        google.oneAccount()
        let rows = ["100", "101"].map {
            #"{"searchTermView":{"searchTerm":"hats"},"campaign":{"id":"\#($0)"},"metrics":{"impressions":"1"},"segments":{"date":"2026-01-12"}}"#
        }
        let nobody = #"{"searchTermView":{"searchTerm":"hats"},"metrics":{"impressions":"1"},"segments":{"date":"2026-01-12"}}"#
        google.answer(from: "search_term_view", with: .init("[{\"results\":[\((rows + [nobody]).joined(separator: ","))]}]"))

        try google.read("search_term_daily")

        let found = google.replay.parsed("search_term_daily").dropFirst()
        #expect(found.map { $0.text("campaign_id") } == ["100", "101"] && found.allSatisfy { $0.text("ad_group_id") == nil })
        #expect(google.replay.rejects.count == 1)
    }

    @Test func `Conversions can be counted on their own day`() throws {
        let google = GoogleAdsReplay(config: #"{"customer_id":"1110000001","since_days":5,"levels":["campaign"],"conversion_date":"conversion"}"#)
        google.oneAccount()
        google.answer(
            from: "campaign",
            with: .init(
                #"[{"results":[{"campaign":{"id":"1"},"metrics":{"conversionsByConversionDate":2,"conversionsValueByConversionDate":9.99},"segments":{"date":"2026-01-12"}}]}]"#
            ))

        try google.read("ad_daily")

        let row = try #require(google.replay.parsed("ad_daily").last)
        #expect(row.text("conversions") == "2" && row.text("conversion_value_micros") == "9990000" && row.text("attribution") == "conversion_date")
    }

    @Test func `An account that tells no zone or no currency is a contract failure`() {
        google.answer(from: "customer", times: 1, with: .init(#"[{"results":[{"customer":{"id":"1110000001","currencyCode":"EUR"}}]}]"#))
        google.answer(from: "customer", times: 1, with: .init(#"[{"results":[{"customer":{"id":"1110000001","timeZone":"Europe/Berlin"}}]}]"#))
        google.answer(from: "campaign", with: GoogleAdsReplay.empty)

        #expect(google.failure("ad_daily")?.kind == .contract)
        #expect(google.failure("ad_daily")?.kind == .contract)
    }
}
