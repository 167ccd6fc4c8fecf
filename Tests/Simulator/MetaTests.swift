import Core
import Testing

@testable import Simulator

struct MetaTests {
    private let client = Client()
    private let wholeRange = #"{"since":"2026-02-01","until":"2026-05-31"}"#

    private var daily: [String: String] {
        [
            "level": "ad", "time_increment": "1", "time_range": wholeRange, "limit": "500",
            "fields": "account_id,ad_id,spend,impressions,clicks,actions,action_values",
        ]
    }

    private func purchases(_ row: JSON, _ list: String) -> JSON? { row[list]?.array?.first { $0["action_type"] == "omni_purchase" }?["value"] }

    @Test func `Ad accounts give the fields that were asked for and nothing else`() async throws {
        let answer = try await client.meta("me/adaccounts", ["fields": "account_id,currency,timezone_name"]).json()

        let first = try #require(answer["data"]?.array?.first)
        #expect(first.members?.map(\.name) == ["account_id", "currency", "timezone_name", "id"])
        #expect(first["id"]?.string == "act_\(client.business.adAccounts[0].id)")
        #expect(first["timezone_name"] == "Europe/Berlin")
        #expect(answer["paging"]?["cursors"]?["after"] != nil)
        #expect(answer["paging"]?["next"] == nil)
    }

    @Test func `Insights of all pages add up to the truth`() async throws {
        var rows: [JSON] = []
        var pages = 0
        for account in client.business.adAccounts {
            let found = try await client.metaRows("act_\(account.id)/insights", daily)
            rows += found.rows
            pages += found.pages
        }

        let truth = client.business.truth()["platforms"]?["meta"]?["days"]?.array ?? []
        func total(_ name: String) -> Int64 { truth.reduce(0) { $0 + ($1[name]?.integer ?? 0) } }
        #expect(pages >= 8)
        #expect(Set(rows.map { "\($0["ad_id"]?.string ?? "") \($0["date_start"]?.string ?? "")" }).count == rows.count)
        #expect(rows.count == client.business.adFacts.count)
        #expect(rows.reduce(0) { $0 + ($1["spend"]?.micros ?? 0) } == total("spend_micros"))
        #expect(rows.reduce(0) { $0 + ($1["impressions"]?.count ?? 0) } == Int(total("impressions")))
        #expect(rows.reduce(0) { $0 + ($1["clicks"]?.count ?? 0) } == Int(total("clicks")))
        #expect(rows.reduce(0) { $0 + (purchases($1, "actions")?.count ?? 0) } == Int(total("conversions")))
        #expect(rows.reduce(0) { $0 + (purchases($1, "action_values")?.micros ?? 0) } == total("value_micros"))
    }

    @Test(arguments: ["account", "campaign", "adset", "ad"]) func `Every level and stretch of days adds up to the same spend`(
        level: String
    ) async throws {
        let account = client.business.adAccounts[0]
        let expected = client.business.adFacts.filter { client.business.campaigns[$0.campaign].account == 0 }.reduce(0) { $0 + $1.spend }

        for increment in ["1", "7", "all_days"] {
            let parameters = ["level": level, "time_increment": increment, "time_range": wholeRange, "limit": "400", "fields": "spend,date_start"]
            let rows = try await client.metaRows("act_\(account.id)/insights", parameters).rows
            #expect(rows.reduce(0) { $0 + ($1["spend"]?.micros ?? 0) } == expected)
        }
    }

    @Test func `Purchases stand under overlapping types with equal figures`() async throws {
        let rows = try await client.metaRows(
            "act_\(client.business.adAccounts[0].id)/insights", daily.merging(["action_attribution_windows": #"["7d_click","1d_click"]"#]) { $1 }
        ).rows

        let sold = try #require(rows.first { purchases($0, "actions") != nil })
        let entries = (sold["actions"]?.array ?? []).filter { $0["action_type"]?.string?.contains("purchase") == true }
        #expect(entries.count == 3)
        #expect(Set(entries.map { $0["value"] }).count == 1)
        #expect(entries.allSatisfy { $0["7d_click"] == $0["value"] })
    }

    @Test func `Structure lists every object that is not archived and archived ones on demand`() async throws {
        let account = client.business.adAccounts[1]
        let all = [
            "effective_status": #"["ACTIVE","PAUSED","CAMPAIGN_PAUSED","ARCHIVED"]"#, "limit": "2", "fields": "id,name,daily_budget,updated_time",
        ]

        let usual = try await client.metaRows("act_\(account.id)/campaigns", ["fields": "id,daily_budget,updated_time"]).rows
        let complete = try await client.metaRows("act_\(account.id)/campaigns", all).rows
        let ads = try await client.metaRows("act_\(account.id)/ads", all.merging(["fields": "id,creative{id},adset_id"]) { $1 })

        #expect(usual.count == 1)
        #expect(complete.count == 2)
        #expect(usual[0]["daily_budget"]?.string == String(client.business.campaigns[6].dailyBudget / 10_000))
        #expect(usual[0]["updated_time"]?.string?.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]00$/) == true)
        #expect(Set(ads.rows.map { $0["id"] }).count == client.business.ads.filter { $0.campaign >= 6 }.count)
        #expect(ads.rows.allSatisfy { $0["creative"]?.members?.map(\.name) == ["id"] })
    }

    @Test func `A filter by updated time gives exactly the newer objects`() async throws {
        let account = client.business.adAccounts[0]
        let own = client.business.ads.filter { client.business.campaigns[$0.campaign].account == 0 }
        let middle = own.map(\.updated.seconds).sorted()[own.count / 2]

        let rows = try await client.metaRows(
            "act_\(account.id)/ads", ["fields": "id", "filtering": #"[{"field":"ad.updated_time","operator":"GREATER_THAN","value":\#(middle)}]"#]
        ).rows

        #expect(Set(rows.compactMap { $0["id"]?.string }) == Set(own.filter { $0.updated.seconds > middle }.map(\.id)))
    }

    @Test(arguments: [
        ("act_1/campaigns", [:], 100), ("me/adaccounts", ["fields": "nonsense"], 100), ("me/adaccounts", ["after": "???"], 100),
        ("me/adaccounts", ["limit": "many"], 100), ("me/adaccounts", ["fields": "id,,("], 2_500), ("me/friends", [:], 100),
    ]) func `A wrong call gets Meta's error`(call: (path: String, parameters: [String: String], code: Int)) async throws {
        let answer = await client.meta(call.path, call.parameters)

        let error = try answer.json()["error"]
        #expect(answer.status == 400)
        #expect(error?["code"]?.integer == Int64(call.code))
        #expect(error?["fbtrace_id"]?.string != nil && error?["message"]?.string != nil)
    }

    @Test(arguments: [
        (["fields": "nonsense"], 100), (["level": "keyword"], 100), (["time_range": "x"], 100), (["breakdowns": "age"], 100),
        (["time_range": #"{"since":"2026-05-02","until":"2026-05-01"}"#], 100),
        (["time_range": #"{"since":"2020-05-02","until":"2020-05-03"}"#], 3_018),
    ]) func `A wrong insights query gets Meta's error`(call: (parameters: [String: String], code: Int)) async throws {
        let answer = await client.meta("act_\(client.business.adAccounts[0].id)/insights", call.parameters)

        #expect(answer.status == 400)
        #expect(try answer.json()["error"]?["code"]?.integer == Int64(call.code))
    }

    @Test func `Tokens are checked in every way they come`() async throws {
        let query = SimulatedRequest(target: "/meta/v25.0/me?access_token=stolen")
        let header = SimulatedRequest(target: "/meta/v25.0/me", headers: ["authorization": "Bearer sim-7-x"])
        let expired = SimulatedRequest(target: "/meta/v25.0/me?access_token=sim-7-expired-1")
        let old = SimulatedRequest(target: "/meta/v12.0/me?access_token=sim-7-x")

        #expect(try await client.simulator.respond(to: query).json()["error"]?["code"] == 190)
        #expect(await client.simulator.respond(to: header).status == 200)
        #expect(try await client.simulator.respond(to: expired).json()["error"]?["error_subcode"] == 463)
        #expect(try await client.simulator.respond(to: old).json()["error"]?["code"] == 2_635)
    }

    @Test func `A report run gives the same rows as a direct query`() async throws {
        let account = "act_\(client.business.adAccounts[1].id)"
        let direct = try await client.metaRows("\(account)/insights", daily).rows

        let run = try #require(try await client.meta("\(account)/insights", daily, method: "POST").json()["report_run_id"]?.string)
        let early = await client.meta("\(run)/insights")
        let states = [try await client.meta(run).json()["async_status"], try await client.meta(run).json()["async_status"]]
        let rows = try await client.metaRows("\(run)/insights", ["limit": "300"]).rows

        #expect(early.status == 400)
        #expect(states == ["Job Started", "Job Completed"])
        #expect(rows == direct)
    }

    @Test func `With an app secret the proof must fit`() async throws {
        let client = Client { $0.meta.appSecret = "hush" }
        // RFC 4231, test case 2.
        #expect(
            AppSecretProof.proof(of: "what do ya want for nothing?", secret: "Jefe")
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")

        let without = await client.meta("me/adaccounts")
        let with = await client.meta("me/adaccounts", ["appsecret_proof": AppSecretProof.proof(of: client.token, secret: "hush")])

        #expect(without.status == 400)
        #expect(with.status == 200)
    }

    @Test func `The call that is to be throttled is refused and so are others until the block ends`() async throws {
        let client = Client { $0.meta.throttledCalls = [2] }

        let answers = [await client.meta("me/adaccounts"), await client.meta("me/adaccounts"), await client.meta("me/adaccounts")]
        client.clock.move(by: .seconds(2))
        let later = await client.meta("me/adaccounts")

        #expect(answers.map(\.status) == [200, 400, 400])
        #expect(try answers[1].json()["error"]?["code"] == 80_004)
        #expect(answers[1].header("x-business-use-case-usage")?.contains("estimated_time_to_regain_access") == true)
        #expect(later.status == 200)
        #expect(client.simulator.statistics(7)["meta"]?.throttles == 2)
    }
}
