import Core
import Testing

@testable import Simulator

struct FaultTests {
    private let client = Client()

    private func post(_ json: JSON) async -> SimulatedResponse {
        await client.simulator.respond(to: SimulatedRequest(method: "POST", target: "/_sim/faults", body: json.encoded()))
    }

    @Test func `A fault hits as many requests as ordered and then it is over`() async throws {
        _ = await post(["seed": 7, "kind": "http500", "platform": "meta", "after": 1, "count": 2])

        var statuses: [Int] = []
        for _ in 0..<4 { statuses.append(await client.meta("me/adaccounts").status) }

        #expect(statuses == [200, 500, 500, 200])
        #expect(await client.shopify("{ shop { name } }").status == 200)
    }

    @Test(arguments: [
        ("throttle", 400, 200), ("http429", 429, 429), ("http500", 500, 500), ("http502", 502, 502), ("expired_token", 400, 401),
        ("invalid_json", 200, 200),
        ("cut_body", 200, 200), ("latency", 200, 200),
    ]) func `Every kind of fault looks like the platform`(kind: String, meta: Int, shopify: Int) async throws {
        _ = await post(["seed": 7, "kind": .string(kind), "milliseconds": 1])

        let first = await client.meta("me/adaccounts")
        let second = await client.shopify("{ shop { name } }")

        #expect(first.status == meta)
        #expect(second.status == shopify)
        #expect(first.isCut == (kind == "cut_body"))
        #expect((try? first.json()) == nil || !["invalid_json", "http502"].contains(kind))
        #expect(client.simulator.statistics(7)["meta"]?.faults == 1)
    }

    @Test func `An unknown member stands in every object`() async throws {
        _ = await post(["seed": 7, "kind": "unknown_member", "platform": "meta", "member": "newcomer"])

        let answer = try await client.meta("me/adaccounts", ["fields": "id"]).json()

        #expect(answer["newcomer"] == "new")
        #expect(answer["data"]?.array?.allSatisfy { $0["newcomer"] == "new" && $0["id"] != nil } == true)
    }

    @Test func `A member is gone and a number comes as a text`() async throws {
        _ = await post(["seed": 7, "kind": "missing_member", "platform": "meta", "member": "name", "count": 1])
        _ = await post(["seed": 7, "kind": "number_as_text", "platform": "meta", "member": "account_status", "after": 1])

        let first = try await client.meta("me/adaccounts", ["fields": "id,name,account_status"]).json()["data"]?.array?.first
        let second = try await client.meta("me/adaccounts", ["fields": "id,name,account_status"]).json()["data"]?.array?.first

        #expect(first?["name"] == nil && first?["account_status"] == 1)
        #expect(second?["name"] != nil && second?["account_status"] == "1")
    }

    @Test func `Late conversions are counted when the fault is over`() async throws {
        func purchases() async throws -> Int {
            var sum = 0
            for account in client.business.adAccounts {
                let parameters = ["level": "account", "time_range": #"{"since":"2026-02-01","until":"2026-05-31"}"#, "fields": "spend,actions"]
                let rows = try await client.meta("act_\(account.id)/insights", parameters).json()["data"]?.array ?? []
                let actions = rows.flatMap { $0["actions"]?.array ?? [] }
                sum += actions.filter { $0["action_type"] == "omni_purchase" }.reduce(0) { $0 + ($1["value"]?.count ?? 0) }
            }
            return sum
        }
        _ = await post(["seed": 7, "kind": "late_conversions", "platform": "meta", "days": 20])

        let early = try await purchases()
        client.simulator.clearFaults(seed: 7)
        let late = try await purchases()

        #expect(early > 0 && early < late)
        #expect(late == client.business.adFacts.reduce(0) { $0 + $1.purchases })
    }

    @Test func `Faults of one seed leave others alone and can be cleared`() async throws {
        _ = await post(["seed": 8, "kind": "http500"])
        var other = client
        other.token = "sim-8-x"

        let broken = await other.meta("me/adaccounts").status
        let well = await client.meta("me/adaccounts").status
        _ = await client.simulator.respond(to: SimulatedRequest(method: "DELETE", target: "/_sim/faults?seed=8"))

        #expect(broken == 500)
        #expect(well == 200)
        #expect(await other.meta("me/adaccounts").status == 200)
    }

    @Test func `An unknown kind is refused with the list of kinds`() async throws {
        let answer = await post(["seed": 7, "kind": "meteor"])

        #expect(answer.status == 400)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("cut_body"))
    }

    @Test func `With the settings of the demo a sync meets a throttle on both platforms`() async throws {
        let client = Client { $0 = SimulatorConfiguration() }
        for _ in 0..<8 {
            _ = await client.meta("me/adaccounts")
            _ = await client.shopify("{ orders(first: 50) { nodes { id } } }")
            client.clock.move(by: .seconds(2))
        }

        let stats = try await client.simulator.respond(to: SimulatedRequest(target: "/_sim/stats?seed=7")).json()

        #expect(stats["platforms"]?["meta"]?["throttles"] == 1)
        #expect(stats["platforms"]?["shopify"]?["throttles"] == 1)
        #expect(stats["platforms"]?["meta"]?["pages"] == 7)
        #expect(stats["platforms"]?["shopify"]?["requests"] == 8)
    }

    @Test func `Days that pass bring new orders to the served lists`() async throws {
        let before = try await client.shopifyNodes("orders", first: 250, selecting: "id").nodes.count

        let answer = await client.simulator.respond(to: SimulatedRequest(method: "POST", target: "/_sim/advance?seed=7&days=2"))
        let after = try await client.shopifyNodes("orders", first: 250, selecting: "id").nodes.count

        #expect(try answer.json()["until"] == "2026-06-02")
        #expect(after > before)
        #expect(after == client.business.orders.count)
    }
}
