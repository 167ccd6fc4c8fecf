import ConnectorKit
import Testing

@testable import MetaConnector

@Suite struct StructureTests {
    private let meta = MetaReplay()

    @Test func `Campaigns come page by page, with budgets in micros and states in our words`() throws {
        meta.oneAccount()
        meta.answer("after=p1", with: MetaReplay.fixture("campaigns-2"))
        meta.answer("act_11/campaigns", with: MetaReplay.fixture("campaigns-1"))

        #expect(try meta.read("campaigns") == .done)

        let rows = meta.replay.parsed("campaigns")
        #expect(rows.map { $0.text("id") } == ["100", "101", "102", "103", "104"])
        #expect(rows.map { $0.text("status") } == ["active", "paused", "ended", "removed", nil])
        #expect(rows.map { $0.text("raw_status") } == ["ACTIVE", "WITH_ISSUES", "ARCHIVED", "DELETED", "SOMETHING_NEW"])
        #expect(rows.map { $0.text("daily_budget_micros") } == ["31690000", nil, "5000000", nil, nil])
        #expect(rows[1].text("lifetime_budget_micros") == "2500000000")
        #expect(rows[0].text("start_day") == "2026-02-01")
        #expect(rows[1].text("end_day") == "2026-03-05")
        #expect(rows[0].text("updated_at") == "2026-02-15T14:41:12Z")
        #expect(rows.allSatisfy { $0.text("account_id") == "act_11" })
        #expect(meta.replay.requests[1].url.contains("ARCHIVED"))
        #expect(meta.replay.requests[1].url.contains("DELETED"))
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        meta.answer("me/adaccounts", with: MetaReplay.fixture("accounts"))
        meta.answer("act_11/campaigns", times: 0, with: MetaReplay.empty)
        meta.answer("after=p1", with: MetaReplay.fixture("campaigns-2"))
        meta.answer("act_11/campaigns", with: MetaReplay.fixture("campaigns-1"))
        meta.answer("act_22/campaigns", with: .init(#"{"data":[{"id":"900","effective_status":"ACTIVE","daily_budget":"5000"}]}"#))
        try meta.read("campaigns")
        let all = meta.replay.rows["campaigns"] ?? []
        let checkpoints = meta.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            meta.replay.forget()
            try meta.read("campaigns", cursor: checkpoint.cursor)
            #expect(meta.replay.rows["campaigns"] == Array(all.dropFirst(checkpoint.rows)))
        }

        #expect(checkpoints.map(\.rows) == [2, 5, 6])
        // A yen has no smaller unit.
        #expect(all.last?.contains(#""daily_budget_micros":5000000000"#) == true)
    }

    @Test func `A full read does not go on from an incremental one`() throws {
        meta.oneAccount()
        meta.answer("act_11/campaigns", with: MetaReplay.fixture("campaigns-2"))

        try meta.read("campaigns", mode: .full, cursor: #"{"mode":"incremental","account":"act_11","after":"p1"}"#)

        #expect(!meta.replay.requests.contains { $0.url.contains("after=") })
    }

    @Test func `A cursor that is too old starts the list again`() throws {
        meta.oneAccount()
        meta.answer("after=p1", with: MetaReplay.error(100, message: "Invalid cursors values"))
        meta.answer("act_11/campaigns", with: MetaReplay.fixture("campaigns-2"))

        try meta.read("campaigns", cursor: #"{"mode":"incremental","account":"act_11","after":"p1"}"#)

        #expect(meta.replay.rows["campaigns"]?.count == 3)
    }

    @Test func `Ad sets and ads name what they belong to`() throws {
        meta.oneAccount()
        meta.answer("/adsets", with: MetaReplay.fixture("adsets"))
        meta.answer("/ads?", with: MetaReplay.fixture("ads"))

        try meta.read("ad_groups")
        try meta.read("ads")

        let group = try #require(meta.replay.parsed("ad_groups").first)
        #expect(group.text("campaign_id") == "100" && group.text("bid_micros") == "1500000" && group.text("status") == "paused")
        let ad = try #require(meta.replay.parsed("ads").first)
        #expect(ad.text("ad_group_id") == "200" && ad.text("creative_id") == "400" && ad.text("status") == "draft")
    }

    @Test func `Accounts have their currency, zone and state`() throws {
        meta.answer("me/adaccounts", with: MetaReplay.fixture("accounts"))

        try meta.read("ad_accounts")

        let rows = meta.replay.parsed("ad_accounts")
        #expect(rows.map { $0.text("status") } == ["active", "disabled"])
        #expect(rows[1].text("currency") == "JPY" && rows[1].text("time_zone") == "Asia/Tokyo")
    }

    @Test func `A page that comes twice counts once, and a circle is a contract failure`() {
        meta.oneAccount()
        let page = #"{"data":[{"id":"1"}],"paging":{"cursors":{"after":"NEXT"},"next":"x"}}"#
        meta.answer("after=b", with: .init(page.replacing("NEXT", with: "a")))
        meta.answer("after=a", with: .init(page.replacing("NEXT", with: "b")))
        meta.answer("act_11/ads", with: .init(page.replacing("NEXT", with: "a")))

        #expect(meta.failure("ads")?.kind == .contract)
        #expect(meta.replay.rows["ads"]?.count == 1)
    }

    @Test func `An object without an id is rejected, the others are kept`() throws {
        meta.oneAccount()
        meta.answer("act_11/ads", with: .init(#"{"data":[{"name":"x"},{"id":"2"}]}"#))

        try meta.read("ads")

        #expect(meta.replay.rejects.count == 1)
        #expect(meta.replay.rows["ads"]?.count == 1)
    }
}
