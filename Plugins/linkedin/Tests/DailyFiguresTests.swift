import ConnectorKit
import Testing

@testable import LinkedInConnector

@Suite struct DailyFiguresTests {
    private let linkedIn = LinkedInReplay(config: #"{"since":"2026-01-10"}"#)

    @Test func `Figures of a window replace it, with the campaign of each ad`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("adAnalytics", with: LinkedInReplay.fixture("analytics"))

        try linkedIn.read("ad_daily")

        let rows = linkedIn.replay.parsed("ad_daily")
        #expect(rows[0]["$replace"].json == #"{"account_id":"11","level":"ad","since":"2026-01-10","until":"2026-01-15"}"#)
        let row = rows[1]
        #expect(row.text("day") == "2026-01-12" && row.text("entity_id") == "300" && row.text("campaign_id") == "100")
        #expect(row.text("spend_micros") == "61420000" && row.text("spend_text") == "61.4200000000000017")
        #expect(row.text("impressions") == "2300" && row.text("clicks") == "18" && row.text("reach") == "1800" && row.text("video_views") == "90")
        #expect(row.text("conversions") == "2" && row.text("conversion_value_micros") == "180000000")
        #expect(row.text("currency") == "EUR" && row.text("time_zone") == "UTC")
        #expect(linkedIn.replay.checkpoints.map(\.cursor) == [#"{"accounts":{"11":{"day":"2026-01-15"}}}"#])
        let url = linkedIn.replay.requests[1].url
        #expect(url.hasPrefix("https://api.linkedin.com/rest/adAnalytics?q=statistics&pivots=List(CAMPAIGN_GROUP,CAMPAIGN,CREATIVE)"))
        #expect(url.contains("timeGranularity=(value:DAILY)&dateRange=(start:(year:2026,month:1,day:10),end:(year:2026,month:1,day:15))"))
        #expect(url.contains("accounts=List(urn%3Ali%3AsponsoredAccount%3A11)&fields=dateRange,pivotValues,impressions,"))
    }

    @Test func `Amounts with an exponent are exact, and what can not be read is rejected`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("adAnalytics", with: LinkedInReplay.fixture("analytics"))

        try linkedIn.read("ad_daily")

        let rows = linkedIn.replay.parsed("ad_daily")
        #expect(rows.count == 4)
        #expect(rows[2].text("spend_micros") == "0" && rows[2].text("spend_text") == "-2E-18" && rows[2].text("conversions") == "1")
        #expect(rows[2].text("impressions") == "5")
        #expect(rows[3].text("spend_micros") == "120000000" && rows[3].text("spend_text") == nil && rows[3].text("impressions") == nil)
        #expect(rows[3].text("campaign_id") == nil)
        #expect(linkedIn.replay.rejects.count == 5)
    }

    @Test func `Actions keep their own counts and groups that overlap`() throws {
        let fact = try JSONDocument(TestFile.bytes("Plugins/linkedin/Fixtures/analytics.json")).root["elements.0"]

        let actions = Actions.of(fact)

        #expect(actions.filter { $0.group == "website_conversion" }.map(\.count) == [2_000_000, 1_000_000, 1_000_000].map { Micros($0) })
        #expect(actions.first?.value == Micros(180_000_000) && actions.filter { $0.value != nil }.count == 1)
        #expect(!actions.contains { $0.type == "oneClickLeads" })
    }

    @Test func `A call has twenty fields at most`() throws {
        let settings = try Settings(JSONDocument(#"{"conversion_metric":"oneClickLeads","metrics":\#((1...12).map { "m\($0)" })}"#).root)

        #expect(Report(level: .ad).fields(settings).count == 19)
        #expect(Report(level: .ad).fields(try Settings(.missing)).count == 19)
        #expect(Report(level: .account, breakdown: .country).fields(settings).count == 7)
    }

    @Test func `Levels and breakdowns are reports of their own, and people's parts are of the account`() throws {
        let linkedIn = LinkedInReplay(config: #"{"since":"2026-01-14","levels":["ad_group","account"],"breakdowns":["device","country"]}"#)
        linkedIn.oneAccount()
        linkedIn.answer(
            "pivots=List(CAMPAIGN_GROUP,CAMPAIGN)", with: .init(Self.row(#""urn:li:sponsoredCampaign:5","urn:li:sponsoredCampaignGroup:6""#)))
        linkedIn.answer("pivots=List(ACCOUNT)", with: .init(Self.row(#""urn:li:sponsoredAccount:11""#)))
        linkedIn.answer("pivots=List(CAMPAIGN,IMPRESSION_DEVICE_TYPE)", with: .init(Self.row(#""urn:li:sponsoredCampaign:5","MOBILE_APP""#)))
        linkedIn.answer("q=analytics&pivot=(value:MEMBER_COUNTRY_V2)", with: .init(Self.row(#""urn:li:geo:101282230""#)))

        try linkedIn.read("ad_daily")

        let rows = linkedIn.replay.parsed("ad_daily")
        #expect(rows.prefix(2).map { $0.text("$replace.level") } == ["account", "ad_group"])
        #expect(rows.dropFirst(2).map { $0.text("level") } == ["ad_group", "account", "ad_group", "account"])
        #expect(rows.dropFirst(2).map { $0.text("breakdown") } == [nil, nil, "device=MOBILE_APP", "country=urn:li:geo:101282230"])
        #expect(rows.dropFirst(2).map { $0.text("entity_id") } == ["5", "11", "5", "11"])
        #expect(rows[2].text("campaign_id") == "6")
    }

    @Test func `What belongs to no part of a breakdown is a part of its own`() throws {
        let linkedIn = LinkedInReplay(config: #"{"since":"2026-01-14","levels":["ad_group"],"breakdowns":["device"]}"#)
        linkedIn.oneAccount()
        linkedIn.answer("pivots=List(CAMPAIGN,IMPRESSION_DEVICE_TYPE)", with: .init(Self.row(#""urn:li:sponsoredCampaign:5","""#)))
        linkedIn.answer("pivots=List(CAMPAIGN_GROUP,CAMPAIGN)", with: .init(Self.row(#""urn:li:sponsoredCampaign:5""#)))

        try linkedIn.read("ad_daily")

        #expect(linkedIn.replay.parsed("ad_daily").filter { !$0["$replace"].exists }.map { $0.text("breakdown") } == [nil, "device="])
        #expect(linkedIn.replay.rejects.isEmpty)
    }

    @Test func `The finder with one pivot can be chosen`() throws {
        let linkedIn = LinkedInReplay(config: #"{"since":"2026-01-14","finder":"analytics"}"#)
        linkedIn.oneAccount()
        linkedIn.answer("q=analytics&pivot=(value:CREATIVE)", with: .init(Self.row(#""urn:li:sponsoredCreative:5""#)))

        try linkedIn.read("ad_daily")

        #expect(linkedIn.replay.parsed("ad_daily").last?.text("entity_id") == "5")
    }

    @Test func `A report with as many rows as it may have is asked for in halves, and of one day it is noted`() throws {
        let linkedIn = LinkedInReplay(config: #"{"since":"2026-01-14","report_rows":1}"#)
        linkedIn.oneAccount()
        linkedIn.answer("adAnalytics", with: .init(Self.row(#""urn:li:sponsoredCreative:5""#)))

        try linkedIn.read("ad_daily")

        #expect(linkedIn.ranges == ["2026-01-14..2026-01-15", "2026-01-14..2026-01-14", "2026-01-15..2026-01-15"])
        #expect(linkedIn.replay.checkpoints.count == 2)
        #expect(linkedIn.replay.rejects.count == 3)
    }

    @Test func `A page of a report that follows is read, and one that comes twice counts once`() throws {
        linkedIn.oneAccount()
        let page = #"{"metadata":{"nextPageToken":"a"},"# + Self.row(#""urn:li:sponsoredCreative:5""#).dropFirst()
        linkedIn.answer("pageToken=a", with: .init(Self.row(#""urn:li:sponsoredCreative:5""#)))
        linkedIn.answer("adAnalytics", with: .init(page))

        try linkedIn.read("ad_daily")

        #expect(linkedIn.replay.rows["ad_daily"]?.count == 2)
        #expect(linkedIn.replay.requests.count == 3)
    }

    static func row(_ pivots: String) -> String {
        #"{"elements":[{"dateRange":{"start":{"year":2026,"month":1,"day":14}},"pivotValues":[\#(pivots)],"impressions":1,"costInLocalCurrency":"1"}]}"#
    }
}
