import ConnectorKit
import Testing

@testable import GoogleAnalyticsConnector

@Suite struct RefusalTests {
    private let analytics = AnalyticsReplay()

    init() { analytics.properties() }

    @Test(
        arguments: [
            (400, "INVALID_ARGUMENT", "Did you mean sessions?", ConnectorFailure.Kind.permanent, 1), (401, "UNAUTHENTICATED", "No.", .auth, 1),
            (403, "PERMISSION_DENIED", "User does not have sufficient permissions for this property.", .auth, 1),
            (403, "PERMISSION_DENIED", "Google Analytics Data API has not been used in project 1 before or it is disabled.", .config, 1),
            (403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", .auth, 1), (404, "NOT_FOUND", "No.", .permanent, 1),
            (500, "INTERNAL", "No.", .transient, 3), (503, "UNAVAILABLE", "No.", .transient, 3), (504, "DEADLINE_EXCEEDED", "No.", .transient, 3),
        ])
    func `Each refusal has its kind and as many tries as help`(status: Int, word: String, message: String, kind: ConnectorFailure.Kind, tries: Int) {
        analytics.report(with: AnalyticsReplay.error(status, word, message))

        #expect(analytics.failure("web_daily")?.kind == kind)
        #expect(analytics.reports.count == tries)
    }

    @Test(arguments: [
        ("Exhausted property tokens per hour. These quota tokens will return in under an hour.", "2026-01-15T13:01:00Z"),
        ("Exhausted property tokens per project per hour.", "2026-01-15T13:01:00Z"),
        // Midnight of the Pacific coast.
        ("Exhausted property tokens per day.", "2026-01-16T08:01:00Z"),
        ("Exhausted potentially thresholded requests per hour quota.", "2026-01-15T13:01:00Z"),
        ("Something is exhausted.", "2026-01-15T13:01:00Z"),
    ])
    func `A used up allowance parks until it comes back`(message: String, until: String) throws {
        analytics.report(with: AnalyticsReplay.error(429, "RESOURCE_EXHAUSTED", message))

        #expect(try analytics.read("web_daily") == .parked(until: #require(Instant(until))))
        #expect(analytics.reports.count == 1)
    }

    @Test func `Too many reports at once wait for seconds, and at last it is a failure`() {
        analytics.report(with: AnalyticsReplay.error(429, "RESOURCE_EXHAUSTED", "Exhausted concurrent requests quota."))
        let start = analytics.replay.now

        #expect(analytics.failure("web_daily")?.kind == .rateLimited)
        #expect(analytics.replay.waits.prefix(3).map { $0.seconds - start.seconds } == [5, 15, 35])
        #expect(analytics.reports.count == 6)
    }

    @Test func `A header that says when to come back wins`() throws {
        analytics.report(with: AnalyticsReplay.error(429, "RESOURCE_EXHAUSTED", headers: [(name: "retry-after", value: "300")]))

        #expect(try analytics.read("web_daily") == .parked(until: analytics.replay.now.adding(seconds: 300)))
    }

    @Test(arguments: [
        ("tokensPerHour", 199, "2026-01-15T13:01:00Z"), ("tokensPerProjectPerHour", 10, "2026-01-15T13:01:00Z"),
        ("tokensPerDay", 0, "2026-01-16T08:01:00Z"),
        ("potentiallyThresholdedRequestsPerHour", 0, "2026-01-15T13:01:00Z"),
    ])
    func `Little left in an allowance parks between two windows`(name: String, left: Int, until: String) throws {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111","since":"2026-01-01"}"#)
        analytics.properties()
        analytics.report(with: .init(#"{"propertyQuota":{"concurrentRequests":{"remaining":10},"\#(name)":{"remaining":\#(left)}}}"#))

        #expect(try analytics.read("web_daily") == .parked(until: #require(Instant(until))))
        #expect(analytics.reports.count == 1)
        #expect(analytics.replay.checkpoints.count == 1)
    }

    @Test func `Failures of the server are not tried again where their allowance is nearly used up`() {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111","since":"2026-01-01"}"#)
        analytics.properties()
        analytics.report(times: 1, with: .init(#"{"propertyQuota":{"serverErrorsPerProjectPerHour":{"remaining":1}}}"#))
        analytics.report(with: AnalyticsReplay.error(500, "INTERNAL"))

        #expect(analytics.failure("web_daily")?.kind == .transient)
        #expect(analytics.reports.count == 2)
    }

    @Test func `A property without rights is left out where there are others`() throws {
        let all = AnalyticsReplay(config: #"{"since":"2026-01-15"}"#)
        all.properties()
        all.report("properties/111", with: AnalyticsReplay.error(403, "PERMISSION_DENIED"))
        all.everyDay()

        try all.read("web_daily")

        #expect(all.replay.parsed("web_daily").compactMap { $0.text("property_id") } == ["222"])
        #expect(all.replay.logs.count == 1)
        #expect(all.replay.checkpoints.last?.cursor.contains("\"111\"") == false)
    }

    @Test(arguments: ["<!DOCTYPE html><p>Sorry</p>", #"{"rows":[{"dim"#, ""])
    func `A body that is no JSON is tried again and then transient`(body: String) throws {
        analytics.report(times: 3, with: .init(body))
        analytics.report(with: AnalyticsReplay.empty)

        #expect(analytics.failure("web_daily")?.kind == .transient)
        #expect(try analytics.read("web_daily") == .done)
    }

    @Test(arguments: [
        "no json", "[]", #"{"rows":{}}"#, #"{"rowCount":5}"#, #"{"rows":[{"dimensionValues":[],"metricValues":[]}],"rowCount":1}"#,
        #"{"dimensionHeaders":[{"name":"date"}],"rows":[{}],"rowCount":1}"#,
    ])
    func `An answer that is no report is a contract failure`(body: String) {
        analytics.report(with: .init(body))

        #expect(analytics.failure("web_daily")?.kind == .contract)
    }

    @Test func `An error with status 200 is a failure, and so is a property without a zone`() {
        let odd = AnalyticsReplay()
        odd.replay.answer("properties/111", with: .init("{}"))
        analytics.report(with: .init(#"{"error":{"code":403,"message":"m","status":"PERMISSION_DENIED"}}"#))

        #expect(analytics.failure("web_daily")?.kind == .contract)
        #expect(odd.failure("web_daily")?.kind == .contract)
    }

    @Test func `A page that comes twice is a contract failure`() {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111","since":"2026-01-14","page_size":2}"#)
        analytics.properties()
        let page = String(decoding: AnalyticsReplay.fixture("daily-1").body, as: UTF8.self)
        analytics.report(with: .init(page.replacing(#""rowCount":3"#, with: #""rowCount":9"#)))

        #expect(analytics.failure("web_daily")?.kind == .contract)
        #expect(analytics.reports.count == 2)
    }

    @Test func `A cancel ends the read`() {
        analytics.everyDay()
        analytics.replay.fault = { $0 == "checkpoint" ? .cancelled : nil }

        #expect(analytics.failure("web_daily")?.message == "The sync was cancelled.")
        #expect(analytics.replay.checkpoints.isEmpty)
    }
}
