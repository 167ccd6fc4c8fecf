import ConnectorKit
import Testing

@testable import GoogleAdsConnector

@Suite struct StructureTests {
    private let google = GoogleAdsReplay()

    @Test func `Campaigns come page by page, with budgets in micros and states in our words`() throws {
        google.oneAccount()
        google.answer(from: "campaign", token: "CAE", with: GoogleAdsReplay.fixture("campaigns-2"))
        google.answer(from: "campaign", with: GoogleAdsReplay.fixture("campaigns-1"))

        #expect(try google.read("campaigns") == .done)

        let rows = google.replay.parsed("campaigns")
        #expect(rows.map { $0.text("id") } == ["100", "101", "102", "103"])
        #expect(rows.map { $0.text("status") } == ["active", "paused", "removed", nil])
        #expect(rows.map { $0.text("raw_status") } == ["ENABLED", "PAUSED", "REMOVED", "SOMETHING_NEW"])
        #expect(rows.map { $0.text("daily_budget_micros") } == ["31690000", nil, nil, nil])
        #expect(rows[1].text("lifetime_budget_micros") == "2500000000")
        #expect(rows.map { $0.text("start_day") } == ["2026-01-05", "2026-02-01", nil, nil])
        #expect(rows.map { $0.text("end_day") } == [nil, "2026-03-05", nil, nil])
        #expect(rows[0].text("name") == "Brand \"Garden\" ]}" && rows[0].text("attributes.campaign_budget")?.hasSuffix("/500") == true)
        #expect(rows.allSatisfy { $0.text("account_id") == "1110000001" && $0.text("currency") == "EUR" })
        #expect(google.replay.rejects.count == 1)
        #expect(google.replay.checkpoints.map(\.cursor).first == #"{"mode":"incremental","account":"1110000001","page":"CAE"}"#)
        #expect(google.replay.logs.contains { $0.contains("request r-1") })
    }

    @Test func `Queries are made of literals and ask for removed objects unless told otherwise`() throws {
        let without = try Settings(JSONDocument(#"{"list_removed":false,"version":"v22"}"#).root)

        #expect(
            Entity.adGroups.query(try Settings(.missing)).text
                == "SELECT ad_group.id, ad_group.name, ad_group.status, ad_group.type, ad_group.cpc_bid_micros, campaign.id FROM ad_group "
                + "PARAMETERS omit_unselected_resource_names=true")
        #expect(
            Entity.keywords.query(without).text.contains(" WHERE ad_group_criterion.type = 'KEYWORD' AND ad_group_criterion.status != 'REMOVED' "))
        #expect(
            Entity.campaigns.query(without).text.contains("campaign.start_date, campaign.end_date FROM campaign WHERE campaign.status != 'REMOVED'"))
        #expect(GAQL(["campaign.id"], from: "campaign", where: [.number("campaign.id", 7)], limit: 1).text.contains("WHERE campaign.id = 7 LIMIT 1"))
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        let google = GoogleAdsReplay(config: #"{"login_customer_id":"9990000001"}"#)
        google.answer(from: "customer_client", with: GoogleAdsReplay.fixture("clients"))
        google.replay.answer(where: { $0.url.contains("1110000002") }) { _ in .init(#"{"results":[{"campaign":{"id":"900","status":"ENABLED"}}]}"#) }
        google.answer(from: "campaign", token: "CAE", with: GoogleAdsReplay.fixture("campaigns-2"))
        google.answer(from: "campaign", with: GoogleAdsReplay.fixture("campaigns-1"))

        for mode in [ReadRequest.Mode.incremental, .full] {
            google.replay.forget()
            try google.read("campaigns", mode: mode)
            let all = google.replay.rows["campaigns"] ?? []
            let checkpoints = google.replay.checkpoints
            for checkpoint in checkpoints.dropLast() {
                google.replay.forget()
                try google.read("campaigns", mode: mode, cursor: checkpoint.cursor)
                #expect(google.replay.rows["campaigns"] == Array(all.dropFirst(checkpoint.rows)))
            }
            #expect(checkpoints.map(\.rows) == [2, 4, 5])
            #expect(checkpoints.last?.cursor.hasPrefix(#"{"read_at":"#) == true)
        }
    }

    @Test func `A full read does not go on from an incremental one`() throws {
        google.oneAccount()
        google.answer(from: "campaign", with: GoogleAdsReplay.fixture("campaigns-2"))

        try google.read("campaigns", mode: .full, cursor: #"{"mode":"incremental","account":"1110000001","page":"CAE"}"#)

        #expect(!google.replay.requests.contains { $0.text.contains("pageToken") })
    }

    @Test(arguments: ["EXPIRED_PAGE_TOKEN", "INVALID_PAGE_TOKEN"]) func `A page that is too old starts the list again`(code: String) throws {
        google.oneAccount()
        google.answer(from: "campaign", token: "OLD", with: GoogleAdsReplay.error("requestError.\(code)"))
        google.answer(from: "campaign", with: GoogleAdsReplay.fixture("campaigns-2"))

        try google.read("campaigns", cursor: #"{"mode":"incremental","account":"1110000001","page":"OLD"}"#)

        #expect(google.replay.rows["campaigns"]?.count == 2)
    }

    @Test func `Ad groups, ads and keywords name what they belong to`() throws {
        google.oneAccount()
        google.answer(from: "ad_group", with: GoogleAdsReplay.fixture("adgroups"))
        google.answer(from: "ad_group_ad", with: GoogleAdsReplay.fixture("ads"))
        google.answer(from: "ad_group_criterion", with: GoogleAdsReplay.fixture("keywords"))

        try google.read("ad_groups")
        try google.read("ads")
        try google.read("keywords")

        let group = try #require(google.replay.parsed("ad_groups").first)
        #expect(group.text("campaign_id") == "100" && group.text("bid_micros") == "1500000" && group.text("status") == "paused")
        let ad = try #require(google.replay.parsed("ads").first)
        #expect(
            ad.text("ad_group_id") == "200" && ad.text("campaign_id") == "100" && ad.text("attributes.final_urls.0") == "https://shop.example/tools")
        let keywords = google.replay.parsed("keywords")
        #expect(keywords.map { $0.text("id") } == ["200~400", "201~400"])
        #expect(keywords.map { $0.text("is_negative") } == ["false", "true"])
        #expect(keywords[0].text("match_type") == "phrase" && keywords[0].text("quality_score") == "7" && keywords[0].text("bid_micros") == "900000")
        #expect(keywords[1].text("quality_score") == nil && keywords[1].text("bid_micros") == nil)
    }

    @Test func `A page that comes twice and a circle of tokens are contract failures`() {
        google.oneAccount()
        let page = #"{"results":[{"campaign":{"id":"1"}}],"nextPageToken":"NEXT"}"#
        google.answer(from: "campaign", token: "a", with: .init(page.replacing("NEXT", with: "b")))
        google.answer(from: "campaign", with: .init(page.replacing("NEXT", with: "a")))
        google.answer(from: "ad_group", with: .init(#"{"results":[],"nextPageToken":"same"}"#))

        #expect(google.failure("campaigns")?.kind == .contract)
        #expect(google.failure("ad_groups")?.kind == .contract)
    }

    @Test func `A page that was cut is asked for again`() throws {
        google.oneAccount()
        google.answer(from: "campaign", times: 1, with: .init(#"{"results":[{"campaign":{"id":"102"}},{"camp"#))
        google.answer(from: "campaign", with: GoogleAdsReplay.fixture("campaigns-2"))

        try google.read("campaigns")

        #expect(google.replay.rows["campaigns"]?.count == 3)
    }

    @Test func `A closed account is left out and the others are read`() throws {
        let google = GoogleAdsReplay(config: #"{"login_customer_id":"9990000001"}"#)
        google.answer(from: "customer_client", with: GoogleAdsReplay.fixture("clients"))
        google.replay.answer(where: { $0.url.contains("1110000001") }) { _ in
            GoogleAdsReplay.error("authorizationError.CUSTOMER_NOT_ENABLED", status: 403, word: "PERMISSION_DENIED")
        }
        google.answer(from: "ad_group", with: GoogleAdsReplay.fixture("adgroups"))

        try google.read("ad_groups")

        #expect(google.replay.rows["ad_groups"]?.count == 1)
        #expect(google.replay.checkpoints.last?.cursor.contains("read_at") == true)
    }
}
