import CConnector
import ConnectorKit
import Testing

@testable import SnapchatConnector

@Suite struct SnapchatConnectorTests {
    private let snapchat = SnapchatReplay()

    @Test func `A check names the accounts of the organisations, and an element that failed is left out`() throws {
        snapchat.twoAccounts()

        let account = try snapchat.replay.check(Snapchat.self, config: "{}")

        #expect(account == Account(id: SnapchatReplay.account, name: "Garden Europe and 1 more"))
        #expect(snapchat.replay.requests[0].url == "https://adsapi.snapchat.com/v1/me/organizations")
        #expect(snapchat.replay.requests[0].credential == "default")
        #expect(snapchat.replay.logs.count == 1)
    }

    @Test func `A configured organisation is asked alone, and a configured account is the only one`() throws {
        snapchat.answer("organizations/77777777/adaccounts", with: SnapchatReplay.fixture("accounts"))

        let account = try snapchat.replay.check(Snapchat.self, config: #"{"organization_id":"77777777","account_id":"\#(SnapchatReplay.other)"}"#)

        #expect(account == Account(id: SnapchatReplay.other, name: "Garden Asia"))
    }

    @Test func `An access without accounts is a fault of the settings, and discovery says why`() throws {
        snapchat.answer("me/organizations", with: SnapchatReplay.list("organizations"))

        #expect(throws: Accounts.none) { try snapchat.replay.check(Snapchat.self, config: "{}") }
        #expect(try snapchat.replay.discover(Snapchat.self, config: "{}").streams.allSatisfy { !$0.available && $0.reason != nil })
    }

    @Test func `Discovery lists the streams of the manifest and the accounts`() throws {
        snapchat.twoAccounts()

        let found = try snapchat.replay.discover(Snapchat.self, config: "{}")

        #expect(found.streams.filter(\.available).map(\.name) == Snapchat.streams)
        #expect(found.accounts.map(\.id) == [SnapchatReplay.account, SnapchatReplay.other])
    }

    @Test func `A version of a wrong form and an unknown stream are refused`() {
        snapchat.oneAccount()

        #expect(throws: ConnectorFailure.self) { try snapchat.replay.check(Snapchat.self, config: #"{"version":"1"}"#) }
        #expect(throws: ConnectorFailure(.permanent, "There is no stream \"posts\".")) { try snapchat.read("posts") }
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/snapchat/connector.json")

        #expect(try snapchat.replay.manifest(Snapchat.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "snapchat_connector_v1")
        #expect(manifest["library"].string == "libSnapchatConnector.so")
        #expect(manifest["streams"].elements.map { $0["name"].string } == Snapchat.streams)
    }

    @Test func `The exported function gives the connector's table`() throws {
        #expect(snapchatConnector(snapchat.replay.hostTable) == connectorTable(for: Snapchat.self, host: nil))
        #expect(try snapchat.replay.offers(Snapchat.self) == (write: true, webhook: false))
    }
}
