import ConnectorKit
import Testing

@testable import SnapchatConnector

@Suite struct RefusalTests {
    private let snapchat = SnapchatReplay()

    @Test(
        arguments: [
            (400, .permanent), (404, .permanent), (405, .permanent), (406, .permanent), (410, .permanent), (401, .auth), (403, .auth),
            (429, .rateLimited), (500, .transient), (502, .transient), (503, .transient), (408, .transient),
        ] as [(Int, ConnectorFailure.Kind)])
    func `Each status has its kind`(status: Int, kind: ConnectorFailure.Kind) {
        snapchat.answer("me/organizations", with: SnapchatReplay.error(status))

        #expect(snapchat.failure("ad_accounts")?.kind == kind)
    }

    @Test func `A request that failed under status 200 is a failure, with Snapchat's words`() {
        snapchat.answer("me/organizations", times: 1, with: SnapchatReplay.error(200, "E1008", "Unsupported."))
        snapchat.answer("me/organizations", times: 1, with: .init(#"{"request_status":"ERROR","request_id":"r","msg":"odd"}"#))
        snapchat.answer("me/organizations", with: .init(#"{"error":"invalid_grant","error_description":"gone"}"#, status: 401))

        let first = snapchat.failure("ad_accounts")
        #expect(first?.kind == .permanent && first?.message == "Unsupported." && first?.detail?.contains("E1008") == true)
        #expect(snapchat.failure("ad_accounts")?.kind == .contract)
        #expect(snapchat.failure("ad_accounts")?.kind == .auth)
    }

    @Test func `Too many calls are waited out until the second that the header tells, else longer each time`() throws {
        var throttle = Replay.Answer("", status: 429)
        throttle.headers = [(name: "x-rate-limit-reset", value: String(snapchat.replay.now.seconds + 20))]
        snapchat.answer("me/organizations", times: 1, with: throttle)
        snapchat.answer("me/organizations", times: 2, with: .init("", status: 429))
        snapchat.oneAccount()
        let start = snapchat.replay.now

        try snapchat.read("ad_accounts")

        #expect(snapchat.replay.waits == [20, 22, 26].map { start.adding(seconds: $0) })
    }

    @Test func `Without an end it is a failure that says when to go on`() {
        snapchat.answer("me/organizations", with: SnapchatReplay.error(429))

        let failure = snapchat.failure("ad_accounts")

        #expect(snapchat.replay.waits.count == 6)
        #expect(failure?.until == snapchat.replay.now.adding(seconds: 300))
    }

    @Test func `Short troubles are tried again, a few times`() throws {
        snapchat.answer("me/organizations", times: 1, with: .init("<html>502</html>", status: 502))
        snapchat.answer("me/organizations", times: 1, with: .init("<!DOCTYPE html><html></html>"))
        snapchat.answer("me/organizations", times: 1, with: .init(#"{"request_status":"SUCCESS","org"#))
        snapchat.oneAccount()
        let start = snapchat.replay.now

        try snapchat.read("ad_accounts")

        #expect(snapchat.replay.waits == [1, 4, 13].map { start.adding(seconds: $0) })
    }

    @Test(arguments: [
        ("<html>hello</html>", 200, ConnectorFailure.Kind.transient), ("", 200, .transient), (#"{"organizations":[{"#, 200, .transient),
        ("no json", 200, .contract), ("{}", 200, .contract), (#"{"organizations":{}}"#, 200, .contract), ("<html>", 503, .transient),
        (#"{"organizations":[{"organization":{"name":"x"}}]}"#, 200, .contract),
    ])
    func `Bodies that are no answer have their kinds`(body: String, status: Int, kind: ConnectorFailure.Kind) {
        snapchat.answer("me/organizations", with: .init(body, status: status))

        #expect(snapchat.failure("ad_accounts")?.kind == kind)
    }

    @Test func `A cancel ends a read as cancelled`() {
        snapchat.oneAccount()
        snapchat.replay.fault = { $0 == "emit" ? .cancelled : nil }

        #expect(snapchat.failure("ad_accounts")?.message == "The sync was cancelled.")
    }
}
