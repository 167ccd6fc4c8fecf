import CConnector
import ConnectorKit
import Testing

@testable import StripeConnector

@Suite struct StripeConnectorTests {
    private let stripe = StripeReplay()

    @Test func `A check names the account, and every call carries the version`() throws {
        let stripe = StripeReplay(config: #"{"account":"acct_9","version":"2025-03-31.basil"}"#)
        stripe.account()

        let account = try stripe.replay.check(Stripe.self, config: stripe.config)

        #expect(account == Account(id: "acct_1", name: "Bergwind Shop"))
        let sent = stripe.replay.requests[0]
        #expect(sent.url == "https://api.stripe.com/v1/account" && sent.method == "GET" && sent.idempotent && sent.credential == "default")
        #expect(sent.headers.map { "\($0.name)=\($0.value)" } == ["stripe-version=2025-03-31.basil", "stripe-account=acct_9"])
    }

    @Test func `A restricted key that may not read the account still checks`() throws {
        stripe.answer("/v1/account", with: StripeReplay.error(403))

        #expect(try stripe.replay.check(Stripe.self, config: "{}").id == "stripe")
        #expect(stripe.replay.logs.count == 1)
    }

    @Test func `A connected account that the key may not act for is a failure`() {
        stripe.answer("/v1/account", with: StripeReplay.error(403))

        #expect(throws: ConnectorFailure.self) { try stripe.replay.check(Stripe.self, config: #"{"account":"acct_9"}"#) }
    }

    @Test(arguments: [#"{"account":"cus_1"}"#, #"{"account":"acct_1\r\nx"}"#, #"{"version":"new"}"#, #"{"version":"2026-06-24 \n"}"#])
    func `What is no account or version is refused before anything is sent`(config: String) {
        #expect(throws: ConnectorFailure.self) { try stripe.replay.check(Stripe.self, config: config) }
        #expect(stripe.replay.requests.isEmpty)
    }

    @Test func `Discovery lists the streams of the manifest and says what the key may not read`() throws {
        stripe.account()
        stripe.answer("/v1/disputes", with: StripeReplay.error(403))
        stripe.answer("limit=1", with: StripeReplay.empty)

        let found = try stripe.replay.discover(Stripe.self, config: "{}")

        let manifest = try JSONDocument(Stripe.manifest).root
        #expect(found.streams.map(\.name) == manifest["streams"].elements.map { $0["name"].string })
        #expect(found.streams.map(\.available) == [true, true, true, true, false])
        #expect(found.streams.last?.reason?.contains("right") == true)
        #expect(found.accounts.map(\.id) == ["acct_1"])
    }

    @Test func `A stream that is none is refused before anything is sent`() {
        #expect(throws: ConnectorFailure(.permanent, "There is no stream \"orders\".")) { try stripe.read("orders") }
        #expect(stripe.replay.requests.isEmpty)
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/stripe/connector.json")

        #expect(try stripe.replay.manifest(Stripe.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "stripe_connector_v1")
        #expect(manifest["library"].string == "libStripeConnector.so")
        #expect(Set(manifest["webhooks.0.topics"].strings) == Set(ObjectKind.allCases.flatMap(\.events)))
    }

    @Test func `The exported function gives the connector's table`() {
        #expect(stripeConnector(stripe.replay.hostTable) == connectorTable(for: Stripe.self, host: nil))
    }
}
