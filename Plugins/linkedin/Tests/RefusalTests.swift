import ConnectorKit
import Testing

@testable import LinkedInConnector

@Suite struct RefusalTests {
    private let linkedIn = LinkedInReplay()

    @Test(
        arguments: [
            (401, 65_600, "INVALID_ACCESS_TOKEN", ConnectorFailure.Kind.auth), (401, 65_601, "REVOKED_ACCESS_TOKEN", .auth), (401, nil, "", .auth),
            (403, 100, "ACCESS_DENIED", .auth), (426, nil, "NONEXISTENT_VERSION", .config), (400, nil, "ILLEGAL_ARGUMENT", .permanent),
            (404, nil, "", .permanent), (405, nil, "", .permanent), (411, nil, "", .permanent), (422, nil, "", .permanent),
            (500, nil, "", .transient),
            (502, nil, "", .transient), (503, nil, "", .transient), (504, nil, "", .transient),
        ] as [(Int, Int?, String, ConnectorFailure.Kind)])
    func `Each status and code has its kind`(status: Int, number: Int?, code: String, kind: ConnectorFailure.Kind) {
        linkedIn.answer("adAccounts", with: LinkedInReplay.error(status, number: number, code: code))

        #expect(linkedIn.failure("ad_accounts")?.kind == kind)
        #expect(linkedIn.replay.requests.count == (kind == .transient ? 4 : 1))
    }

    @Test func `A token that ran out says so whatever the status`() {
        linkedIn.answer("adAccounts", with: LinkedInReplay.error(400, message: "Expired access token"))

        #expect(linkedIn.failure("ad_accounts")?.kind == .auth)
    }

    @Test func `A throttle is sat out`() throws {
        linkedIn.answer("adAccounts", times: 1, with: LinkedInReplay.error(429, headers: [(name: "retry-after", value: "7")]))
        linkedIn.answer("adAccounts", times: 1, with: LinkedInReplay.error(429))
        linkedIn.oneAccount()
        let start = linkedIn.replay.now

        try linkedIn.read("ad_accounts")

        #expect(linkedIn.replay.waits == [7, 67].map { start.adding(seconds: $0) })
    }

    @Test func `Too many metric values park the sync for five minutes and a half`() throws {
        linkedIn.oneAccount()
        linkedIn.answer("adAnalytics", with: LinkedInReplay.error(429, message: "More than 45 million metric values in a rolling 5 minutes"))

        #expect(try linkedIn.read("ad_daily") == .parked(until: linkedIn.replay.now.adding(seconds: 330)))
    }

    @Test func `A used up day parks until midnight in UTC, whether it is said or shown`() throws {
        linkedIn.answer("adAccounts", times: 1, with: LinkedInReplay.error(429, message: "Resource level throttle APPLICATION DAY limit is reached"))
        linkedIn.answer("adAccounts", with: LinkedInReplay.error(429))
        let midnight = Zone.utc.start(of: linkedIn.replay.now.utcDay.adding(days: 1))

        #expect(try linkedIn.read("ad_accounts") == .parked(until: midnight))
        let failure = linkedIn.failure("ad_accounts")

        #expect(failure?.kind == .quota && failure?.until == midnight)
        #expect(linkedIn.replay.waits.count == 5)
    }

    @Test func `Short troubles are tried again`() throws {
        linkedIn.answer("adAccounts", times: 1, with: LinkedInReplay.error(500))
        linkedIn.answer("adAccounts", times: 1, with: .init("<!DOCTYPE html><html></html>"))
        linkedIn.answer("adAccounts", times: 1, with: .init(#"{"elements":[{"id""#))
        linkedIn.oneAccount()

        try linkedIn.read("ad_accounts")

        #expect(linkedIn.replay.requests.count == 4)
    }

    @Test(arguments: [
        ("<html>502</html>", 502, ConnectorFailure.Kind.transient), ("", 503, .transient), (#"{"elements":[{"id""#, 200, .transient),
        ("", 200, .transient),
        ("<html></html>", 200, .transient), ("no json", 200, .contract), (#"{"rows":[]}"#, 200, .contract), (#"{"elements":{}}"#, 200, .contract),
        (#"[]"#, 200, .contract), ("<html></html>", 401, .auth),
    ])
    func `Bodies that are no answer have their kinds`(body: String, status: Int, kind: ConnectorFailure.Kind) {
        linkedIn.answer("adAccounts", with: .init(body, status: status))

        #expect(linkedIn.failure("ad_accounts")?.kind == kind)
    }

    @Test func `A long query travels as a form, and so does one that LinkedIn finds too long`() throws {
        let campaigns = (1...60).map { #"{"id":\#(1_000_000_000_000_000_000 + $0)}"# }.joined(separator: ",")
        linkedIn.oneAccount()
        linkedIn.answer("/adCampaigns?", with: .init(#"{"elements":[\#(campaigns)]}"#))
        linkedIn.replay.answer("/creatives?", with: LinkedInReplay.error(414))
        linkedIn.replay.answer("/creatives", method: "POST", with: .init(#"{"elements":[{"id":"urn:li:sponsoredCreative:1"}]}"#))

        try linkedIn.read("ads")
        let rest = Rest(try Settings(.missing), linkedIn.replay.host)
        linkedIn.answer("adAccounts/1", with: LinkedInReplay.empty)
        _ = try rest.body(of: RestCall(path: "adAccounts/1", query: [(name: "q", value: String(repeating: "x", count: 4_000))]))

        #expect(linkedIn.replay.rows["ads"]?.count == 1)
        let tunnelled = linkedIn.replay.requests.filter { $0.method == "POST" }
        #expect(tunnelled.count == 3)
        #expect(tunnelled.allSatisfy { $0.header("x-http-method-override") == "GET" && $0.idempotent && !$0.url.contains("?") })
        #expect(tunnelled[0].header("content-type") == "application/x-www-form-urlencoded")
        #expect(tunnelled[0].text.hasPrefix("q=criteria&campaigns=List(urn%3Ali%3A"))
    }

    @Test func `A cancel comes through`() {
        linkedIn.oneAccount()
        linkedIn.replay.fault = { $0 == "emit" ? .cancelled : nil }

        #expect(linkedIn.failure("ad_accounts")?.kind == .transient)
    }
}
