import ConnectorKit
import Testing

@testable import KlaviyoConnector

@Suite struct RefusalTests {
    private let klaviyo = KlaviyoReplay()

    @Test(
        arguments: [
            (400, "invalid", ConnectorFailure.Kind.permanent), (404, "not_found", .permanent), (405, "", .permanent),
            (409, "duplicate_profile", .permanent),
            (415, "", .permanent), (401, "not_authenticated", .auth), (403, "permission_denied", .auth), (410, "", .config), (500, "", .transient),
            (501, "", .transient), (502, "", .transient), (503, "", .transient), (504, "", .transient), (524, "", .transient),
        ] as [(Int, String, ConnectorFailure.Kind)])
    func `Each status has its kind`(status: Int, code: String, kind: ConnectorFailure.Kind) {
        klaviyo.answer("/api/", with: KlaviyoReplay.error(status, code: code))

        #expect(klaviyo.failure("klaviyo_lists")?.kind == kind)
        #expect(klaviyo.replay.requests.count == (kind == .transient ? 4 : 1))
    }

    @Test func `A retired revision is a fault of the settings`() {
        klaviyo.answer("/api/", with: KlaviyoReplay.error(400, detail: "Revision 2020-01-01 is not supported"))

        #expect(klaviyo.failure("klaviyo_lists")?.kind == .config)
    }

    @Test func `A throttle is sat out, and at last it is a failure`() {
        klaviyo.answer("/api/", with: KlaviyoReplay.error(429, code: "throttled", headers: [(name: "retry-after", value: "3")]))
        let start = klaviyo.replay.now

        #expect(klaviyo.failure("klaviyo_lists")?.kind == .rateLimited)
        #expect(klaviyo.replay.waits == [3, 6, 9, 12, 15].map { start.adding(seconds: $0) })
    }

    @Test func `A quota of the day parks the sync`() throws {
        klaviyo.answer("-reports", with: KlaviyoReplay.error(429, headers: [(name: "retry-after", value: "7200")]))
        klaviyo.others()

        #expect(try klaviyo.read("message_daily") == .parked(until: klaviyo.replay.now.adding(seconds: 7200)))
        #expect(klaviyo.replay.logs.contains { $0.contains("quota") })
    }

    @Test func `A minute that is used up is waited for before the next call`() throws {
        var account = KlaviyoReplay.fixture("account")
        account.headers = [(name: "ratelimit-limit", value: "15"), (name: "ratelimit-remaining", value: "0"), (name: "ratelimit-reset", value: "20")]
        klaviyo.answer("/api/accounts", with: account)
        klaviyo.others()
        let start = klaviyo.replay.now

        try klaviyo.read("klaviyo_events")

        #expect(klaviyo.replay.waits == [start.adding(seconds: 20)])
    }

    @Test func `Short troubles are tried again`() throws {
        klaviyo.answer("/api/lists", times: 1, with: KlaviyoReplay.error(503))
        klaviyo.answer("/api/lists", times: 1, with: .init("<!DOCTYPE html><html></html>"))
        klaviyo.answer("/api/lists", times: 1, with: .init(#"{"data":[{"id""#))
        klaviyo.others()

        try klaviyo.read("klaviyo_lists")

        #expect(klaviyo.replay.requests.count == 4)
    }

    @Test(arguments: [
        ("<html>502</html>", 502, ConnectorFailure.Kind.transient), ("", 503, .transient), (#"{"data":[{"id""#, 200, .transient),
        ("", 200, .transient),
        ("no json", 200, .contract), (#"{"rows":[]}"#, 200, .contract), (#"{"data":{}}"#, 200, .contract), ("[]", 200, .contract),
        (#"{"errors":[{"code":"not_authenticated","detail":"no"}]}"#, 200, .auth), ("<html></html>", 401, .auth),
    ])
    func `Bodies that are no answer have their kinds`(body: String, status: Int, kind: ConnectorFailure.Kind) {
        klaviyo.answer("/api/", with: .init(body, status: status))

        #expect(klaviyo.failure("klaviyo_lists")?.kind == kind)
    }

    @Test func `A cancel comes through`() {
        klaviyo.others()
        klaviyo.replay.fault = { $0 == "checkpoint" ? .cancelled : nil }

        #expect(klaviyo.failure("klaviyo_lists")?.kind == .transient)
    }
}
