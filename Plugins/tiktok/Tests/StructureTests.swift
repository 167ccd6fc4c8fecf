import ConnectorKit
import Testing

@testable import TikTokConnector

@Suite struct StructureTests {
    private let tiktok = TikTokReplay()

    @Test func `Campaigns come page by page, with budgets in micros and states in our words`() throws {
        tiktok.oneAccount()
        tiktok.answer("page=2", with: TikTokReplay.fixture("campaigns-2"))
        tiktok.answer("campaign/get", with: TikTokReplay.fixture("campaigns-1"))

        #expect(try tiktok.read("campaigns") == .done)

        let rows = tiktok.replay.parsed("campaigns")
        #expect(rows.map { $0.text("id") } == (1...4).map { "179000000000000000\($0)" })
        #expect(rows.map { $0.text("status") } == ["active", "paused", "removed", nil])
        #expect(rows.map { $0.text("daily_budget_micros") } == ["120500000", nil, nil, nil])
        #expect(rows[1].text("lifetime_budget_micros") == "5000000000")
        #expect(rows[0].text("updated_at") == "2026-01-10T08:15:00Z")
        #expect(rows[0].text("raw_status") == "CAMPAIGN_STATUS_ENABLE" && rows[0].text("currency") == "EUR")
        #expect(tiktok.replay.requests[1].url.contains("CAMPAIGN_STATUS_ALL"))
        #expect(tiktok.replay.requests[1].url.contains("page_size=1000"))
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        let tiktok = TikTokReplay(#","list_smart_plus":true"#, advertisers: #"["7011","7022"]"#)
        tiktok.twoAccounts()
        tiktok.answer("smart_plus/campaign/get/?advertiser_id=7011", with: TikTokReplay.list(#"{"campaign_id":"8"}"#))
        tiktok.answer("smart_plus/campaign/get/?advertiser_id=7022", with: TikTokReplay.empty)
        tiktok.answer("advertiser_id=7022", with: TikTokReplay.list(#"{"campaign_id":"9","budget":5000,"budget_mode":"BUDGET_MODE_DAY"}"#))
        tiktok.answer("page=2", with: TikTokReplay.fixture("campaigns-2"))
        tiktok.answer("campaign/get", with: TikTokReplay.fixture("campaigns-1"))
        try tiktok.read("campaigns")
        let all = tiktok.replay.rows["campaigns"] ?? []
        let checkpoints = tiktok.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            tiktok.replay.forget()
            try tiktok.read("campaigns", cursor: checkpoint.cursor)
            #expect(tiktok.replay.rows["campaigns", default: []] == Array(all.dropFirst(checkpoint.rows)))
        }

        #expect(checkpoints.map(\.rows) == [2, 4, 5, 6, 6])
        #expect(all.last?.contains(#""daily_budget_micros":5000000000"#) == true)
    }

    @Test func `A full read does not go on from an incremental one`() throws {
        tiktok.oneAccount()
        tiktok.answer("campaign/get", with: TikTokReplay.empty)

        try tiktok.read("campaigns", mode: .full, cursor: #"{"mode":"incremental","account":"7011","source":"regular","page":7}"#)

        #expect(tiktok.replay.requests.contains { $0.item("page") == "1" })
        #expect(!tiktok.replay.requests.contains { $0.item("page") == "7" })
    }

    @Test func `Ad groups, ads and creatives name what they belong to`() throws {
        tiktok.oneAccount()
        tiktok.answer("adgroup/get", with: TikTokReplay.fixture("adgroups"))
        tiktok.answer("ad/get", with: TikTokReplay.fixture("ads"))

        for stream in ["ad_groups", "ads", "creatives"] { try tiktok.read(stream) }

        let group = try #require(tiktok.replay.parsed("ad_groups").first)
        #expect(group.text("campaign_id") == "1790000000000000001" && group.text("bid_micros") == "4200000" && group.text("status") == "ended")
        #expect(group.text("daily_budget_micros") == "30250000")
        let ads = tiktok.replay.parsed("ads")
        #expect(ads[0].text("ad_group_id") == "1800000000000000001" && ads[0].text("status") == "draft")
        #expect(ads[0].text("creative_id") == "1810000000000000001")
        #expect(ads[1].text("updated_at") == nil && ads[1].text("status") == "active")
        let creative = try #require(tiktok.replay.parsed("creatives").first)
        #expect(creative.text("kind") == "video" && creative.text("video_id") == "v10033" && creative.text("body") == "Made to last")
        #expect(creative.text("call_to_action") == "SHOP_NOW" && creative.text("link_url") == "https://shop.example/")
    }

    @Test func `Accounts have their currency, zone and state`() throws {
        tiktok.twoAccounts()

        try tiktok.read("ad_accounts")

        let rows = tiktok.replay.parsed("ad_accounts")
        #expect(rows.map { $0.text("status") } == ["active", "disabled"])
        #expect(rows[1].text("currency") == "JPY" && rows[1].text("time_zone") == "Asia/Tokyo")
    }

    @Test func `Pixels come at most twenty at a time, TopView in a call of its own`() throws {
        let tiktok = TikTokReplay(#","list_top_view":true"#)
        tiktok.oneAccount()
        tiktok.answer(
            "pixel/list",
            with: .init(
                #"{"code":0,"data":{"pixels":[{"pixel_id":"55","pixel_code":"C0PIXEL","pixel_name":"Shop"}],"page_info":{"page":1,"total_page":1}}}"#)
        )
        tiktok.answer("campaign/get", with: TikTokReplay.empty)

        try tiktok.read("tiktok_pixels")
        try tiktok.read("campaigns")

        #expect(tiktok.replay.parsed("tiktok_pixels").first?.text("code") == "C0PIXEL")
        #expect(tiktok.replay.requests[1].item("page_size") == "20")
        #expect(tiktok.replay.requests.contains { $0.url.contains("RESERVATION_TOP_VIEW") })
    }

    @Test func `A page that is not the one asked for, and one that repeats itself, are contract failures`() {
        let other = TikTokReplay()
        tiktok.oneAccount()
        other.oneAccount()
        tiktok.answer("ad/get", with: TikTokReplay.list(#"{"ad_id":"1"}"#, page: 1, of: 3))
        other.answer("ad/get", with: .init(#"{"code":0,"data":{"list":[{"ad_id":"1"}],"page_info":{"total_page":3}}}"#))

        #expect(tiktok.failure("ads")?.kind == .contract)
        #expect(other.failure("ads")?.kind == .contract)
        #expect(tiktok.replay.rows["ads"]?.count == 1)
    }

    @Test func `Without a number of pages there is one, and an object without an id is rejected`() throws {
        tiktok.oneAccount()
        tiktok.answer("ad/get", with: .init(#"{"code":0,"data":{"list":[{"ad_name":"x"},{"ad_id":"2"},{"ad_id":"2"}]}}"#))

        try tiktok.read("ads")

        #expect(tiktok.replay.requests.count == 2)
        #expect(tiktok.replay.rejects.count == 1)
        #expect(tiktok.replay.rows["ads"]?.count == 1)
    }
}
