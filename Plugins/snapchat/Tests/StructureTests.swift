import ConnectorKit
import Testing

@testable import SnapchatConnector

@Suite struct StructureTests {
    private let snapchat = SnapchatReplay()

    @Test func `Campaigns come page by page, with budgets in micros and states in our words`() throws {
        snapchat.oneAccount()
        snapchat.answer("cursor=c2", with: SnapchatReplay.fixture("campaigns-2"))
        snapchat.answer("/campaigns", with: SnapchatReplay.fixture("campaigns-1"))

        #expect(try snapchat.read("campaigns") == .done)

        let rows = snapchat.replay.parsed("campaigns")
        #expect(rows.map { $0.text("id")?.suffix(4) } == ["0001", "0002", "0003", "0004"])
        #expect(rows.map { $0.text("status") } == ["active", "paused", "removed", nil])
        #expect(rows.map { $0.text("daily_budget_micros") } == ["120500000", nil, nil, nil])
        #expect(rows[1].text("lifetime_budget_micros") == "5000000000")
        // Midnight in Berlin is the day before in UTC.
        #expect(rows[0].text("start_day") == "2026-01-01" && rows[1].text("end_day") == "2026-03-01")
        #expect(rows[0].text("updated_at") == "2026-01-10T08:15:00.123000Z")
        #expect(snapchat.replay.rejects.count == 1)
        #expect(snapchat.replay.requests[2].url.hasSuffix("/campaigns?limit=1000&read_deleted_entities=true"))
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        snapchat.twoAccounts()
        snapchat.answer("cursor=c2", with: SnapchatReplay.fixture("campaigns-2"))
        snapchat.answer("e022/campaigns", with: SnapchatReplay.list("campaigns", #"{"sub_request_status":"SUCCESS","campaign":{"id":"9"}}"#))
        snapchat.answer("/campaigns", with: SnapchatReplay.fixture("campaigns-1"))
        try snapchat.read("campaigns")
        let all = snapchat.replay.rows["campaigns"] ?? []
        let checkpoints = snapchat.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            snapchat.replay.forget()
            try snapchat.read("campaigns", cursor: checkpoint.cursor)
            #expect(snapchat.replay.rows["campaigns", default: []] == Array(all.dropFirst(checkpoint.rows)))
        }

        #expect(checkpoints.map(\.rows) == [2, 4, 5])
    }

    @Test func `A page that is not known any more starts the list again, and a full read starts at the front`() throws {
        let link = "https://adsapi.snapchat.com/v1/adaccounts/\(SnapchatReplay.account)/campaigns?cursor=old"
        snapchat.oneAccount()
        snapchat.answer("cursor=old", with: SnapchatReplay.error(400, "E1001", "bad cursor"))
        snapchat.answer("/campaigns", with: SnapchatReplay.fixture("campaigns-2"))

        try snapchat.read("campaigns", cursor: #"{"mode":"incremental","account":"\#(SnapchatReplay.account)","link":"\#(link)"}"#)
        let rows = snapchat.replay.rows["campaigns"]?.count
        snapchat.replay.forget()
        try snapchat.read("campaigns", mode: .full, cursor: #"{"mode":"incremental","account":"\#(SnapchatReplay.account)","link":"\#(link)"}"#)

        #expect(rows == 2)
        #expect(!snapchat.replay.requests.contains { $0.url.contains("cursor=old") })
    }

    @Test func `Ad squads, ads, creatives and pixels name what they belong to`() throws {
        snapchat.oneAccount()
        snapchat.answer("/adsquads", with: SnapchatReplay.fixture("adsquads"))
        snapchat.answer("/ads?", with: SnapchatReplay.fixture("ads"))
        snapchat.answer("/creatives", with: SnapchatReplay.fixture("creatives"))
        snapchat.answer("/pixels", with: SnapchatReplay.list("pixels", #"{"sub_request_status":"SUCCESS","pixel":{"id":"p1","name":"Shop"}}"#))

        for stream in ["ad_groups", "ads", "creatives", "snapchat_pixels"] { try snapchat.read(stream) }

        let group = try #require(snapchat.replay.parsed("ad_groups").first)
        #expect(group.text("campaign_id") == SnapchatReplay.campaign && group.text("bid_micros") == "4200000")
        #expect(group.text("daily_budget_micros") == "30250000")
        let ad = try #require(snapchat.replay.parsed("ads").first)
        #expect(ad.text("campaign_id") == SnapchatReplay.campaign && ad.text("creative_id")?.hasPrefix("c1e6e929") == true)
        let creative = try #require(snapchat.replay.parsed("creatives").first)
        #expect(creative.text("kind") == "video" && creative.text("title") == "Made to last" && creative.text("link_url") == "https://shop.example/")
        #expect(snapchat.replay.parsed("snapchat_pixels").first?.text("name") == "Shop")
    }

    @Test func `Accounts have their currency, zone and state`() throws {
        snapchat.twoAccounts()

        try snapchat.read("ad_accounts")

        let rows = snapchat.replay.parsed("ad_accounts")
        #expect(rows.map { $0.text("status") } == ["active", "pending"])
        #expect(rows[1].text("currency") == "JPY" && rows[1].text("time_zone") == "Asia/Tokyo")
    }

    @Test func `A circle, a page elsewhere and a list of another kind are contract failures`() {
        let link = "https://adsapi.snapchat.com/v1/x?cursor=a"
        let element = #"{"sub_request_status":"SUCCESS","creative":{"id":"1"}}"#
        snapchat.oneAccount()
        snapchat.answer("/creatives", with: SnapchatReplay.list("creatives", element, next: link))
        snapchat.answer("cursor=a", with: SnapchatReplay.list("creatives", element, next: link))
        snapchat.answer("/adsquads", with: SnapchatReplay.list("adsquads", "", next: "https://evil.example/v1/x"))
        snapchat.answer("/pixels", with: SnapchatReplay.list("others"))

        #expect(snapchat.failure("creatives")?.kind == .contract)
        #expect(snapchat.failure("ad_groups")?.kind == .contract)
        #expect(snapchat.failure("snapchat_pixels")?.kind == .contract)
        #expect(snapchat.replay.rows["creatives"]?.count == 1)
    }

    @Test func `Objects without an id and elements of a wrong kind are rejected`() throws {
        snapchat.oneAccount()
        snapchat.answer(
            "/creatives",
            with: SnapchatReplay.list(
                "creatives",
                #"{"sub_request_status":"SUCCESS","creative":{"name":"x"}},{"creative":7},{"creative":{"id":"2"}},{"creative":{"id":"2"}}"#))

        try snapchat.read("creatives")

        #expect(snapchat.replay.rejects.count == 2)
        #expect(snapchat.replay.rows["creatives"]?.count == 1)
    }
}
