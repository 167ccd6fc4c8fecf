import ConnectorKit
import Testing

@testable import TikTokConnector

@Suite struct RefusalTests {
    private let tiktok = TikTokReplay()

    @Test(
        arguments: [
            (40001, .auth), (40105, .auth), (40101, .auth), (40110, .auth), (40002, .permanent), (40300, .permanent), (40016, .quota),
            (40133, .quota),
            (40100, .rateLimited), (40200, .transient), (40201, .transient), (40202, .transient), (40700, .transient), (50000, .transient),
            (50002, .transient), (51234, .transient), (60001, .transient), (40067, .transient), (70000, .contract),
        ] as [(Int, ConnectorFailure.Kind)])
    func `Each code has its kind, whatever the status`(code: Int, kind: ConnectorFailure.Kind) {
        tiktok.answer("advertiser/info", with: TikTokReplay.error(code))

        #expect(tiktok.failure("ad_accounts")?.kind == kind)
    }

    @Test func `Too many calls are waited out, longer each time`() throws {
        tiktok.answer("advertiser/info", times: 3, with: TikTokReplay.error(40100))
        tiktok.oneAccount()
        let start = tiktok.replay.now

        try tiktok.read("ad_accounts")

        #expect(tiktok.replay.waits == [1, 3, 7].map { start.adding(seconds: $0) })
    }

    @Test func `A lock ends in a failure that says when to go on`() {
        tiktok.answer("advertiser/info", with: TikTokReplay.error(40100))

        let failure = tiktok.failure("ad_accounts")

        #expect(tiktok.replay.waits.count == 6)
        #expect(failure?.until == tiktok.replay.now.adding(seconds: 300))
    }

    @Test func `Short troubles are tried again`() throws {
        tiktok.answer("advertiser/info", times: 1, with: TikTokReplay.error(50002))
        tiktok.answer("advertiser/info", times: 1, with: .init("<html>502 Bad Gateway</html>", status: 502))
        tiktok.answer("advertiser/info", times: 1, with: .init("<!DOCTYPE html><html></html>"))
        tiktok.oneAccount()

        try tiktok.read("ad_accounts")

        #expect(tiktok.replay.requests.count == 4)
    }

    @Test(arguments: [
        ("<html>502</html>", 502, ConnectorFailure.Kind.transient), ("", 503, .transient), (#"{"code":0,"data":{"list":[{"adv"#, 200, .transient),
        ("<html>hello</html>", 200, .transient), ("no json", 200, .contract), (#"{"data":{}}"#, 200, .contract),
        (#"{"code":0,"data":{}}"#, 200, .contract),
        (#"{"code":0,"data":{"list":{}}}"#, 200, .contract), ("", 429, .rateLimited), ("", 401, .auth), ("", 404, .permanent),
        (#"{"code":0}"#, 500, .transient), (#"{"code":0,"data":{"list":[{"name":"x"}]}}"#, 200, .contract),
    ])
    func `Bodies that are no answer have their kinds`(body: String, status: Int, kind: ConnectorFailure.Kind) {
        tiktok.answer("advertiser/info", with: .init(body, status: status))

        #expect(tiktok.failure("ad_accounts")?.kind == kind)
    }

    @Test func `Retry-After counts, and a long one parks`() throws {
        var throttle = Replay.Answer("", status: 429)
        throttle.headers = [(name: "retry-after", value: "600")]
        tiktok.answer("advertiser/info", with: throttle)

        #expect(try tiktok.read("ad_accounts") == .parked(until: tiktok.replay.now.adding(seconds: 600)))
    }

    @Test func `A cancel ends a read as cancelled`() {
        tiktok.oneAccount()
        tiktok.replay.fault = { $0 == "emit" ? .cancelled : nil }

        #expect(tiktok.failure("ad_accounts")?.message == "The sync was cancelled.")
    }
}
