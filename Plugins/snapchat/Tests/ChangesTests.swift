import ConnectorKit
import Testing

@testable import SnapchatConnector

@Suite struct ChangesTests {
    private let snapchat = SnapchatReplay()
    private let campaign = Operation.Target(accountID: SnapchatReplay.account, level: "campaign", id: SnapchatReplay.campaign)
    private let group = Operation.Target(accountID: SnapchatReplay.account, level: "ad_group", id: "23995202-0000-4331-a6ff-b4a8ed8f0001")

    private func script() {
        snapchat.replay.answer(where: { $0.method == "PUT" && $0.url.hasSuffix("/adsquads") }) { _ in SnapchatReplay.fixture("adsquads") }
        snapchat.replay.answer(where: { $0.method == "PUT" }) { _ in SnapchatReplay.fixture("campaigns-1") }
        snapchat.answer("/campaigns/", with: SnapchatReplay.fixture("campaigns-1"))
        snapchat.answer("/adsquads/", with: SnapchatReplay.fixture("adsquads"))
        snapchat.answer("/adaccounts/", with: SnapchatReplay.fixture("account"))
    }

    private func write(_ name: String, _ target: Operation.Target, _ parameters: String = "{}", dryRun: Bool = false) throws -> OperationResult {
        try snapchat.replay.write(Snapchat.self, name, target: target, parameters: parameters, dryRun: dryRun, config: "{}")
    }

    private var changes: [Replay.Sent] { snapchat.replay.requests.filter { $0.method == "PUT" } }

    @Test func `A campaign is put back whole with its new state, and resuming undoes it`() throws {
        script()

        let result = try write("pause", campaign)

        #expect(result.applied && result.before.text("status") == "active" && result.after.text("status") == "paused")
        #expect(result.inverse?.name == "resume")
        #expect(changes[0].url == "https://adsapi.snapchat.com/v1/adaccounts/\(SnapchatReplay.account)/campaigns")
        let sent = try JSONDocument(changes[0].body).root["campaigns.0"]
        #expect(sent.text("status") == "PAUSED" && sent.text("name") == "Prospecting" && sent["daily_budget_micro"].json == "120500000")
        #expect(sent["updated_at"].kind == .missing)
    }

    @Test func `Budgets and bids are micros, and a dry run changes nothing`() throws {
        script()

        let budget = try write("set_budget", campaign, #"{"daily_budget_micros":90250000,"currency":"EUR"}"#, dryRun: true)
        let bid = try write("set_bid", group, #"{"bid_micros":5000000}"#)

        #expect(!budget.applied && budget.before.text("daily_budget_micros") == "120500000" && budget.after.text("daily_budget_micros") == "90250000")
        #expect(budget.inverse?.parameters.json == #"{"daily_budget_micros":120500000,"currency":"EUR"}"#)
        #expect(bid.applied && bid.before.text("bid_micros") == "4200000")
        #expect(changes.count == 1 && changes[0].url.hasSuffix("/campaigns/\(SnapchatReplay.campaign)/adsquads"))
        #expect(try JSONDocument(changes[0].body).root["adsquads.0.bid_micro"].json == "5000000")
    }

    @Test func `What is so already is left alone`() throws {
        script()

        let result = try write("resume", campaign)

        #expect(!result.applied && result.inverse == nil && changes.isEmpty)
    }

    @Test func `What can not be changed is refused`() {
        script()

        for parameters in [#"{"daily_budget_micros":90000000,"currency":"USD"}"#, #"{"daily_budget_micros":90001234}"#, "{}"] {
            #expect(throws: ConnectorFailure.self) { try write("set_budget", campaign, parameters) }
        }
        #expect(throws: ConnectorFailure.self) { try write("set_bid", campaign, #"{"bid_micros":1000000}"#) }
        #expect(throws: ConnectorFailure.self) { try write("pause", Operation.Target(accountID: "1", level: "campaign", id: "3")) }
        #expect(throws: ConnectorFailure.self) { try write("pause", Operation.Target(accountID: "1", level: "keyword", id: "1")) }
        #expect(throws: ConnectorFailure(.permanent, "There is no operation \"explode\".")) { try write("explode", campaign) }
        #expect(changes.isEmpty)
    }

    @Test func `An element that failed in the answer is a failure`() {
        snapchat.replay.answer(where: { $0.method == "PUT" }) { _ in
            SnapchatReplay.list("campaigns", #"{"sub_request_status":"ERROR","sub_request_error_reason":"too low"}"#)
        }
        script()

        #expect(throws: ConnectorFailure.self) { try write("pause", campaign) }
    }
}
