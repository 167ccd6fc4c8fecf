import ConnectorKit
import Testing

@testable import TikTokConnector

@Suite struct ChangesTests {
    private let tiktok = TikTokReplay()
    private let campaign = Operation.Target(accountID: "7011", level: "campaign", id: "1790000000000000001")
    private let group = Operation.Target(accountID: "7011", level: "ad_group", id: "1800000000000000001")

    private func script() {
        tiktok.oneAccount()
        tiktok.answer("campaign/get", with: TikTokReplay.fixture("campaigns-1"))
        tiktok.answer("adgroup/get", with: TikTokReplay.fixture("adgroups"))
        tiktok.answer("update", with: TikTokReplay.ok)
    }

    private func write(_ name: String, _ target: Operation.Target, _ parameters: String = "{}", dryRun: Bool = false) throws -> OperationResult {
        try tiktok.replay.write(TikTok.self, name, target: target, parameters: parameters, dryRun: dryRun, config: tiktok.config)
    }

    private var changes: [Replay.Sent] { tiktok.replay.requests.filter { $0.method == "POST" } }

    @Test func `A campaign is paused, and resuming undoes it`() throws {
        script()

        let result = try write("pause", campaign)

        #expect(result.applied && result.before.text("status") == "active" && result.after.text("status") == "paused")
        #expect(result.inverse?.name == "resume" && result.inverse?.target == campaign)
        #expect(changes[0].url == "https://business-api.tiktok.com/open_api/v1.3/campaign/status/update/")
        #expect(changes[0].text == #"{"advertiser_id":"7011","campaign_ids":["1790000000000000001"],"operation_status":"DISABLE"}"#)
    }

    @Test func `A dry run changes nothing and says what would be`() throws {
        script()

        let pause = try write("pause", campaign, dryRun: true)
        let budget = try write("set_budget", campaign, #"{"daily_budget_micros":90000000,"currency":"EUR"}"#, dryRun: true)

        #expect(!pause.applied && pause.after.text("status") == "paused" && pause.inverse?.name == "resume")
        #expect(!budget.applied && budget.before.text("daily_budget_micros") == "120500000" && budget.after.text("daily_budget_micros") == "90000000")
        #expect(changes.isEmpty)
    }

    @Test func `A budget is a number in the account's currency, and its inverse restores the old one`() throws {
        script()

        let result = try write("set_budget", campaign, #"{"daily_budget_micros":90250000,"currency":"EUR"}"#)

        #expect(changes[0].text == #"{"advertiser_id":"7011","campaign_id":"1790000000000000001","budget":90.25}"#)
        #expect(result.inverse?.parameters.json == #"{"daily_budget_micros":120500000,"currency":"EUR"}"#)
    }

    @Test func `A bid goes into the field that the ad group uses`() throws {
        script()

        let result = try write("set_bid", group, #"{"bid_micros":5000000,"currency":"EUR"}"#)

        #expect(changes[0].text == #"{"advertiser_id":"7011","adgroup_id":"1800000000000000001","conversion_bid_price":5}"#)
        #expect(result.before.text("bid_micros") == "4200000")
    }

    @Test func `What is so already is left alone`() throws {
        script()

        let result = try write("resume", campaign)

        #expect(!result.applied && result.inverse == nil && !result.notes.isEmpty)
        #expect(changes.isEmpty)
    }

    @Test(arguments: [
        #"{"daily_budget_micros":90000000,"currency":"USD"}"#, #"{"daily_budget_micros":90001234}"#, #"{"daily_budget_micros":0}"#, "{}",
    ])
    func `An amount that the account can not have is refused`(parameters: String) {
        script()

        #expect(throws: ConnectorFailure.self) { try write("set_budget", campaign, parameters) }
        #expect(changes.isEmpty)
    }

    @Test func `What can not be changed is refused`() {
        script()
        let total = Operation.Target(accountID: "7011", level: "campaign", id: "1790000000000000002")
        let missing = Operation.Target(accountID: "7011", level: "campaign", id: "3")

        #expect(throws: ConnectorFailure.self) { try write("set_budget", total, #"{"daily_budget_micros":90000000}"#) }
        #expect(throws: ConnectorFailure.self) { try write("set_bid", campaign, #"{"bid_micros":1000000}"#) }
        #expect(throws: ConnectorFailure.self) { try write("pause", missing) }
        #expect(throws: ConnectorFailure.self) { try write("pause", Operation.Target(accountID: "7011", level: "keyword", id: "1")) }
        #expect(throws: ConnectorFailure(.permanent, "There is no operation \"explode\".")) { try write("explode", campaign) }
        #expect(changes.isEmpty)
    }
}
