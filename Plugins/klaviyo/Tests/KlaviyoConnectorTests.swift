import CConnector
import ConnectorKit
import Testing

@testable import KlaviyoConnector

@Suite struct KlaviyoConnectorTests {
    private let klaviyo = KlaviyoReplay()

    @Test func `A check names the account behind the key, with the revision of the settings`() throws {
        klaviyo.others()

        let account = try klaviyo.replay.check(Klaviyo.self, config: #"{"revision":"2025-01-15"}"#)

        #expect(account == Account(id: "AbC123", name: "Garden Ltd"))
        let sent = klaviyo.replay.requests[0]
        #expect(sent.url == "https://a.klaviyo.com/api/accounts" && sent.header("revision") == "2025-01-15")
        #expect(sent.header("accept") == "application/vnd.api+json" && sent.credential == "default")
    }

    @Test func `Discovery lists the streams of the manifest`() throws {
        klaviyo.others()

        let found = try klaviyo.replay.discover(Klaviyo.self, config: "{}")

        #expect(found.streams.filter(\.available).map(\.name) == Klaviyo.streams && found.accounts.map(\.id) == ["AbC123"])
    }

    @Test func `A revision of a wrong form, a missing zone and an unknown stream are refused`() {
        klaviyo.answer("/api/accounts", times: 1, with: .init(#"{"data":[{"id":"x","attributes":{}}]}"#))
        klaviyo.answer("/api/accounts", with: .init(#"{"data":[]}"#))

        #expect { try klaviyo.replay.check(Klaviyo.self, config: #"{"revision":"v3"}"#) } throws: { ($0 as? ConnectorFailure)?.kind == .config }
        #expect { try klaviyo.replay.check(Klaviyo.self, config: "{}") } throws: { ($0 as? ConnectorFailure)?.kind == .contract }
        #expect { try klaviyo.replay.check(Klaviyo.self, config: "{}") } throws: { ($0 as? ConnectorFailure)?.kind == .contract }
        #expect(throws: ConnectorFailure(.permanent, "There is no stream \"posts\".")) { try klaviyo.read("posts") }
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/klaviyo/connector.json")

        #expect(try klaviyo.replay.manifest(Klaviyo.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "klaviyo_connector_v1" && manifest["library"].string == "libKlaviyoConnector.so")
        #expect(manifest["streams"].elements.map { $0["name"].string } == Klaviyo.streams)
        #expect(manifest["auth.prefix"].string == "Klaviyo-API-Key ")
    }

    @Test func `The exported function gives the connector's table, which takes deliveries and writes nothing`() throws {
        #expect(klaviyoConnector(klaviyo.replay.hostTable) == connectorTable(for: Klaviyo.self, host: nil))
        #expect(try klaviyo.replay.offers(Klaviyo.self) == (write: false, webhook: true))
    }
}
