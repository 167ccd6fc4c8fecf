import Core
import Testing

@testable import Simulator

struct SimulatorLimitTests {
    private let order = "{ orders(first: 100, sortKey: UPDATED_AT) { nodes { id lineItems(first: 10) { nodes { id } } } } }"

    @Test func `Without limits no call is refused, however many come at once`() async {
        var configuration = SimulatorConfiguration()
        configuration.days = 10
        configuration.customers = 20
        configuration.liftLimits()
        let simulator = Simulator(configuration, time: TimeSource { Instant(seconds: 1_790_000_000) })
        let calls = [
            SimulatedRequest(target: "/meta/v25.0/me/adaccounts?access_token=sim-7-x"),
            SimulatedRequest(target: "/stripe/v1/charges", headers: ["authorization": "Bearer sim-7-x"]),
            SimulatedRequest(
                method: "POST", target: "/shopify/acme/admin/api/2026-07/graphql.json", headers: ["x-shopify-access-token": "sim-7-x"],
                body: JSON.object([.init("query", .string(order))]).encoded()),
            SimulatedRequest(target: "/klaviyo/api/accounts", headers: ["authorization": "Klaviyo-API-Key sim-7-x", "revision": "2026-07-15"]),
            SimulatedRequest(target: "/search-console/webmasters/v3/sites", headers: ["authorization": "Bearer sim-7-x"]),
        ]

        var refused: [SimulatedResponse] = []
        for call in Array(repeating: calls, count: 200).joined() {
            let answer = await simulator.respond(to: call)
            if answer.status != 200 || answer.outcome == .throttled { refused.append(answer) }
        }

        #expect(refused.isEmpty, "\(refused.first.map { String(decoding: $0.body, as: UTF8.self) } ?? "")")
    }

    @Test func `Pages of insights that take turns do not mix, and a new day is seen at once`() async throws {
        let client = Client()
        let account = client.business.adAccounts[0].id
        let ads = ["level": "ad", "time_increment": "1", "date_preset": "last_7d", "limit": "50", "fields": "ad_id,spend"]
        let campaigns = ads.merging(["level": "campaign", "fields": "campaign_id,spend"]) { $1 }

        let firstAds = try await client.meta("act_\(account)/insights", ads).json()
        let firstCampaigns = try await client.meta("act_\(account)/insights", campaigns).json()
        let after = try #require(firstAds["paging"]?["cursors"]?["after"]?.string)
        let secondAds = try await client.meta("act_\(account)/insights", ads.merging(["after": after]) { $1 }).json()
        client.simulator.advance(1, seed: 7)
        let tomorrow = try await client.meta("act_\(account)/insights", ads).json()

        #expect(firstAds["data"]?.array?.allSatisfy { $0["ad_id"] != nil } == true)
        #expect(firstCampaigns["data"]?.array?.allSatisfy { $0["campaign_id"] != nil && $0["ad_id"] == nil } == true)
        #expect(secondAds["data"]?.array?.allSatisfy { $0["ad_id"] != nil } == true && secondAds["data"] != firstAds["data"])
        #expect(tomorrow["data"]?.array?.first?["date_start"] != firstAds["data"]?.array?.first?["date_start"])
    }
}
