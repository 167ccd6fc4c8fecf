import ConnectorKit
import Testing

@testable import SearchConsoleConnector

@Suite struct RefusalTests {
    private let search = SearchReplay()

    init() { search.sites() }

    @Test(
        arguments: [
            (400, "badRequest", "INVALID_ARGUMENT", ConnectorFailure.Kind.permanent, 1), (401, "authError", "UNAUTHENTICATED", .auth, 1),
            (403, "forbidden", "PERMISSION_DENIED", .auth, 1), (403, "accessNotConfigured", "PERMISSION_DENIED", .config, 1),
            (403, "insufficientPermissions", "PERMISSION_DENIED", .auth, 1), (404, "notFound", "NOT_FOUND", .permanent, 1),
            (500, "backendError", "INTERNAL", .transient, 4), (501, nil, "X", .transient, 4), (503, "backendError", "UNAVAILABLE", .transient, 4),
        ] as [(Int, String?, String, ConnectorFailure.Kind, Int)])
    func `Each refusal has its kind and as many tries as help`(status: Int, reason: String?, word: String, kind: ConnectorFailure.Kind, tries: Int) {
        search.query(with: SearchReplay.error(status, reason: reason, word: word))

        #expect(search.failure("search_daily")?.kind == kind)
        #expect(search.queries.count == tries)
    }

    @Test(
        arguments: [
            (429, "rateLimitExceeded", "No."), (403, "quotaExceeded", "No."), (403, "userRateLimitExceeded", "No."),
            (403, "rateLimitExceeded", "No."),
            (403, nil, "Search Analytics QPS quota exceeded"), (429, nil, "No."),
        ] as [(Int, String?, String)])
    func `A used up load waits a minute, then parks for fifteen`(status: Int, reason: String?, message: String) throws {
        search.query(with: SearchReplay.error(status, reason: reason, message: message))
        let start = search.replay.now

        let outcome = try search.read("search_daily")

        #expect(search.replay.waits == [start.adding(seconds: 60)])
        #expect(outcome == .parked(until: start.adding(seconds: 60 + 900)))
        #expect(search.replay.checkpoints.last?.cursor.contains(#""paused_at":"2026-01-15T12:01:00Z""#) == true)
        #expect(search.replay.rows["search_daily"] == nil)
    }

    @Test func `When fifteen minutes did not help the day's load is used up`() throws {
        search.query(with: SearchReplay.error(429, reason: "rateLimitExceeded"))
        try search.read("search_daily")
        let cursor = search.replay.checkpoints.last?.cursor
        search.replay.now = search.replay.now.adding(seconds: 900)

        let outcome = try search.read("search_daily", cursor: cursor)

        // Midnight of the Pacific coast, and a minute.
        #expect(outcome == .parked(until: try #require(Instant("2026-01-16T08:01:00Z"))))
    }

    @Test func `A minute that helps leaves no trace`() throws {
        search.query(times: 1, with: SearchReplay.error(429, reason: "rateLimitExceeded"))
        search.everyDay()

        #expect(try search.read("search_daily") == .done)
        #expect(search.replay.checkpoints.last?.cursor.contains("paused_at") == false)
    }

    @Test func `A header that says when to come back wins`() throws {
        search.query(with: SearchReplay.error(429, headers: [(name: "retry-after", value: "300")]))

        #expect(try search.read("search_daily") == .parked(until: search.replay.now.adding(seconds: 300)))
    }

    @Test func `A site without permission is left out where there are others`() throws {
        let all = SearchReplay(config: #"{"since":"2026-01-10","fresh_days":false,"final_after_days":5}"#)
        all.sites()
        all.query("sc-domain", with: SearchReplay.error(403, reason: "forbidden"))
        all.everyDay()

        try all.read("search_daily")

        #expect(all.replay.parsed("search_daily").compactMap { $0.text("site") } == ["https://www.example.com/"])
        #expect(all.replay.logs.count == 1)
        #expect(all.replay.checkpoints.last?.cursor.contains("open") == false)
    }

    @Test(arguments: ["<!DOCTYPE html><p>Sorry</p>", #"{"rows":[{"keys"#, ""])
    func `A body that is no JSON is tried again and then transient`(body: String) throws {
        search.query(times: 4, with: .init(body))
        search.everyDay()

        #expect(search.failure("search_daily")?.kind == .transient)
        #expect(try search.read("search_daily") == .done)
    }

    @Test(arguments: ["no json", "[]", #"{"rows":{}}"#, #"{"rows":"x"}"#])
    func `An answer that holds no rows is a contract failure`(body: String) {
        search.query(with: .init(body))

        #expect(search.failure("search_daily")?.kind == .contract)
    }

    @Test func `An error with status 200 and a list of sites that is none are contract failures`() {
        let odd = SearchReplay()
        odd.replay.answer("/sites", with: .init(#"{"siteEntry":{}}"#))
        search.query(with: .init(#"{"error":{"code":500,"message":"m"}}"#))

        #expect(search.failure("search_daily")?.kind == .contract)
        #expect(odd.failure("search_daily")?.kind == .contract)
    }

    @Test func `A page that comes twice, and one with too many rows, are contract failures`() {
        let search = SearchReplay(
            config: #"{"site_url":"https://www.example.com/","since":"2026-01-10","fresh_days":false,"final_after_days":5,"page_size":2}"#)
        search.sites()
        search.query(with: SearchReplay.fixture("detail-1"))
        let small = SearchReplay(
            config: #"{"site_url":"https://www.example.com/","since":"2026-01-10","fresh_days":false,"final_after_days":5,"page_size":1}"#)
        small.sites()
        small.query(with: SearchReplay.fixture("detail-1"))

        #expect(search.failure("search_daily")?.kind == .contract)
        #expect(small.failure("search_daily")?.kind == .contract)
        #expect(search.queries.count == 2 && search.replay.rows["search_daily"] == nil)
    }

    @Test func `A cancel ends the read`() {
        search.everyDay()
        search.replay.fault = { $0 == "checkpoint" ? .cancelled : nil }

        #expect(search.failure("search_daily")?.message == "The sync was cancelled.")
        #expect(search.replay.checkpoints.isEmpty)
    }
}
