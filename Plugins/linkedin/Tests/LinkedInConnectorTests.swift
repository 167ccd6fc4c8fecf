import CConnector
import ConnectorKit
import Testing

@testable import LinkedInConnector

@Suite struct LinkedInConnectorTests {
    private let linkedIn = LinkedInReplay()

    @Test func `A check names the accounts that the access sees, with the headers of the versioned API`() throws {
        linkedIn.answer("/rest/adAccounts?", with: LinkedInReplay.fixture("accounts"))

        let account = try linkedIn.replay.check(LinkedIn.self, config: "{}")

        #expect(account == Account(id: "11", name: "Garden Europe and 1 more"))
        let sent = linkedIn.replay.requests[0]
        #expect(sent.url == "https://api.linkedin.com/rest/adAccounts?q=search&pageSize=1000")
        #expect(sent.header("linkedin-version") == "202603" && sent.header("x-restli-protocol-version") == "2.0.0")
        #expect(sent.credential == "default" && sent.method == "GET")
    }

    @Test func `A configured account is searched for: the syntax stays literal, the URN is encoded`() throws {
        linkedIn.oneAccount()

        let account = try linkedIn.replay.check(LinkedIn.self, config: #"{"account_id":"11","version":"202511"}"#)

        #expect(account == Account(id: "11", name: "Garden Europe"))
        #expect(linkedIn.replay.requests[0].url.contains("&search=(id:(values:List(urn%3Ali%3AsponsoredAccount%3A11)))&"))
        #expect(linkedIn.replay.requests[0].header("linkedin-version") == "202511")
    }

    @Test func `An access without accounts is a fault of the settings, and discovery says why`() throws {
        linkedIn.answer("adAccounts", with: LinkedInReplay.empty)

        #expect(throws: Accounts.none) { try linkedIn.replay.check(LinkedIn.self, config: "{}") }
        #expect(try linkedIn.replay.discover(LinkedIn.self, config: "{}").streams.allSatisfy { !$0.available && $0.reason != nil })
    }

    @Test func `Discovery lists the streams of the manifest and the accounts`() throws {
        linkedIn.answer("adAccounts", with: LinkedInReplay.fixture("accounts"))

        let found = try linkedIn.replay.discover(LinkedIn.self, config: "{}")

        #expect(found.streams.filter(\.available).map(\.name) == LinkedIn.streams)
        #expect(found.accounts.map(\.id) == ["11", "22"])
    }

    @Test func `A version of a wrong form and an unknown stream are refused`() {
        linkedIn.oneAccount()

        #expect(throws: ConnectorFailure.self) { try linkedIn.replay.check(LinkedIn.self, config: #"{"version":"v2"}"#) }
        #expect(throws: ConnectorFailure(.permanent, "There is no stream \"posts\".")) { try linkedIn.read("posts") }
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/linkedin/connector.json")

        #expect(try linkedIn.replay.manifest(LinkedIn.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "linkedin_connector_v1" && manifest["library"].string == "libLinkedInConnector.so")
        #expect(manifest["streams"].elements.map { $0["name"].string } == LinkedIn.streams)
        #expect(manifest["config_schema.properties.metrics.default"].strings == Settings.usualMetrics)
    }

    @Test func `The exported function gives the connector's table`() {
        #expect(linkedInConnector(linkedIn.replay.hostTable) == connectorTable(for: LinkedIn.self, host: nil))
    }
}
