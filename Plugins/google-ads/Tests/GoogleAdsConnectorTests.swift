import CConnector
import ConnectorKit
import Testing

@testable import GoogleAdsConnector

@Suite struct GoogleAdsConnectorTests {
    private let google = GoogleAdsReplay()

    private func tree(config: String = "{}") -> GoogleAdsReplay {
        let google = GoogleAdsReplay(config: config)
        google.replay.answer("customers:listAccessibleCustomers", method: "GET", with: GoogleAdsReplay.fixture("accessible"))
        google.replay.answer(
            where: { $0.url.contains("9990000002") },
            with: { _ in GoogleAdsReplay.error("authorizationError.CUSTOMER_NOT_ENABLED", status: 403, word: "PERMISSION_DENIED") })
        google.answer(from: "customer", with: GoogleAdsReplay.fixture("manager"))
        google.answer(from: "customer_client", with: GoogleAdsReplay.fixture("clients"))
        return google
    }

    @Test func `A check finds the accounts below every manager and leaves closed ones out`() throws {
        let google = tree()

        let account = try google.replay.check(GoogleAds.self, config: "{}")

        #expect(account == Account(id: "1110000001", name: "Garden Europe and 1 more"))
        #expect(google.replay.requests[0].url == "https://googleads.googleapis.com/v25/customers:listAccessibleCustomers")
        #expect(google.replay.requests[0].credential == "default")
        #expect(google.replay.logs.contains { $0.contains("9990000002 is closed") })
    }

    @Test func `Accounts below a manager are reached through it`() throws {
        let google = tree()

        try google.read("ad_accounts")

        let rows = google.replay.parsed("ad_accounts")
        #expect(rows.map { $0.text("id") } == ["1110000001", "1110000002"])
        #expect(rows.map { $0.text("currency") } == ["EUR", "JPY"])
        #expect(rows.map { $0.text("time_zone") } == ["Europe/Berlin", "Asia/Tokyo"])
        #expect(rows[1].text("status") == "enabled" && rows[1].text("attributes.login_customer_id") == "9990000001")
        #expect(
            google.replay.requests.last { $0.text.contains("customer_client") }?.headers.contains { $0 == ("login-customer-id", "9990000001") }
                == true)
    }

    @Test func `A named account is asked for alone, by the way and in the version that the settings name`() throws {
        google.oneAccount()

        let account = try google.replay.check(
            GoogleAds.self, config: #"{"customer_id":"111-000-0001","login_customer_id":"9990000001","version":"v24"}"#)

        #expect(account == Account(id: "1110000001", name: "Garden Europe"))
        let sent = google.replay.requests[0]
        #expect(sent.url == "https://googleads.googleapis.com/v24/customers/1110000001/googleAds:searchStream")
        #expect(sent.headers.contains { $0 == ("login-customer-id", "9990000001") })
        #expect(sent.idempotent)
    }

    @Test func `A manager in the settings stands for what is below it`() throws {
        google.answer(from: "customer_client", with: GoogleAdsReplay.fixture("clients"))
        google.answer(from: "customer", with: GoogleAdsReplay.fixture("manager"))

        let byLogin = try google.replay.discover(GoogleAds.self, config: #"{"login_customer_id":"9990000001"}"#)
        let byName = try google.replay.discover(GoogleAds.self, config: #"{"customer_id":"9990000001"}"#)

        #expect(byLogin.accounts.map(\.id) == ["1110000001", "1110000002"])
        #expect(byName.accounts == byLogin.accounts)
        #expect(byName.streams.map(\.name) == GoogleAds.streams && byName.streams.allSatisfy(\.available))
    }

    @Test func `An access without accounts is a fault of the settings, and discovery says why`() throws {
        google.replay.answer("listAccessibleCustomers", with: .init("{}"))

        #expect(throws: Accounts.none) { try google.replay.check(GoogleAds.self, config: "{}") }
        #expect(try google.replay.discover(GoogleAds.self, config: "{}").streams.allSatisfy { !$0.available && $0.reason != nil })
    }

    @Test func `Settings of a wrong form and an unknown stream are refused`() {
        #expect(throws: ConnectorFailure.self) { try google.replay.check(GoogleAds.self, config: #"{"version":"25"}"#) }
        #expect(throws: ConnectorFailure.self) { try google.replay.check(GoogleAds.self, config: #"{"customer_id":"12"}"#) }
        #expect(throws: ConnectorFailure(.permanent, "There is no stream \"posts\".")) { try google.read("posts") }
    }

    @Test func `Account numbers have ten digits`() {
        #expect(CustomerID("123-456-7890")?.description == "1234567890")
        #expect(CustomerID(resource: "customers/1234567890") == CustomerID("1234567890"))
        #expect(CustomerID("123456789") == nil && CustomerID("12345678x0") == nil && CustomerID(resource: "people/1234567890") == nil)
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/google-ads/connector.json")

        #expect(try google.replay.manifest(GoogleAds.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "google_ads_connector_v1")
        #expect(manifest["library"].string == "libGoogleAdsConnector.so")
        #expect(manifest["streams"].elements.map { $0["name"].string } == GoogleAds.streams)
    }

    @Test func `The exported function gives the connector's table`() {
        let table = googleAdsConnector(google.replay.hostTable)

        #expect(table == connectorTable(for: GoogleAds.self, host: nil))
    }
}
