import Core
import Testing

@testable import Simulator

struct SnapchatTests {
    private let client = SnapchatClient()

    private func sum(_ series: JSON?, _ field: String) -> Int64 {
        (series?.array ?? []).reduce(0) { $0 + ($1["stats"]?[field]?.integer ?? 0) }
    }

    @Test func `Figures of ads by their campaign add up to the truth`() throws {
        var totals: [String: Int64] = [:]
        let fields = ["spend", "impressions", "swipes", "conversion_purchases", "conversion_purchases_value"]
        for campaign in client.advertising.campaigns {
            for window in [(59, 30), (29, 0)] {
                let query = client.days(
                    campaign.account, since: window.0, until: window.1, ["breakdown": "ad", "fields": fields.joined(separator: ",")])
                let stat = try client.stat("campaigns/\(campaign.id)", query)
                for ad in stat?["breakdown_stats"]?["ad"]?.array ?? [] {
                    for field in fields { totals[field, default: 0] += sum(ad["timeseries"], field) }
                }
            }
        }

        let truth = AdvertisingTruth(client.business, on: .snapchat).json["days"]?.array ?? []
        func total(_ name: String) -> Int64 { truth.reduce(0) { $0 + ($1[name]?.integer ?? 0) } }
        #expect(fields.map { totals[$0] ?? 0 } == ["spend_micros", "impressions", "clicks", "conversions", "value_micros"].map { total($0) })
        #expect(totals["spend"] ?? 0 > 0)
    }

    @Test func `Account, campaign, hours and dimensions have the same spend`() throws {
        let campaign = client.advertising.campaigns[0]
        let week = client.days(0, since: 6, until: 0, ["fields": "spend"])
        let expected = client.advertising.facts(from: client.business.until - 6, through: client.business.until)

        let whole = try client.stat("campaigns/\(campaign.id)", week)
        let hours = try client.stat("campaigns/\(campaign.id)", week.merging(["granularity": "HOUR"]) { $1 })
        let ages = try client.stat("campaigns/\(campaign.id)", week.merging(["report_dimension": "age"]) { $1 })
        let account = try client.stat("adaccounts/\(client.advertising.accounts[0].id)", week)

        let spend = expected.filter { $0.campaign == 0 }.reduce(0) { $0 + $1.spend }
        #expect(sum(whole?["timeseries"], "spend") == spend && sum(hours?["timeseries"], "spend") == spend)
        let parts = (ages?["timeseries"]?.array ?? []).flatMap { $0["dimension_stats"]?.array ?? [] }
        #expect(parts.reduce(0) { $0 + ($1["spend"]?.integer ?? 0) } == spend)
        #expect(Set(parts.compactMap { $0["age"]?.string }) == ["18-20", "21-24", "25-34", "35+"])
        #expect(sum(account?["timeseries"], "spend") == expected.filter { client.advertising.account(of: $0) == 0 }.reduce(0) { $0 + $1.spend })
    }

    @Test func `Wrong queries are refused with E1008`() throws {
        let campaign = "v1/campaigns/\(client.advertising.campaigns[0].id)/stats"
        let good = client.days(0, since: 6, until: 0, ["fields": "spend"])
        let wrong: [[String: String]] = [
            ["start_time": "2026-05-01T01:00:00.000+02:00"], ["end_time": good["start_time"] ?? ""], ["fields": "spent"], ["granularity": "WEEK"],
            ["granularity": "HOUR", "fields": "conversion_purchases"], ["granularity": "HOUR", "report_dimension": "age"], ["breakdown": "squad"],
            client.days(0, since: 40, until: 0, [:]), client.days(0, since: 6, until: -400, [:]),
        ]

        for change in wrong {
            let answer = client.send(campaign, good.merging(change) { $1 })
            #expect(answer.status == 400, "\(change)")
            #expect(try answer.json()["error_code"] == "E1008")
        }
        #expect(
            client.send("v1/adaccounts/\(client.advertising.accounts[0].id)/stats", good.merging(["fields": "spend,swipes"]) { $1 }).status == 400)
        #expect(client.send("v1/campaigns/none/stats", good).status == 404)
    }

    @Test func `Lists follow their links, and deleted objects come where they are asked for`() throws {
        let usual = try client.rows(1, "campaigns")
        let ads = try client.rows(0, "ads", ["limit": "50", "read_deleted_entities": "true"])
        let squads = try client.rows(0, "adsquads", ["read_deleted_entities": "true"])
        let campaigns = client.advertising.campaigns

        #expect(usual.count == campaigns.filter { $0.account == 1 && $0.status != .archived }.count)
        #expect(ads.count == client.advertising.ads.filter { campaigns[$0.campaign].account == 0 }.count && ads.count > 50)
        #expect(Set(ads.compactMap { $0["id"]?.string }).count == ads.count)
        #expect(squads.contains { $0["deleted"] == true })
        #expect(client.send("v1/adaccounts/\(client.advertising.accounts[0].id)/ads", ["limit": "5"]).status == 400)
    }

    @Test func `Organisations lead to accounts, and another's are forbidden`() throws {
        let organization = try #require(
            try client.send("v1/me/organizations").json()["organizations"]?.array?.first?["organization"]?["id"]?.string)
        let accounts = try client.send("v1/organizations/\(organization)/adaccounts").json()["adaccounts"]?.array ?? []

        #expect(organization.utf8.count == 36)
        #expect(accounts.map { $0["adaccount"]?["timezone"]?.string } == ["Europe/Berlin", "America/Los_Angeles"])
        #expect(client.send("v1/organizations/other/adaccounts").status == 403)
        #expect(client.send("v1/adaccounts/other/campaigns").status == 403)
    }

    @Test func `Objects are replaced whole, below their parent`() throws {
        let campaign = client.advertising.campaigns[0]
        let path = "v1/adaccounts/\(client.advertising.accounts[0].id)/campaigns"
        let object = try #require(
            try client.send("v1/campaigns/\(campaign.id)").json()["campaigns"]?.array?.first?["campaign"])
        let changed = object.setting("status", "PAUSED").setting("daily_budget_micro", 77_000_000)

        let done = try client.send(path, method: "PUT", body: ["campaigns": [changed]]).json()["campaigns"]?.array?.first
        let part = try client.send(path, method: "PUT", body: ["campaigns": [["id": .string(campaign.id), "status": "PAUSED"]]]).json()
        let stored = try client.send("v1/campaigns/\(campaign.id)").json()["campaigns"]?.array?.first?["campaign"]

        #expect(done?["sub_request_status"] == "SUCCESS")
        #expect(part["campaigns"]?.array?.first?["sub_request_status"] == "ERROR")
        #expect(stored?["status"] == "PAUSED" && stored?["daily_budget_micro"] == 77_000_000)
    }

    @Test func `Events are taken once, validated without being taken, and refused as a whole`() throws {
        func event(_ id: String, value: JSON = 5) -> JSON {
            [
                "event_name": "PURCHASE", "event_time": .integer(client.clock.now.seconds - 60), "event_id": .string(id), "action_source": "WEB",
                "event_source_url": "https://shop.example/", "user_data": ["em": [.string(String(repeating: "ab", count: 32))]],
                "custom_data": ["value": value, "currency": "EUR"],
            ]
        }
        func send(_ path: String, _ events: JSON...) -> Int {
            client.send("v3/pixel/\(path)", method: "POST", body: ["data": .array(events)]).status
        }

        let statuses = [
            send("events", event("a"), event("b")), send("events", event("a")), send("events/validate", event("c")),
            send("events", event("d"), event("e", value: 0)), send("events", event("f").setting("user_data", [:])),
            send("events", event("g").setting("event_time", 1_700_000_000)), send("nothing", event("h")),
        ]

        #expect(statuses == [200, 200, 200, 400, 400, 400, 404])
        #expect(client.platform.state(7).events.map(\.id) == ["a", "b"])
    }

    @Test func `A throttle tells the second at which it ends`() throws {
        let client = SnapchatClient { $0.throttledCalls = [2] }

        let answers = (0..<3).map { _ in client.send("v1/me/organizations") }
        client.clock.move(by: .seconds(2))

        #expect(answers.map(\.status) == [200, 429, 429])
        #expect(answers[1].header("x-rate-limit-reset") == String(client.clock.now.seconds - 1))
        #expect(client.send("v1/me/organizations").status == 200)
        #expect(client.platform.token(of: SimulatedRequest(target: "/v3/p/events?access_token=sim-7-x")) == "sim-7-x")
        #expect(client.platform.refusal().status == 401)
    }
}
