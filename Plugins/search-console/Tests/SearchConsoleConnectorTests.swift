import CConnector
import ConnectorKit
import Testing

@testable import SearchConsoleConnector

@Suite struct SearchConsoleConnectorTests {
    private let search = SearchReplay()
    private let all = SearchReplay(config: "{}")

    @Test func `A check names the site of the settings, or all that have figures`() throws {
        search.sites()
        all.sites()

        #expect(try search.replay.check(SearchConsole.self, config: search.config).id == "https://www.example.com/")
        #expect(try all.replay.check(SearchConsole.self, config: "{}").name == "https://www.example.com/ and 1 more")
        #expect(search.replay.requests.map(\.url) == ["https://www.googleapis.com/webmasters/v3/sites"])
    }

    @Test func `A site that is not seen, or not verified, is told`() {
        for (url, kind) in [("https://www.example.com", ConnectorFailure.Kind.config), ("https://old.example.com/", .auth)] {
            let other = SearchReplay(config: #"{"site_url":"\#(url)"}"#)
            other.sites()
            #expect(other.failure("search_daily")?.kind == kind)
        }
    }

    @Test(arguments: [
        ("https://www.example.com/", "sc-domain:example.com", true), ("http://example.com/shop/", "sc-domain:example.com", true),
        ("https://myexample.com/", "sc-domain:example.com", false), ("https://www.example.com/shop/", "https://www.example.com/", true),
        ("https://www.example.com/", "https://www.example.com/", false), ("sc-domain:shop.example.com", "sc-domain:example.com", true),
        ("sc-domain:example.com", "https://www.example.com/", false),
    ])
    func `A site that is part of another one is not read twice`(url: String, other: String, isPart: Bool) {
        #expect(Site(url: url, permission: nil).isPart(of: Site(url: other, permission: nil)) == isPart)
    }

    @Test func `Without a site in the settings those inside another one are left out`() throws {
        all.replay.answer(
            "/sites", method: "GET",
            with: .init(
                #"{"siteEntry":[{"siteUrl":"https://www.example.com/"},{"siteUrl":"sc-domain:example.com"},{"siteUrl":"https://a.example/"}]}"#))

        #expect(try all.replay.discover(SearchConsole.self, config: "{}").accounts.map(\.id) == ["sc-domain:example.com", "https://a.example/"])
    }

    @Test func `Discovery lists the streams of the manifest and the sites`() throws {
        all.sites()

        let found = try all.replay.discover(SearchConsole.self, config: "{}")

        let manifest = try JSONDocument(SearchConsole.manifest).root
        #expect(found.streams.map(\.name) == manifest["streams"].elements.map { $0["name"].string })
        #expect(found.accounts.map(\.id) == ["https://www.example.com/", "sc-domain:example.org"])
    }

    @Test func `Without any site nothing can be read`() throws {
        all.replay.answer("/sites", with: .init("{}"))

        #expect(throws: Sites.none) { try all.replay.check(SearchConsole.self, config: "{}") }
        #expect(try all.replay.discover(SearchConsole.self, config: "{}").streams.allSatisfy { !$0.available })
    }

    @Test func `Sites have their kind and permission, the unverified ones too`() throws {
        all.sites()

        try all.read("search_console_sites")

        let rows = all.replay.parsed("search_console_sites")
        #expect(rows.map { $0.text("kind") } == ["prefix", "domain", "prefix"])
        #expect(rows[2].text("permission") == "siteUnverifiedUser")
    }

    @Test func `The name of a site is one segment of the path`() throws {
        let both = SearchReplay(config: #"{"since":"2026-01-10","fresh_days":false,"final_after_days":5,"host":"searchconsole.googleapis.com"}"#)
        both.sites()
        both.query(with: SearchReplay.empty)

        try both.read("search_daily")

        #expect(
            both.replay.requests.map(\.url) == [
                "https://searchconsole.googleapis.com/webmasters/v3/sites",
                "https://searchconsole.googleapis.com/webmasters/v3/sites/https%3A%2F%2Fwww.example.com%2F/searchAnalytics/query",
                "https://searchconsole.googleapis.com/webmasters/v3/sites/sc-domain%3Aexample.org/searchAnalytics/query",
            ])
        #expect(both.replay.requests[1].idempotent)
    }

    @Test func `What is no host or stream is refused before anything is sent`() {
        let other = SearchReplay(config: #"{"host":"evil.example"}"#)

        #expect(other.failure("search_daily")?.kind == .config)
        #expect(search.failure("orders") == ConnectorFailure(.permanent, "There is no stream \"orders\"."))
        #expect(other.replay.requests.isEmpty && search.replay.requests.isEmpty)
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/search-console/connector.json")

        #expect(try search.replay.manifest(SearchConsole.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "search_console_connector_v1")
        #expect(manifest["library"].string == "libSearchConsoleConnector.so")
    }

    @Test func `The exported function gives the connector's table`() {
        #expect(searchConsoleConnector(search.replay.hostTable) == connectorTable(for: SearchConsole.self, host: nil))
    }
}
