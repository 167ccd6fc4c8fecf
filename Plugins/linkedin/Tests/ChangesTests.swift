import ConnectorKit
import Testing

@testable import LinkedInConnector

@Suite struct ChangesTests {
    private let linkedIn = LinkedInReplay()
    private static let campaign =
        #"{"id":200,"status":"ACTIVE","dailyBudget":{"amount":"50","currencyCode":"EUR"},"unitCost":{"amount":"7.25","currencyCode":"EUR"}}"#
    private static let group = Operation.Target(accountID: "11", level: "ad_group", id: "200")

    private func write(
        _ name: String, _ parameters: String = "{}", target: Operation.Target = ChangesTests.group, dryRun: Bool = false
    ) throws
        -> OperationResult
    {
        try linkedIn.replay.write(LinkedIn.self, name, target: target, parameters: parameters, dryRun: dryRun)
    }

    private func script(_ entity: String = ChangesTests.campaign) {
        linkedIn.replay.answer("rest/adAccounts/11/", method: "GET", with: .init(entity))
        linkedIn.replay.answer("rest/adAccounts/11/", method: "POST", with: .init("", status: 204))
    }

    @Test func `A campaign is paused, and the answer says how to undo it`() throws {
        script()

        let result = try write("pause")

        #expect(result.applied && result.before.json == #"{"status":"active","raw_status":"ACTIVE"}"#)
        #expect(result.after["status"].string == "paused" && result.inverse?.name == "resume" && result.inverse?.target == Self.group)
        let sent = try #require(linkedIn.replay.requests.last)
        #expect(sent.url == "https://api.linkedin.com/rest/adAccounts/11/adCampaigns/200" && sent.header("x-restli-method") == "PARTIAL_UPDATE")
        #expect(sent.text == #"{"patch":{"$set":{"status":"PAUSED"}}}"#)
    }

    @Test func `A dry run reads and computes and sends nothing`() throws {
        script()

        let result = try write("set_budget", #"{"daily_budget_micros":31690000,"currency":"EUR"}"#, dryRun: true)

        #expect(!result.applied && linkedIn.replay.requests.map(\.method) == ["GET"])
        #expect(result.before.json == #"{"daily_budget_micros":50000000,"currency":"EUR"}"#)
        #expect(result.after.json == #"{"daily_budget_micros":31690000,"currency":"EUR"}"#)
        #expect(result.inverse?.name == "set_budget" && result.inverse?.parameters.json == result.before.json)
    }

    @Test func `The inverse gives back what was`() throws {
        script()
        let change = try write("set_bid", #"{"bid_micros":8000000,"currency":"EUR"}"#)
        let first = linkedIn.replay.requests.last?.text
        let inverse = try #require(change.inverse)

        linkedIn.replay.forget()
        let back = LinkedInReplay()
        back.replay.answer("adCampaigns/200", method: "GET", with: .init(Self.campaign.replacing("7.25", with: "8")))
        back.replay.answer("adCampaigns/200", method: "POST", with: .init("", status: 204))
        let undone = try back.replay.write(LinkedIn.self, inverse.name, target: inverse.target, parameters: inverse.parameters.json)

        #expect(first == #"{"patch":{"$set":{"unitCost":{"amount":"8","currencyCode":"EUR"}}}}"#)
        #expect(back.replay.requests.last?.text == #"{"patch":{"$set":{"unitCost":{"amount":"7.25","currencyCode":"EUR"}}}}"#)
        #expect(undone.after.json == change.before.json)
    }

    @Test func `Creatives have an intended state and are known by their URN, groups by their number`() throws {
        script(#"{"id":"urn:li:sponsoredCreative:300","intendedStatus":"PAUSED"}"#)

        let ad = try write("resume", target: .init(accountID: "11", level: "ad", id: "300"))
        let group = try write("pause", target: .init(accountID: "11", level: "campaign", id: "100"))

        #expect(ad.applied && !group.applied && group.inverse == nil)
        let urls = linkedIn.replay.requests.map(\.url)
        #expect(urls[1].hasSuffix("/creatives/urn%3Ali%3AsponsoredCreative%3A300") && urls[2].hasSuffix("/adCampaignGroups/100"))
        #expect(linkedIn.replay.requests[1].text == #"{"patch":{"$set":{"intendedStatus":"ACTIVE"}}}"#)
        #expect(urls.count == 3)
    }

    @Test(arguments: [
        ("pause", "{}", #"{"id":1,"status":"ARCHIVED"}"#), ("resume", "{}", #"{"id":1,"status":"DRAFT"}"#),
        ("set_budget", #"{"daily_budget_micros":1000000,"currency":"USD"}"#, campaign),
        ("set_budget", #"{"daily_budget_micros":1000001,"currency":"EUR"}"#, campaign), ("set_budget", #"{"currency":"EUR"}"#, campaign),
        ("set_budget", #"{"daily_budget_micros":0,"currency":"EUR"}"#, campaign),
        ("set_bid", #"{"bid_micros":1000000,"currency":"EUR"}"#, #"{"id":1,"status":"ACTIVE"}"#), ("delete", "{}", campaign),
    ])
    func `What can not be done is refused before anything is written`(name: String, parameters: String, entity: String) {
        script(entity)

        #expect(throws: ConnectorFailure.self) { try write(name, parameters) }
        #expect(!linkedIn.replay.requests.contains { $0.method == "POST" })
    }

    @Test func `A target without an account, a level or a number is refused`() {
        for target in [
            Operation.Target(), .init(accountID: "11", level: "keyword", id: "1"), .init(level: "ad", id: "1"),
            .init(accountID: "1", level: "ad", id: "../x"),
        ] {
            #expect(throws: ConnectorFailure.self) { try write("pause", target: target) }
        }
        #expect(linkedIn.replay.requests.isEmpty)
    }

    @Test func `A refusal of the platform keeps its kind`() {
        linkedIn.replay.answer("adCampaigns/200", method: "GET", with: .init(Self.campaign))
        linkedIn.replay.answer("adCampaigns/200", method: "POST", with: LinkedInReplay.error(403))

        #expect { try write("pause") } throws: { ($0 as? ConnectorFailure)?.kind == .auth }
    }

    @Test func `The table offers writing and no webhook`() throws {
        #expect(try linkedIn.replay.offers(LinkedIn.self) == (write: true, webhook: false))
    }
}
