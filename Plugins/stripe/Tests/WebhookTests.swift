import ConnectorKit
import Testing

@testable import StripeConnector

@Suite struct WebhookTests {
    private let replay = Replay()

    private func take(_ event: String, config: String = "{}") throws -> String? {
        let host = replay.host
        let stream = try Webhook.take(JSONDocument(event).root, JSONDocument(config).root, host)
        try host.flush()
        return stream
    }

    private func event(_ type: String, _ object: String, more: String = "") -> String {
        #"{"id":"evt_1","object":"event","created":1768470000,"type":"\#(type)"\#(more),"data":{"object":\#(object)}}"#
    }

    private let payout = #"{"id":"po_1","object":"payout","amount":100,"currency":"jpy","created":1768470000,"status":"failed"}"#

    @Test func `An event becomes a row of its stream`() throws {
        #expect(try take(event("payout.failed", payout), config: #"{"time_zone":"Europe/Berlin"}"#) == "stripe_payouts")

        let row = replay.parsed("stripe_payouts")[0]
        #expect(row.text("amount_micros") == "100000000" && row.text("status") == "failed" && row.text("day") == "2026-01-15")
        #expect(row.text("updated_at") == "2026-01-15T09:40:00Z")
        #expect(replay.requests.isEmpty)
    }

    @Test func `A delivery comes through the connector's table`() throws {
        let reception = try replay.webhook(Stripe.self, event("payout.failed", payout))
        let other = try replay.webhook(Stripe.self, event("customer.created", payout))

        #expect(try replay.offers(Stripe.self).webhook)
        #expect(reception == Reception(streams: ["stripe_payouts"]) && other == .ignored)
        #expect(replay.rows["stripe_payouts"]?.count == 1)
    }

    @Test func `Without a zone in the settings the day is left to the next read`() throws {
        _ = try take(event("payout.failed", payout))

        #expect(!replay.parsed("stripe_payouts")[0]["day"].exists)
    }

    @Test func `Thin events, other accounts and other types are ignored`() throws {
        #expect(try take(#"{"id":"evt_1","object":"v2.core.event","type":"payout.failed"}"#) == nil)
        #expect(try take(event("payout.failed", payout, more: #","account":"acct_2""#), config: #"{"account":"acct_1"}"#) == nil)
        #expect(try take(event("customer.created", payout)) == nil)
        #expect(try take(event("charge.refund.updated", #"{"id":"ch_1","object":"charge"}"#)) == nil)
        #expect(try take("[]") == nil)
        #expect(replay.rowCount == 0)
    }

    @Test func `An object that can not be read is a reject`() throws {
        _ = try take(event("payout.failed", #"{"id":"po_1","object":"payout","amount":"x","currency":"jpy","created":1}"#))

        #expect(replay.rejects.count == 1)
    }
}
