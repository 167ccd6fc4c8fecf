import Core
import Testing

@testable import Simulator

struct TikTokTests {
    private let client = TikTokClient()

    private func code(_ answer: SimulatedResponse) throws -> Int64? { try answer.json()["code"]?.integer }

    @Test func `Reports of all windows add up to the truth`() throws {
        let metrics = ["campaign_id", "spend", "impressions", "clicks", "complete_payment", "total_complete_payment_rate"]
        var rows: [JSON] = []
        for window in [(59, 30), (29, 0)] {
            rows += try client.rows(
                "report/integrated/get", client.report("AD", ["ad_id", "stat_time_day"], metrics, since: window.0, until: window.1), size: 400)
        }

        let truth = AdvertisingTruth(client.business, on: .tiktok).json["days"]?.array ?? []
        func total(_ name: String) -> Int64 { truth.reduce(0) { $0 + ($1[name]?.integer ?? 0) } }
        #expect(rows.count == client.advertising.facts.count)
        #expect(rows.reduce(0) { $0 + ($1["metrics"]?["spend"]?.micros ?? 0) } == total("spend_micros"))
        #expect(rows.reduce(0) { $0 + ($1["metrics"]?["impressions"]?.count ?? 0) } == Int(total("impressions")))
        #expect(rows.reduce(0) { $0 + ($1["metrics"]?["complete_payment"]?.count ?? 0) } == Int(total("conversions")))
        #expect(rows.reduce(0) { $0 + ($1["metrics"]?["total_complete_payment_rate"]?.micros ?? 0) } == total("value_micros"))
    }

    @Test(arguments: [
        ("ADVERTISER", ["advertiser_id", "stat_time_day"], "BASIC"), ("CAMPAIGN", ["campaign_id", "stat_time_day"], "BASIC"),
        ("ADGROUP", ["adgroup_id", "stat_time_day", "age", "gender"], "AUDIENCE"), ("AD", ["ad_id", "stat_time_day", "country_code"], "AUDIENCE"),
    ]) func `Every level and audience adds up to the same spend`(query: (level: String, dimensions: [String], type: String)) throws {
        let rows = try client.rows("report/integrated/get", client.report(query.level, query.dimensions, ["spend"], type: query.type))

        let expected = client.advertising.facts(from: client.business.until - 29, through: client.business.until).reduce(0) { $0 + $1.spend }
        #expect(rows.reduce(0) { $0 + ($1["metrics"]?["spend"]?.micros ?? 0) } == expected)
    }

    @Test func `By the hour a report takes one day`() throws {
        let hours = client.report("CAMPAIGN", ["campaign_id", "stat_time_hour"], ["spend"], since: 3, until: 3)

        let rows = try client.rows("report/integrated/get", hours)

        let expected = client.advertising.facts(from: client.business.until - 3, through: client.business.until - 3).reduce(0) { $0 + $1.spend }
        #expect(rows.reduce(0) { $0 + ($1["metrics"]?["spend"]?.micros ?? 0) } == expected)
        #expect(try code(client.get("report/integrated/get", hours.merging(["start_date": "\(client.business.until - 4)"]) { $1 })) == 40_002)
    }

    @Test func `A wrong report is refused with status 200 and TikTok's code`() throws {
        let good = client.report("AD", ["ad_id", "stat_time_day"], ["spend"])
        let wrong = [
            client.report("AD", ["ad_id", "campaign_id", "stat_time_day"], ["spend"]), client.report("AD", ["ad_id", "stat_time_day"], ["spent"]),
            client.report("AD", ["ad_id", "stat_time_day"], ["spend"], since: 30), good.merging(["report_type": ""]) { $1 },
            good.merging(["page_size": "1001"]) { $1 }, good.merging(["end_date": "2020-01-01"]) { $1 },
        ]

        for parameters in wrong {
            let answer = client.get("report/integrated/get", parameters)
            #expect(answer.status == 200)
            #expect(try code(answer) == 40_002)
        }
        #expect(try code(client.get("report/integrated/get", good.merging(["advertiser_id": "1"]) { $1 })) == 40_001)
        #expect(try code(TikTokClient { $0.mostRows = 3 }.get("report/integrated/get", good)) == 40_067)
    }

    @Test func `Deleted objects are listed where all states are asked for`() throws {
        let usual = try client.rows("campaign/get")
        let all = try client.rows("campaign/get", ["filtering": #"{"secondary_status":"CAMPAIGN_STATUS_ALL"}"#], size: 3)
        let ads = try client.rows("ad/get", ["filtering": #"{"secondary_status":"AD_STATUS_ALL"}"#])

        #expect(all.count == client.advertising.campaigns.count && usual.count < all.count)
        #expect(ads.count == client.advertising.ads.count)
        #expect(all.last?["secondary_status"] == "CAMPAIGN_STATUS_DELETE")
        #expect(all[0]["modify_time"]?.string?.contains(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) == true)
    }

    @Test func `Changes are kept and what is wrong is refused`() throws {
        let campaign = client.advertising.campaigns[0].id
        let ids = JSON.array([.string(campaign)])

        let pause = client.post(
            "campaign/status/update/", ["advertiser_id": .string(client.advertiser), "campaign_ids": ids, "operation_status": "DISABLE"])
        let budget = client.post(
            "campaign/update/", ["advertiser_id": .string(client.advertiser), "campaign_id": .string(campaign), "budget": .number("77.5")])
        let row = try client.rows("campaign/get", ["filtering": #"{"campaign_ids":["\#(campaign)"]}"#]).first
        let wrong = client.post("campaign/update/", ["advertiser_id": .string(client.advertiser), "campaign_id": "1", "budget": 5])

        #expect(try code(pause) == 0 && code(budget) == 0)
        #expect(row?["operation_status"] == "DISABLE" && row?["budget"] == .number("77.5"))
        #expect(try code(wrong) == 40_002)
    }

    @Test func `Events are taken once, and one that is wrong refuses its request by its place`() throws {
        func event(_ id: String, _ value: JSON) -> JSON {
            [
                "event": "Purchase", "event_time": .integer(client.clock.now.seconds - 60), "event_id": .string(id),
                "properties": ["value": value, "currency": "EUR"],
            ]
        }
        func send(_ events: [JSON], test: JSON? = nil) -> SimulatedResponse {
            let body: JSON = ["event_source": "web", "event_source_id": "C0", "data": .array(events)]
            return client.post("event/track/", body.setting("test_event_code", test))
        }

        let answers = [
            send([event("a", 5), event("b", 6)]), send([event("a", 5)]), send([event("c", 5), event("d", "x")]), send([event("e", 5)], test: "T"),
        ]

        #expect(try answers.map { try code($0) } == [0, 0, 40_002, 0])
        #expect(try answers[2].json()["message"]?.string?.hasPrefix("Batch.1.properties.value") == true)
        #expect(client.platform.state(7).events.map(\.id) == ["a", "b"])
    }

    @Test func `A prepared report is the same as an immediate one`() throws {
        let parameters = client.report("AD", ["ad_id", "stat_time_day"], ["spend", "likes"])
        let direct = try client.rows("report/integrated/get", parameters)
        var body: JSON = ["advertiser_id": .string(client.advertiser)]
        for (name, value) in parameters { body = body.setting(name, (try? JSON(parsing: value)) ?? .string(value)) }

        let id = try #require(try client.post("report/task/create/", body).json()["data"]?["task_id"]?.string)
        let early = try code(client.get("report/task/download", ["task_id": id]))
        let states = try (0..<2).map { _ in try client.get("report/task/check", ["task_id": id]).json()["data"]?["status"]?.string }
        let file = client.get("report/task/download", ["task_id": id])

        #expect(early == 40_002 && states == ["QUEUING", "SUCCESS"])
        #expect(String(decoding: file.body, as: UTF8.self).split(separator: "\n").count == direct.count + 1)
    }

    @Test func `Accounts, tokens and limits are as TikTok's`() throws {
        let throttled = TikTokClient { $0.throttledCalls = [2] }

        let info = try client.get("advertiser/info/", ["advertiser_ids": #"["\#(client.advertiser)"]"#]).json()
        let codes = try (0..<3).map { _ in try code(throttled.get("campaign/get")) }
        throttled.clock.move(by: .seconds(2))

        #expect(info["data"]?["list"]?.array?.first?["timezone"] == "Europe/Berlin")
        #expect(codes == [0, 40_100, 40_100])
        #expect(try code(throttled.get("campaign/get")) == 0)
        #expect(client.platform.token(of: SimulatedRequest(target: "/", headers: ["authorization": "Bearer sim-7-x"])) == nil)
        #expect(try code(client.platform.refusal()) == 40_105 && client.platform.refusal().status == 200)
        #expect(try code(client.get("nothing/get")) != 0)
    }
}
