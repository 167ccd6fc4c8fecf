import ConnectorKit
import Testing

@testable import MetaConnector

@Suite struct ChangeTests {
    private let meta = MetaReplay()
    private let campaign = Operation.Target(accountID: "act_11", level: "campaign", id: "100")
    private let group = Operation.Target(accountID: "11", level: "ad_group", id: "200")

    private func script() {
        meta.replay.answer("v25.0/100", method: "POST", with: .init(#"{"success":true}"#))
        meta.replay.answer("v25.0/200", method: "POST", with: .init(#"{"success":true}"#))
        meta.answer(
            "v25.0/100?",
            with: .init(#"{"id":"100","account_id":"11","configured_status":"ACTIVE","effective_status":"ACTIVE","daily_budget":"3169"}"#))
        meta.answer(
            "v25.0/200?",
            with: .init(#"{"id":"200","account_id":"11","configured_status":"PAUSED","daily_budget":"0","lifetime_budget":"900","bid_amount":150}"#))
        meta.answer("v25.0/act_11?", with: .init(#"{"id":"act_11","currency":"EUR"}"#))
        meta.answer("v25.0/300?", with: .init(#"{"id":"300","account_id":"22","configured_status":"ARCHIVED"}"#))
    }

    private func write(_ name: String, _ target: Operation.Target, _ parameters: String = "{}", dryRun: Bool = false) throws -> OperationResult {
        try meta.replay.write(Meta.self, name, target: target, parameters: parameters, dryRun: dryRun)
    }

    private var changes: [String] { meta.replay.requests.filter { $0.method == "POST" }.map(\.text) }

    @Test func `A campaign is paused, and resuming undoes it`() throws {
        script()

        let result = try write("pause", campaign)

        #expect(result.applied && result.before.text("status") == "active" && result.after.text("status") == "paused")
        #expect(result.inverse?.name == "resume" && result.inverse?.target == campaign)
        #expect(changes == ["status=PAUSED"])
        #expect(try meta.replay.offers(Meta.self) == (true, true))
    }

    @Test func `A dry run is validated by Meta and changes nothing`() throws {
        script()

        let pause = try write("pause", campaign, dryRun: true)
        let budget = try write("set_budget", campaign, #"{"daily_budget_micros":50000000,"currency":"EUR"}"#, dryRun: true)

        #expect(!pause.applied && pause.after.text("status") == "paused" && pause.inverse?.name == "resume" && !pause.notes.isEmpty)
        #expect(!budget.applied && budget.before.text("daily_budget_micros") == "31690000" && budget.after.text("daily_budget_micros") == "50000000")
        #expect(changes.count == 2 && changes.allSatisfy { $0.hasSuffix("&execution_options=%5B%22validate_only%22%5D") })
    }

    @Test func `Budgets and bids are whole minor units, and the inverse restores the old amount`() throws {
        script()

        let budget = try write("set_budget", campaign, #"{"daily_budget_micros":50250000,"currency":"EUR"}"#)
        let bid = try write("set_bid", group, #"{"bid_micros":2000000}"#)

        #expect(changes == ["daily_budget=5025", "bid_amount=200"])
        #expect(budget.inverse?.parameters.json == #"{"daily_budget_micros":31690000,"currency":"EUR"}"#)
        #expect(bid.before.text("bid_micros") == "1500000" && bid.inverse?.name == "set_bid")
    }

    @Test func `What is so already is left alone`() throws {
        script()

        let resumed = try write("resume", campaign)
        let budget = try write("set_budget", campaign, #"{"daily_budget_micros":31690000}"#)

        #expect(!resumed.applied && resumed.inverse == nil && !resumed.notes.isEmpty && !budget.applied)
        #expect(changes.isEmpty)
    }

    @Test func `What can not be changed is refused before Meta is asked to`() {
        script()
        let ad = Operation.Target(accountID: "22", level: "ad", id: "300")

        #expect(throws: ConnectorFailure.self) { try write("pause", ad) }
        #expect(throws: ConnectorFailure.self) { try write("set_budget", ad, #"{"daily_budget_micros":1000000}"#) }
        #expect(throws: ConnectorFailure.self) { try write("set_bid", campaign, #"{"bid_micros":1000000}"#) }
        #expect(throws: ConnectorFailure.self) { try write("set_budget", group, #"{"daily_budget_micros":1000000}"#) }
        #expect(throws: ConnectorFailure.self) { try write("set_budget", campaign, #"{"daily_budget_micros":1000001}"#) }
        #expect(throws: ConnectorFailure.self) { try write("set_budget", campaign, #"{"daily_budget_micros":0}"#) }
        #expect(throws: ConnectorFailure.self) { try write("set_budget", campaign, #"{"daily_budget_micros":1000000,"currency":"USD"}"#) }
        #expect(throws: ConnectorFailure.self) { try write("pause", Operation.Target(accountID: "22", level: "campaign", id: "100")) }
        #expect(throws: ConnectorFailure.self) { try write("pause", Operation.Target(level: "campaign", id: "100/insights")) }
        #expect(throws: ConnectorFailure.self) { try write("pause", Operation.Target(level: "keyword", id: "1")) }
        #expect(throws: ConnectorFailure(.permanent, "There is no operation \"explode\".")) { try write("explode", campaign) }
        #expect(changes.isEmpty)
    }

    @Test func `Meta's refusals are those of a read`() {
        meta.replay.answer("v25.0/100", method: "POST", with: MetaReplay.error(200))
        meta.answer("v25.0/100?", with: .init(#"{"id":"100","account_id":"11","configured_status":"ACTIVE"}"#))

        var kind: ConnectorFailure.Kind?
        do { _ = try write("pause", campaign) } catch { kind = (error as? ConnectorFailure)?.kind }

        #expect(kind == .auth)
    }
}
