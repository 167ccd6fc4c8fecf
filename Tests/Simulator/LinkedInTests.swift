import Core
import Testing

@testable import Simulator

struct LinkedInTests {
    private static let now = Instant(seconds: 1_790_000_000)
    private let business = SimulatedBusiness(seed: 7, days: 40, until: Day(year: 2026, month: 5, day: 31) ?? Day(number: 0), customers: 150)
    private let platform: LinkedInPlatform

    init() { platform = Self.platform() }

    private static func platform(_ change: (inout LinkedInSettings) -> Void = { _ in }) -> LinkedInPlatform {
        var settings = LinkedInSettings()
        settings.throttledCalls = []
        change(&settings)
        return LinkedInPlatform(settings)
    }

    private func call(
        _ target: String, method: String = "GET", rest: String? = nil, body: JSON? = nil, headers: [String: String] = [:],
        on other: LinkedInPlatform? = nil, at now: Instant = LinkedInTests.now
    ) -> SimulatedResponse {
        var all = ["linkedin-version": "202603", "x-restli-protocol-version": "2.0.0"].merging(headers) { $1 }
        all["x-restli-method"] = rest
        let request = SimulatedRequest(method: method, target: "/rest/\(target)", headers: all, body: body?.encoded() ?? [])
        return (other ?? platform).answer(request, business, token: "sim-7-x", now: now)
    }

    private var ads: PlatformAdvertising { business.advertising(on: .linkedin) }
    private var account: String { ads.accounts[0].id }

    private func analytics(
        _ pivots: String,
        fields: String = "dateRange,pivotValues,impressions,clicks,costInLocalCurrency,externalWebsiteConversions,conversionValueInLocalCurrency"
    )
        throws -> [JSON]
    {
        let range = "(start:(year:2026,month:4,day:1),end:(year:2026,month:5,day:31))"
        let answer = call(
            "adAnalytics?\(pivots)&timeGranularity=(value:DAILY)&dateRange=\(range)&accounts=List(urn%3Ali%3AsponsoredAccount%3A\(account))&fields=\(fields)"
        )
        return try #require(try answer.json()["elements"]?.array, "\(answer)")
    }

    @Test func `Figures of every pivot add up to what is true`() throws {
        for pivots in [
            "q=statistics&pivots=List(CAMPAIGN_GROUP,CAMPAIGN,CREATIVE)", "q=analytics&pivot=(value:ACCOUNT)", "q=statistics&pivots=List(CAMPAIGN)",
            "q=statistics&pivots=List(CREATIVE,IMPRESSION_DEVICE_TYPE)", "q=analytics&pivot=(value:MEMBER_COUNTRY_V2)",
        ] {
            let rows = try analytics(pivots)

            #expect(rows.reduce(0) { $0 + ($1["costInLocalCurrency"]?.micros ?? 0) } == ads.facts.reduce(0) { $0 + $1.spend })
            #expect(rows.reduce(0) { $0 + ($1["impressions"]?.integer ?? 0) } == Int64(ads.facts.reduce(0) { $0 + $1.impressions }))
            #expect(rows.reduce(0) { $0 + ($1["externalWebsiteConversions"]?.integer ?? 0) } == Int64(ads.facts.reduce(0) { $0 + $1.purchases }))
            #expect(rows.reduce(0) { $0 + ($1["conversionValueInLocalCurrency"]?.micros ?? 0) } == ads.facts.reduce(0) { $0 + $1.value })
        }
    }

    @Test func `Money is a text with noise or an exponent, and rows name their pivots`() throws {
        let rows = try analytics("q=statistics&pivots=List(CAMPAIGN_GROUP,CAMPAIGN,CREATIVE)")
        let texts = rows.compactMap { $0["costInLocalCurrency"]?.string } + rows.compactMap { $0["conversionValueInLocalCurrency"]?.string }

        #expect(texts.contains("-2E-18") && texts.contains { $0.hasSuffix("00000000000017") })
        #expect(rows[0]["pivotValues"]?.array?.count == 3 && rows[0]["dateRange"]?["start"]?["year"] == 2026)
    }

    @Test func `The structure comes page by page with numbers and URNs`() throws {
        let accounts = try call("adAccounts?q=search&pageSize=1000").json()
        let first = try call("adAccounts/\(account)/adCampaignGroups?q=search&pageSize=5").json()
        let token = try #require(first["metadata"]?["nextPageToken"]?.string)
        let second = try call("adAccounts/\(account)/adCampaignGroups?q=search&pageSize=5&pageToken=\(token)").json()
        let campaigns = try call("adAccounts/\(account)/adCampaigns?q=search&pageSize=1000").json()["elements"]?.array ?? []
        let urns = ads.adSets.map { "urn%3Ali%3AsponsoredCampaign%3A\($0.id)" }.joined(separator: ",")
        let creatives = try call("adAccounts/\(account)/creatives?q=criteria&campaigns=List(\(urns))&pageSize=1000", rest: "FINDER").json()

        #expect(accounts["elements"]?.array?.map { $0["id"] } == [.number(account)])
        #expect(((first["elements"]?.array ?? []) + (second["elements"]?.array ?? [])).map { $0["id"] } == ads.campaigns.map { .number($0.id) })
        #expect(campaigns.count == ads.adSets.count && campaigns[0]["campaignGroup"]?.string?.hasPrefix("urn:li:sponsoredCampaignGroup:") == true)
        #expect(creatives["elements"]?.array?.count == ads.ads.count)
    }

    @Test func `Accounts can be searched for by their URN`() throws {
        let found = try call("adAccounts?q=search&search=(id:(values:List(urn%3Ali%3AsponsoredAccount%3A\(account))))&pageSize=10").json()
        let none = try call("adAccounts?q=search&search=(id:(values:List(urn%3Ali%3AsponsoredAccount%3A1)))").json()

        #expect(found["elements"]?.array?.count == 1 && none["elements"]?.array?.isEmpty == true)
    }

    @Test func `A change stays, and what can not be changed is refused`() throws {
        let group = ads.campaigns[0]
        let path = "adAccounts/\(account)/adCampaignGroups/\(group.id)"
        let pause: JSON = ["patch": ["$set": ["status": "PAUSED", "dailyBudget": ["amount": "31.69", "currencyCode": "EUR"]]]]
        let before = try call(path).json()

        let answer = call(path, method: "POST", rest: "PARTIAL_UPDATE", body: pause)
        let after = try call(path).json()
        let wrong = call(path, method: "POST", rest: "PARTIAL_UPDATE", body: ["patch": ["$set": ["name": "x"]]])
        let odd = call(
            path, method: "POST", rest: "PARTIAL_UPDATE", body: ["patch": ["$set": ["dailyBudget": ["amount": "1", "currencyCode": "USD"]]]])

        #expect(answer.status == 204 && answer.body.isEmpty && before["status"] == "ACTIVE")
        #expect(after["status"] == "PAUSED" && after["dailyBudget"]?["amount"] == "31.69")
        #expect(after["changeAuditStamps"]?["lastModified"]?["time"]?.integer == Self.now.microseconds / 1_000)
        #expect(wrong.status == 422 && odd.status == 422)
        let creative = ads.ads.first { $0.status == .active }?.id ?? ""
        let ad = "adAccounts/\(account)/creatives/urn%3Ali%3AsponsoredCreative%3A\(creative)"
        #expect(call(ad, method: "POST", rest: "PARTIAL_UPDATE", body: ["patch": ["$set": ["intendedStatus": "PAUSED"]]]).status == 204)
        #expect(try call(ad).json()["intendedStatus"] == "PAUSED")
    }

    @Test func `Conversions are taken in a batch or refused with their indices`() throws {
        func event(_ id: String, rule: String = "1234", at seconds: Int64 = Self.now.seconds - 60) -> JSON {
            [
                "conversion": .string("urn:lla:llaPartnerConversion:\(rule)"), "conversionHappenedAt": .integer(seconds * 1_000),
                "eventId": .string(id),
                "conversionValue": ["currencyCode": "EUR", "amount": "59.90"], "user": ["userIds": [["idType": "SHA256_EMAIL", "idValue": "ab"]]],
            ]
        }
        func send(_ events: [JSON]) -> SimulatedResponse {
            call("conversionEvents", method: "POST", rest: "BATCH_CREATE", body: ["elements": .array(events)])
        }

        let taken = try send([event("a"), event("b"), event("a")]).json()
        let refused = send([event("c"), event("d", rule: "9"), event("e", rule: "9")])
        let old = send([event("f", at: Self.now.seconds - 91 * 86_400)])

        #expect(taken["elements"]?.array?.map { $0["status"] } == [201, 201, 201])
        #expect(platform.conversions(7).count == 2)
        #expect(refused.status == 422 && old.status == 422)
        #expect(try refused.json()["message"] == "Conversion's method should be CONVERSIONS_API, indices [1, 2]")
    }

    @Test func `Versions, headers, paths and parameters are checked`() throws {
        #expect(call("adAccounts?q=search", headers: ["linkedin-version": "202401"]).status == 426)
        #expect(try call("adAccounts?q=search", headers: ["linkedin-version": "202401"]).json()["code"] == "NONEXISTENT_VERSION")
        #expect(call("adAccounts?q=search", headers: ["x-restli-protocol-version": "1.0.0"]).status == 400)
        #expect(call("adAccounts").status == 400 && call("nothing").status == 404 && call("adAccounts/1/adCampaigns?q=search").status == 404)
        #expect(call("adAnalytics?q=statistics&pivots=List(MEMBER_COMPANY)").status == 400)
        #expect(call("adAccounts?q=search", method: "DELETE").status == 405)
        #expect(call("adAccounts/\(account)/adCampaigns?q=search&pageToken=old").status == 400)
        let report =
            "adAnalytics?q=analytics&pivot=(value:ACCOUNT)&timeGranularity=(value:DAILY)&accounts=List(urn%3Ali%3AsponsoredAccount%3A\(account))"
        let days = "&dateRange=(start:(year:2026,month:5,day:1),end:(year:2026,month:5,day:9))"
        #expect(call(report + days).status == 200 && call(report).status == 400)
        #expect(call("\(report)\(days)&fields=\(Array(repeating: "clicks", count: 21).joined(separator: ","))").status == 400)
    }

    @Test func `A long query is refused and taken as a form`() throws {
        let urns = (0..<200).map { "urn%3Ali%3AsponsoredCampaign%3A\($0)" } + ["urn%3Ali%3AsponsoredCampaign%3A\(ads.adSets[0].id)"]
        let query = "q=criteria&campaigns=List(\(urns.joined(separator: ",")))"
        let path = "adAccounts/\(account)/creatives"
        let form = SimulatedRequest(
            method: "POST", target: "/rest/\(path)",
            headers: [
                "linkedin-version": "202603", "x-restli-protocol-version": "2.0.0", "x-restli-method": "FINDER", "x-http-method-override": "GET",
                "content-type": "application/x-www-form-urlencoded",
            ], body: Array(query.utf8))

        #expect(call("\(path)?\(query)", rest: "FINDER").status == 414)
        #expect(try platform.answer(form, business, token: "sim-7-x", now: Self.now).json()["elements"]?.array?.isEmpty == false)
    }

    @Test func `Throttles have LinkedIn's form and end`() throws {
        let tight = Self.platform { $0.throttledCalls = [2] }
        let day = Self.platform { $0.callsPerDay = 1 }
        let data = Self.platform { $0.metricValues = 10 }
        let report =
            "adAnalytics?q=analytics&pivot=(value:CREATIVE)&timeGranularity=(value:DAILY)&dateRange=(start:(year:2026,month:5,day:1),end:(year:2026,month:5,day:9))&accounts=List(urn%3Ali%3AsponsoredAccount%3A\(account))&fields=clicks"

        let answers = (0..<3).map { _ in call("adAccounts?q=search", on: tight) }
        let later = call("adAccounts?q=search", on: tight, at: Self.now + .seconds(2))
        let second = [call("adAccounts?q=search", on: day), call("adAccounts?q=search", on: day)]

        #expect(answers.map(\.status) == [200, 429, 429] && answers[1].header("retry-after") == "1" && later.status == 200)
        #expect(second.map(\.status) == [200, 429] && String(decoding: second[1].body, as: UTF8.self).contains("DAY limit"))
        #expect(String(decoding: call(report, on: data).body, as: UTF8.self).contains("45 million"))
        #expect(platform.refusal().status == 401 && platform.expiry().status == 401 && platform.outage().status == 500)
    }

    @Test func `Truth has every fact, and its days and entities add up`() throws {
        let truth = AdvertisingTruth(business, on: .linkedin).json
        let spend = ads.facts.reduce(0) { $0 + $1.spend }

        #expect(truth["facts"]?.array?.count == ads.facts.count)
        #expect(truth["days"]?.array?.reduce(0) { $0 + ($1["spend_micros"]?.integer ?? 0) } == spend)
        #expect(truth["entities"]?.array?.filter { $0["level"] == "ad" }.reduce(0) { $0 + ($1["spend_micros"]?.integer ?? 0) } == spend)
    }
}
