import ConnectorKit
import Testing

@testable import MetaConnector

@Suite struct RefusalTests {
    private let meta = MetaReplay()

    private static let ok = MetaReplay.oneAccount

    private static func header(_ value: String) -> [(name: String, value: String)] { [(name: "x-business-use-case-usage", value: value)] }

    @Test func `A throttle of less than a minute is sat out`() throws {
        var throttle = MetaReplay.error(80_000, subcode: 2_446_079, transient: true)
        throttle.headers = Self.header(#"{"11":[{"type":"ads_insights","call_count":100,"estimated_time_to_regain_access":0}]}"#)
        meta.answer("me/adaccounts", times: 3, with: throttle)
        meta.answer("me/adaccounts", with: Self.ok)
        let start = meta.replay.now

        try meta.read("ad_accounts")

        #expect(meta.replay.waits == [1, 3, 7].map { start.adding(seconds: $0) })
        #expect(meta.replay.rows["ad_accounts"]?.count == 1)
    }

    @Test func `A throttle of minutes parks the sync until then`() throws {
        var throttle = MetaReplay.error(17, status: 403)
        throttle.headers = Self.header(#"{"11":[{"call_count":100,"estimated_time_to_regain_access":4}]}"#)
        meta.answer("me/adaccounts", with: throttle)

        #expect(try meta.read("ad_accounts") == .parked(until: meta.replay.now.adding(seconds: 240)))
    }

    @Test(arguments: [4, 17, 32, 613, 80_000, 80_001, 80_003, 80_004, 80_006, 80_008, 80_009, 80_014])
    func `Without usage headers a throttle waits a minute, and at last it is a failure`(code: Int) {
        meta.answer("me/adaccounts", with: MetaReplay.error(code))

        #expect(meta.failure("ad_accounts")?.kind == .rateLimited)
        #expect(meta.replay.waits.count == 10)
    }

    @Test func `Limits that are nearly used up make the next call wait`() throws {
        var accounts = Self.ok
        accounts.headers = [(name: "x-app-usage", value: #"{"call_count":96.5,"total_time":1,"total_cputime":1}"#)]
        meta.answer("me/adaccounts", with: accounts)
        var last = MetaReplay.fixture("ads")
        last.headers = [(name: "x-ad-account-usage", value: #"{"acc_id_util_pct":99}"#)]
        meta.answer("act_11/ads", with: last)
        let start = meta.replay.now

        try meta.read("ads")

        #expect(meta.replay.waits == [start.adding(seconds: 60)])
    }

    @Test func `A stated time to regain access parks before the next call`() throws {
        var accounts = Self.ok
        accounts.headers = Self.header(#"{"11":[{"call_count":97,"estimated_time_to_regain_access":9}]}"#)
        meta.answer("me/adaccounts", with: accounts)

        #expect(try meta.read("ads") == .parked(until: meta.replay.now.adding(seconds: 540)))
        #expect(meta.replay.requests.count == 1)
    }

    @Test(
        arguments: [
            (102, nil, ConnectorFailure.Kind.auth), (190, 463, .auth), (190, 460, .auth), (10, nil, .auth), (200, nil, .auth), (294, nil, .auth),
            (3, nil, .auth), (100, 33, .permanent), (100, nil, .permanent), (3018, nil, .permanent), (2635, nil, .config), (341, nil, .transient),
            (368, nil, .transient), (2, nil, .transient), (1, 99, .transient), (104, nil, .transient),
        ] as [(Int, Int?, ConnectorFailure.Kind)])
    func `Each code of Meta has its kind`(code: Int, subcode: Int?, kind: ConnectorFailure.Kind) {
        meta.answer("me/adaccounts", with: MetaReplay.error(code, subcode: subcode))

        #expect(meta.failure("ad_accounts")?.kind == kind)
    }

    @Test func `Short troubles are tried again`() throws {
        meta.answer("me/adaccounts", times: 1, with: MetaReplay.error(2, status: 500))
        meta.answer("me/adaccounts", times: 1, with: MetaReplay.error(9_999, transient: true))
        meta.answer("me/adaccounts", times: 1, with: .init("<!DOCTYPE html><html></html>"))
        meta.answer("me/adaccounts", with: Self.ok)

        try meta.read("ad_accounts")

        #expect(meta.replay.requests.count == 4)
    }

    @Test func `A reset connection is tried again once`() {
        meta.answer("me/adaccounts", with: MetaReplay.error(104))

        #expect(meta.failure("ad_accounts")?.kind == .transient)
        #expect(meta.replay.requests.count == 2)
    }

    @Test func `A page that is too large is asked for with half as many rows`() throws {
        meta.oneAccount()
        meta.answer("limit=500", with: MetaReplay.error(1, message: "Please reduce the amount of data you're asking for, then retry your request"))
        meta.answer("limit=250", with: MetaReplay.empty)
        let narrow = MetaReplay(config: #"{"since":"2026-01-15"}"#)
        narrow.oneAccount()
        narrow.answer("limit=500", with: MetaReplay.error(1, message: "Please reduce the amount of data you're asking for"))
        narrow.answer("limit=250", with: MetaReplay.fixture("insights-2"))

        try meta.read("ad_daily")
        try narrow.read("ad_daily")

        #expect(meta.replay.requests.map { $0.url.contains("limit=250") } == [false, false, true])
        #expect(narrow.replay.requests.count == 3)
    }

    @Test func `A success that is none is a contract failure`() {
        meta.answer("me/adaccounts", times: 1, with: .init(#"{"success":false}"#))
        meta.answer("me/adaccounts", times: 1, with: .init(#"{"rows":[]}"#))
        meta.answer("me/adaccounts", with: .init(#"{"error":{"message":"m","code":190}}"#))

        #expect(meta.failure("ad_accounts")?.kind == .contract)
        #expect(meta.failure("ad_accounts")?.kind == .contract)
        #expect(meta.failure("ad_accounts")?.kind == .auth)
    }

    @Test(arguments: [
        ("<html>502</html>", 502, ConnectorFailure.Kind.transient), ("", 503, .transient), (#"{"data":[{"id""#, 200, .transient),
        ("no json", 200, .contract),
    ])
    func `Bodies that are no JSON have their kinds`(body: String, status: Int, kind: ConnectorFailure.Kind) {
        meta.answer("me/adaccounts", with: .init(body, status: status))

        #expect(meta.failure("ad_accounts")?.kind == kind)
    }
}
