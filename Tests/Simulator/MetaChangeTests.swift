import Core
import Testing

@testable import Simulator

/// What callers change at the simulated Meta, and what they are told about it.
struct MetaChangeTests {
    private let client = Client()

    private func post(_ path: String, _ parameters: [String: String]) async -> SimulatedResponse {
        await client.meta(path, parameters, method: "POST")
    }

    private func upload(_ body: JSON, to pixel: String? = nil) async -> SimulatedResponse {
        let pixel = pixel ?? MetaNodes.pixel(client.business)
        return await client.simulator.respond(
            to: SimulatedRequest(
                method: "POST", target: "/meta/v25.0/\(pixel)/events?access_token=\(client.token)", headers: ["content-type": "application/json"],
                body: body.encoded()))
    }

    private func event(_ id: String, at time: Instant? = nil, value: JSON? = .number("59.9")) -> JSON {
        let custom: JSON = value.map { ["value": $0, "currency": "EUR"] } ?? [:]
        return [
            "event_name": "Purchase", "event_id": .string(id), "event_time": .integer((time ?? client.clock.now).seconds), "action_source": "website",
            "user_data": ["em": [.string(String(repeating: "ab", count: 32))]], "custom_data": custom,
        ]
    }

    @Test func `A paused campaign is paused everywhere, and resumed again as before`() async throws {
        let campaign = try #require(client.business.campaigns.first { $0.status == .active })
        let fields = ["fields": "status,effective_status"]
        let before = try await client.metaRows("\(campaign.id)/adsets", fields).rows

        let answer = try await post(campaign.id, ["status": "PAUSED"]).json()
        let paused = try await client.meta(campaign.id, fields).json()
        let below = try await client.metaRows("\(campaign.id)/adsets", fields).rows
        _ = await post(campaign.id, ["status": "ACTIVE"])
        let after = try await client.metaRows("\(campaign.id)/adsets", fields).rows

        #expect(answer["success"] == true && paused["effective_status"] == "PAUSED")
        #expect(below.allSatisfy { $0["status"] == "ACTIVE" && $0["effective_status"] == "CAMPAIGN_PAUSED" } && !below.isEmpty)
        #expect(after == before)
    }

    @Test func `Budgets and bids are whole cents, and a validated change is not made`() async throws {
        let campaign = client.business.campaigns[0]
        let bidding = try #require(client.business.adSets.first { $0.bid != nil && $0.status != .archived })

        _ = await post(campaign.id, ["daily_budget": "5025"])
        _ = await post(bidding.id, ["bid_amount": "123"])
        let validated = try await post(campaign.id, ["daily_budget": "9900", "execution_options": #"["validate_only"]"#]).json()

        #expect(validated["success"] == true)
        #expect(try await client.meta(campaign.id, ["fields": "daily_budget"]).json()["daily_budget"] == "5025")
        #expect(try await client.meta(bidding.id, ["fields": "bid_amount"]).json()["bid_amount"] == 123)
    }

    @Test func `What can not be set is refused`() async throws {
        let free = try #require(client.business.adSets.first { $0.bid == nil && $0.status != .archived })
        let old = try #require(client.business.campaigns.first { $0.status == .archived })
        let calls = [
            (client.business.campaigns[0].id, ["status": "SLEEPING"]), (client.business.campaigns[0].id, ["daily_budget": "12.5"]),
            (free.id, ["bid_amount": "100"]), (client.business.ads[0].id, ["daily_budget": "100"]), (old.id, ["status": "ACTIVE"]),
            ("12", ["status": "PAUSED"]),
        ]

        for (id, parameters) in calls {
            let answer = await post(id, parameters)
            #expect(answer.status == 400, "\(id) \(parameters)")
            #expect(try answer.json()["error"]?["code"] == 100)
        }
    }

    @Test func `Events are taken once each, and all or none`() async throws {
        let first = try await upload(["data": [event("1"), event("2")]]).json()
        let again = try await upload(["data": [event("2"), event("3")]]).json()
        let old = await upload(["data": [event("4"), event("5", at: client.clock.now - .seconds(8 * 86_400))]])
        let bare = await upload(["data": [event("6", value: nil)]])
        let lost = await upload(["data": [event("7")]], to: "1")
        let test = await upload(["data": [event("8")], "test_event_code": "TEST1"])

        #expect(first["events_received"] == 2 && again["events_received"] == 2)
        #expect(old.status == 400 && bare.status == 400 && lost.status == 400 && test.status == 200)
        #expect(try old.json()["error"]?["error_subcode"] == 2_804_003)
        #expect(try bare.json()["error"]?["error_subcode"] == 2_804_009)
        #expect(try lost.json()["error"]?["error_subcode"] == 33)
        let more = try await upload(["data": .array((0..<1_001).map { event("m\($0)") })]).json()
        #expect(more["error"]?["code"] == 100)
    }

    @Test func `Creatives belong to their account's ads`() async throws {
        let account = client.business.adAccounts[0]

        let rows = try await client.metaRows("act_\(account.id)/adcreatives", ["fields": "id,name,object_type,image_url,video_id", "limit": "50"])
            .rows

        let ads = client.business.ads.filter { client.business.campaigns[$0.campaign].account == 0 }
        #expect(rows.compactMap { $0["id"]?.string } == ads.map(\.creative))
        #expect(rows.allSatisfy { ($0["video_id"] != nil) == ($0["object_type"] == "VIDEO") })
    }

    @Test(arguments: [
        ["age"], ["gender"], ["age", "gender"], ["country"], ["region"], ["impression_device"], ["publisher_platform", "platform_position"],
        ["hourly_stats_aggregated_by_advertiser_time_zone"],
    ])
    func `The parts of a breakdown add up to the whole`(breakdowns: [String]) async throws {
        let account = "act_\(client.business.adAccounts[1].id)"
        let whole = [
            "level": "ad", "time_increment": "1", "time_range": #"{"since":"2026-05-25","until":"2026-05-31"}"#, "limit": "500",
            "fields": "ad_id,spend,impressions,actions",
        ]
        let list = JSON.array(breakdowns.map { .string($0) }).description

        let all = try await client.metaRows("\(account)/insights", whole).rows
        let parts = try await client.metaRows("\(account)/insights", whole.merging(["breakdowns": list]) { $1 }).rows

        #expect(parts.count > all.count && parts.allSatisfy { part in breakdowns.allSatisfy { part[$0]?.string != nil } })
        #expect(parts.reduce(0) { $0 + ($1["spend"]?.micros ?? 0) } == all.reduce(0) { $0 + ($1["spend"]?.micros ?? 0) })
        #expect(parts.reduce(0) { $0 + ($1["impressions"]?.count ?? 0) } == all.reduce(0) { $0 + ($1["impressions"]?.count ?? 0) })
    }

    @Test func `A large report is refused directly and comes by a run, of which one may fail`() async throws {
        let client = Client {
            $0.meta.largestDirectReport = 10
            $0.meta.failedReports = [1]
        }
        let account = "act_\(client.business.adAccounts[0].id)"
        let query = ["level": "ad", "time_increment": "1", "time_range": #"{"since":"2026-05-01","until":"2026-05-31"}"#, "fields": "ad_id,spend"]

        let direct = await client.meta("\(account)/insights", query)
        var states: [String?] = []
        var rows: [JSON] = []
        for _ in 0..<2 {
            let run = try #require(try await client.meta("\(account)/insights", query, method: "POST").json()["report_run_id"]?.string)
            _ = await client.meta(run)
            states.append(try await client.meta(run).json()["async_status"]?.string)
            if states.last == "Job Completed" { rows = try await client.metaRows("\(run)/insights", ["limit": "400"]).rows }
        }

        #expect(direct.status == 400)
        #expect(try direct.json()["error"]?["error_subcode"] == 1_487_534)
        #expect(states == ["Job Failed", "Job Completed"])
        #expect(rows.count > 10)
    }
}
