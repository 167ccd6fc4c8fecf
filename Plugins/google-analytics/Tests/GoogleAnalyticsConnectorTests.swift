import CConnector
import ConnectorKit
import Testing

@testable import GoogleAnalyticsConnector

@Suite struct GoogleAnalyticsConnectorTests {
    private let analytics = AnalyticsReplay()
    private let all = AnalyticsReplay(config: "{}")

    @Test func `A check names the property of the settings`() throws {
        analytics.properties()

        let account = try analytics.replay.check(GoogleAnalytics.self, config: #"{"property_id":"properties/111"}"#)

        #expect(account == Account(id: "111", name: "Shop"))
        #expect(analytics.replay.requests.map(\.url) == ["https://analyticsadmin.googleapis.com/v1beta/properties/111"])
        #expect(analytics.replay.requests[0].credential == "default")
    }

    @Test func `Without one all properties of the access are found, page by page and once`() throws {
        all.properties()

        let account = try all.replay.check(GoogleAnalytics.self, config: "{}")
        let found = try all.replay.discover(GoogleAnalytics.self, config: "{}")

        #expect(account == Account(id: "111", name: "Shop and 1 more"))
        #expect(found.accounts == [Account(id: "111", name: "Shop"), Account(id: "222", name: "Blog")])
        let manifest = try JSONDocument(GoogleAnalytics.manifest).root
        #expect(found.streams.map(\.name) == manifest["streams"].elements.map { $0["name"].string })
        #expect(all.replay.requests[0].url.hasSuffix("/accountSummaries?pageSize=200"))
    }

    @Test func `An access without properties can read nothing, and says why`() throws {
        all.answer("accountSummaries", with: .init("{}"))

        #expect(throws: Properties.none) { try all.replay.check(GoogleAnalytics.self, config: "{}") }
        #expect(try all.replay.discover(GoogleAnalytics.self, config: "{}").streams.allSatisfy { !$0.available && $0.reason != nil })
    }

    @Test func `Properties have their zone, currency and level`() throws {
        all.properties()

        try all.read("ga4_properties")

        let rows = all.replay.parsed("ga4_properties")
        #expect(rows.map { $0.text("id") } == ["111", "222"])
        #expect(rows[0].text("time_zone") == "Europe/Berlin" && rows[0].text("currency") == "EUR" && rows[0].text("industry") == "SHOPPING")
        #expect(rows[1].text("service_level") == "GOOGLE_ANALYTICS_360" && rows[0].text("created_at") == "2024-03-01T10:00:00.123000Z")
    }

    @Test func `A property that may not be read is left out where there are others`() throws {
        all.replay.answer("v1beta/properties/222", method: "GET", with: AnalyticsReplay.error(403, "PERMISSION_DENIED"))
        all.properties()

        try all.read("ga4_properties")

        #expect(all.replay.rows["ga4_properties"]?.count == 1)
        #expect(all.replay.logs.count == 1)
    }

    @Test func `Accounts whose paging goes in a circle are a contract failure`() {
        all.answer("accountSummaries", with: AnalyticsReplay.fixture("summaries-1"))

        #expect(all.failure("ga4_properties")?.kind == .contract)
    }

    @Test func `The zone of the settings counts where the property itself can not be read`() throws {
        let analytics = AnalyticsReplay(config: #"{"property_id":"111","time_zone":"Asia/Tokyo","since":"2026-01-15"}"#)
        analytics.answer("analyticsadmin", with: AnalyticsReplay.error(403, "PERMISSION_DENIED", "Admin API has not been used in project 1 before"))
        analytics.everyDay()

        try analytics.read("web_daily")

        #expect(analytics.replay.parsed("web_daily").last?.text("time_zone") == "Asia/Tokyo")
    }

    @Test func `What is no property or stream is refused before anything is sent`() {
        let other = AnalyticsReplay(config: #"{"property_id":"UA-1"}"#)

        #expect(other.failure("web_daily")?.kind == .config)
        #expect(analytics.failure("orders") == ConnectorFailure(.permanent, "There is no stream \"orders\"."))
        #expect(other.replay.requests.isEmpty && analytics.replay.requests.isEmpty)
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/google-analytics/connector.json")

        #expect(try analytics.replay.manifest(GoogleAnalytics.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "google_analytics_connector_v1")
        #expect(manifest["library"].string == "libGoogleAnalyticsConnector.so")
    }

    @Test func `The exported function gives the connector's table`() {
        #expect(googleAnalyticsConnector(analytics.replay.hostTable) == connectorTable(for: GoogleAnalytics.self, host: nil))
    }
}
