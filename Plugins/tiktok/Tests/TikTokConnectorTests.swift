import CConnector
import ConnectorKit
import Testing

@testable import TikTokConnector

@Suite struct TikTokConnectorTests {
    private let tiktok = TikTokReplay()

    @Test func `A check names the advertisers of the settings`() throws {
        let two = TikTokReplay(advertisers: #"["7011","7022"]"#)
        two.twoAccounts()

        let account = try two.replay.check(TikTok.self, config: two.config)

        #expect(account == Account(id: "7011", name: "Garden Europe and 1 more"))
        #expect(
            two.replay.requests[0].url
                == "https://business-api.tiktok.com/open_api/v1.3/advertiser/info/?advertiser_ids=%5B%227011%22%2C%227022%22%5D")
        #expect(two.replay.requests[0].credential == "default")
    }

    @Test func `An application finds its advertisers, with its secret in another credential`() throws {
        tiktok.answer("oauth2/advertiser/get/?app_id=99", with: TikTokReplay.list(#"{"advertiser_id":7011,"advertiser_name":"x"}"#))
        tiktok.oneAccount()

        let account = try tiktok.replay.check(TikTok.self, config: #"{"app_id":"99","sandbox":true}"#)

        #expect(account == Account(id: "7011", name: "Garden Europe"))
        #expect(tiktok.replay.requests.map(\.credential) == ["app", "default"])
        #expect(tiktok.replay.requests.allSatisfy { $0.url.hasPrefix("https://sandbox-ads.tiktok.com/") })
    }

    @Test func `More advertisers than one call takes are asked for in parts`() throws {
        let ids = (1...150).map { "\"\($0)\"" }.joined(separator: ",")
        tiktok.answer("advertiser/info", with: TikTokReplay.fixture("advertisers"))

        _ = try tiktok.replay.check(TikTok.self, config: #"{"advertiser_ids":[\#(ids)]}"#)

        #expect(tiktok.replay.requests.count == 2)
    }

    @Test func `Settings without an advertiser, of a wrong version and unknown streams are refused`() {
        tiktok.oneAccount()

        #expect(throws: ConnectorFailure.self) { try tiktok.replay.check(TikTok.self, config: "{}") }
        #expect(throws: ConnectorFailure.self) { try tiktok.replay.check(TikTok.self, config: #"{"advertiser_ids":["1"],"version":"1.3"}"#) }
        #expect(throws: ConnectorFailure(.permanent, "There is no stream \"posts\".")) { try tiktok.read("posts") }
    }

    @Test func `An access without advertisers is a fault of the settings, and discovery says why`() throws {
        tiktok.answer("advertiser/info", with: TikTokReplay.empty)

        #expect(throws: Advertisers.none) { try tiktok.replay.check(TikTok.self, config: tiktok.config) }
        #expect(try tiktok.replay.discover(TikTok.self, config: tiktok.config).streams.allSatisfy { !$0.available && $0.reason != nil })
    }

    @Test func `Discovery lists the streams of the manifest and the accounts`() throws {
        tiktok.twoAccounts()

        let found = try tiktok.replay.discover(TikTok.self, config: tiktok.config)

        #expect(found.streams.filter { !$0.available }.map(\.name) == ["tiktok_gmv_max"])
        #expect(found.accounts.map(\.id) == ["7011", "7022"])
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/tiktok/connector.json")

        #expect(try tiktok.replay.manifest(TikTok.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "tiktok_connector_v1")
        #expect(manifest["library"].string == "libTikTokConnector.so")
        #expect(manifest["streams"].elements.map { $0["name"].string } == TikTok.streams + [Deliveries.stream])
        #expect(manifest["operations"].elements.map { $0["name"].string } == ["pause", "resume", "set_budget", "set_bid", "upload_conversions"])
    }

    @Test func `The exported function gives the connector's table`() throws {
        #expect(tiktokConnector(tiktok.replay.hostTable) == connectorTable(for: TikTok.self, host: nil))
        #expect(try tiktok.replay.offers(TikTok.self) == (write: true, webhook: true))
    }

    @Test func `A delivery becomes a row of the events, and one without an event is ignored`() throws {
        let body = #"{"client_key":"k","event":"authorization.removed","create_time":1768470000,"user_openid":"act.x","content":"{\"reason\":1}"}"#

        let reception = try tiktok.replay.webhook(TikTok.self, body, config: tiktok.config)

        #expect(reception == Reception(streams: ["tiktok_events"]))
        let row = try #require(tiktok.replay.parsed("tiktok_events").first)
        #expect(row.text("id") == "authorization.removed 1768470000 act.x" && row.text("occurred_at") == "2026-01-15T09:40:00Z")
        #expect(try tiktok.replay.webhook(TikTok.self, "{}", config: tiktok.config).isIgnored)
        #expect(try tiktok.read("tiktok_events") == .done)
    }
}
