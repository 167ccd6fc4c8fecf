import ConnectorKit
import Testing

@testable import LinkedInConnector

@Suite struct StructureTests {
    private let linkedIn = LinkedInReplay()

    @Test func `Campaign groups are campaigns: page by page, budgets in micros, states in our words`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("pageToken=p1%2F%2B%3D", with: LinkedInReplay.fixture("groups-2"))
        linkedIn.answer("11/adCampaignGroups", with: LinkedInReplay.fixture("groups-1"))

        #expect(try linkedIn.read("campaigns") == .done)

        let rows = linkedIn.replay.parsed("campaigns")
        #expect(rows.map { $0.text("id") } == ["100", "101", "102", "103", "104", "105"])
        #expect(rows.map { $0.text("status") } == ["active", "paused", "ended", "removed", nil, "draft"])
        #expect(rows[4].text("raw_status") == "SOMETHING_NEW")
        #expect(rows[0].text("lifetime_budget_micros") == "2500000000" && rows[1].text("daily_budget_micros") == "31690000")
        #expect(rows[0].text("start_day") == "2026-01-31" && rows[0].text("end_day") == "2026-03-04")
        #expect(rows[0].text("updated_at") == "2026-02-15T14:41:12Z" && rows[1].text("updated_at") == "2026-02-15T14:41:12.123000Z")
        #expect(rows.allSatisfy { $0.text("account_id") == "11" && $0.text("currency") == "EUR" })
        #expect(linkedIn.replay.requests[1].url == "https://api.linkedin.com/rest/adAccounts/11/adCampaignGroups?q=search&pageSize=100")
    }

    @Test func `Campaigns are ad groups and creatives are ads, each with what it belongs to`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("/adCampaigns?", with: LinkedInReplay.fixture("campaigns"))
        linkedIn.answer("/creatives?", with: LinkedInReplay.fixture("creatives"))

        try linkedIn.read("ad_groups")
        try linkedIn.read("ads")

        let group = try #require(linkedIn.replay.parsed("ad_groups").first)
        #expect(group.text("id") == "200" && group.text("campaign_id") == "100" && group.text("status") == "active")
        #expect(group.text("daily_budget_micros") == "50000000" && group.text("bid_micros") == "7250000")
        let ads = linkedIn.replay.parsed("ads")
        #expect(ads.map { $0.text("id") } == ["300", "301"] && ads.map { $0.text("status") } == ["active", "paused"])
        #expect(ads.map { $0.text("ad_group_id") } == ["200", "201"] && ads.map { $0.text("campaign_id") } == ["100", "101"])
        let sent = try #require(linkedIn.replay.requests.last)
        #expect(sent.url.contains("campaigns=List(urn%3Ali%3AsponsoredCampaign%3A200,urn%3Ali%3AsponsoredCampaign%3A201)&sortOrder=ASCENDING"))
        #expect(sent.header("x-restli-method") == "FINDER")
    }

    @Test func `Accounts have their currency, zone and state`() throws {
        linkedIn.answer("adAccounts", with: LinkedInReplay.fixture("accounts"))

        try linkedIn.read("ad_accounts")

        let rows = linkedIn.replay.parsed("ad_accounts")
        #expect(rows.map { $0.text("status") } == ["active", "canceled"] && rows.map { $0.text("currency") } == ["EUR", "JPY"])
        #expect(rows.allSatisfy { $0.text("time_zone") == "UTC" })
    }

    @Test(arguments: ["campaigns", "ads"]) func `A read goes on from each checkpoint with exactly the rest`(stream: String) throws {
        let linkedIn = LinkedInReplay()
        linkedIn.answer("/rest/adAccounts?", with: LinkedInReplay.fixture("accounts"))
        linkedIn.answer("pageToken=p1", with: LinkedInReplay.fixture("groups-2"))
        linkedIn.answer("11/adCampaignGroups", with: LinkedInReplay.fixture("groups-1"))
        linkedIn.answer("22/adCampaignGroups", with: .init(#"{"elements":[{"id":900}]}"#))
        let campaigns = (1...60).map { #"{"id":\#(1000 - $0 * 10)}"# }.joined(separator: ",")
        linkedIn.answer("/adCampaigns?", with: .init(#"{"elements":[\#(campaigns)]}"#))
        linkedIn.answer("pageToken=c1", with: .init(#"{"elements":[{"id":"urn:li:sponsoredCreative:2"}]}"#))
        let first = "creatives?q=criteria&campaigns=List(urn%3Ali%3AsponsoredCampaign%3A400"
        linkedIn.answer("11/\(first)", with: .init(#"{"elements":[{"id":1}],"metadata":{"nextPageToken":"c1"}}"#))
        linkedIn.answer("11/creatives", with: .init(#"{"elements":[{"id":3}]}"#))
        linkedIn.answer("22/\(first)", with: .init(#"{"elements":[{"id":4}]}"#))
        linkedIn.answer("22/creatives", with: .init(#"{"elements":[{"id":5},{"id":6}]}"#))
        try linkedIn.read(stream)
        let all = linkedIn.replay.rows[stream] ?? []
        let checkpoints = linkedIn.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            linkedIn.replay.forget()
            try linkedIn.read(stream, cursor: checkpoint.cursor)
            #expect(linkedIn.replay.rows[stream] ?? [] == Array(all.dropFirst(checkpoint.rows)))
        }

        #expect(checkpoints.count == (stream == "ads" ? 5 : 3))
        #expect(checkpoints.last?.cursor.contains("read_at") == true)
    }

    @Test func `Creatives are asked for fifty campaigns at a time, and a part keeps its campaigns`() {
        let ids = (1...120).map { String($0) }.shuffled().sorted(by: ListPart.isBefore)

        let parts = ListPart.parts(ids, from: nil)
        let later = ListPart.parts(ids + ["121"], from: "51-100")

        #expect(parts.map(\.name) == ["1-50", "51-100", "101-120"])
        #expect(later.map(\.name) == ["51-100", "101-121"])
    }

    @Test func `A full read does not go on from an incremental one`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("11/adCampaignGroups", with: LinkedInReplay.fixture("groups-2"))

        try linkedIn.read("campaigns", mode: .full, cursor: #"{"mode":"incremental","account":"11","after":"p1"}"#)

        #expect(!linkedIn.replay.requests.contains { $0.url.contains("pageToken=") })
    }

    @Test func `A token that is not known any more starts the list again`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("pageToken=p1", with: LinkedInReplay.error(400, code: "ILLEGAL_ARGUMENT", message: "Invalid page token"))
        linkedIn.answer("11/adCampaignGroups", with: LinkedInReplay.fixture("groups-2"))

        try linkedIn.read("campaigns", cursor: #"{"mode":"incremental","account":"11","after":"p1"}"#)

        #expect(linkedIn.replay.rows["campaigns"]?.count == 4)
    }

    @Test func `A page that comes twice counts once, and a circle is a contract failure`() {
        linkedIn.oneAccount()
        let page = #"{"elements":[{"id":1}],"metadata":{"nextPageToken":"NEXT"}}"#
        linkedIn.answer("pageToken=b", with: .init(page.replacing("NEXT", with: "a")))
        linkedIn.answer("pageToken=a", with: .init(page.replacing("NEXT", with: "b")))
        linkedIn.answer("11/adCampaignGroups", with: .init(page.replacing("NEXT", with: "a")))

        #expect(linkedIn.failure("campaigns")?.kind == .contract)
        #expect(linkedIn.replay.rows["campaigns"]?.count == 1)
    }

    @Test func `An object without an id is rejected, the others are kept`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("11/adCampaignGroups", with: .init(#"{"elements":[{"name":"x"},null,{"id":2,"status":7,"dailyBudget":"much"}]}"#))

        try linkedIn.read("campaigns")

        #expect(linkedIn.replay.rejects.count == 2)
        #expect(linkedIn.replay.rows["campaigns"] == [#"{"id":"2","account_id":"11","raw_status":"7","currency":"EUR","attributes":{}}"#])
    }
}
