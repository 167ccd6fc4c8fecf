import CConnector
import ConnectorKit
import Testing

@testable import MetaConnector

@Suite struct MetaConnectorTests {
    private let meta = MetaReplay()

    @Test func `A check names the accounts that the access sees`() throws {
        meta.answer("me/adaccounts", with: MetaReplay.fixture("accounts"))

        let account = try meta.replay.check(Meta.self, config: "{}")

        #expect(account == Account(id: "act_11", name: "Garden Europe and 1 more"))
        #expect(meta.replay.requests[0].url.hasPrefix("https://graph.facebook.com/v25.0/me/adaccounts?fields=id%2C"))
        #expect(meta.replay.requests[0].credential == "default")
    }

    @Test func `A configured account is asked for alone, in the version that the settings name`() throws {
        meta.answer("v23.0/act_11?", with: MetaReplay.fixture("account"))

        let account = try meta.replay.check(Meta.self, config: #"{"account_id":"11","version":"v23.0"}"#)

        #expect(account == Account(id: "act_11", name: "Garden Europe"))
    }

    @Test func `An access without accounts is a fault of the settings, and discovery says why`() throws {
        meta.answer("me/adaccounts", with: MetaReplay.empty)

        #expect(throws: Accounts.none) { try meta.replay.check(Meta.self, config: "{}") }
        #expect(try meta.replay.discover(Meta.self, config: "{}").streams.allSatisfy { !$0.available && $0.reason != nil })
    }

    @Test func `Discovery lists the streams of the manifest and the accounts`() throws {
        meta.answer("me/adaccounts", with: MetaReplay.fixture("accounts"))

        let found = try meta.replay.discover(Meta.self, config: #"{"creatives":true}"#)

        #expect(found.streams.filter(\.available).map(\.name) == Meta.streams)
        #expect(found.accounts.map(\.id) == ["act_11", "act_22"])
    }

    @Test func `A version of a wrong form and an unknown stream are refused`() {
        meta.oneAccount()

        #expect(throws: ConnectorFailure.self) { try meta.replay.check(Meta.self, config: #"{"version":"25"}"#) }
        #expect(throws: ConnectorFailure(.permanent, "There is no stream \"posts\".")) { try meta.read("posts") }
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/meta/connector.json")

        #expect(try meta.replay.manifest(Meta.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "meta_connector_v1")
        #expect(manifest["library"].string == "libMetaConnector.so")
        #expect(manifest["streams"].elements.map { $0["name"].string } == Meta.streams)
    }

    @Test func `The exported function gives the connector's table`() {
        let table = metaConnector(meta.replay.hostTable)

        #expect(table == connectorTable(for: Meta.self, host: nil))
    }
}
