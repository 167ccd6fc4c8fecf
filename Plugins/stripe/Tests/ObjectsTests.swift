import ConnectorKit
import Testing

@testable import StripeConnector

@Suite struct ObjectsTests {
    private let stripe = StripeReplay()

    @Test func `Charges are read once by their list, without what is personal`() throws {
        stripe.account()
        stripe.answer("/v1/charges", with: StripeReplay.fixture("charges"))

        #expect(try stripe.read("stripe_charges") == .done)

        let rows = stripe.replay.parsed("stripe_charges")
        #expect(rows[0].text("amount_micros") == "12345000" && rows[0].text("currency") == "KWD" && rows[0].text("status") == "failed")
        #expect(rows[0].text("failure_code") == "card_declined" && rows[0].text("is_paid") == "false" && rows[0].text("card_country") == "KW")
        #expect(rows[0].text("transaction_id") == nil && rows[0].text("customer_id") == nil)
        #expect(rows[1].text("refunded_micros") == "10000000" && rows[1].text("order_id") == "1001" && rows[1].text("invoice_id") == "in_1")
        #expect(rows[1].text("transaction_id") == "txn_1" && rows[1].text("is_disputed") == "true" && rows[1].text("method") == "sepa_debit")
        #expect(!rows.contains { $0.json.contains("ada@example.com") || $0.json.contains("4242") })
        #expect(stripe.replay.checkpoints.map(\.cursor) == [#"{"mark":"2026-01-15T12:00:00Z"}"#])
    }

    @Test func `Payouts, refunds and disputes keep what the canonical form loses`() throws {
        stripe.account()
        for name in ["payouts", "refunds", "disputes"] { stripe.answer("/v1/\(name)", with: StripeReplay.fixture(name)) }

        for name in ["payouts", "refunds", "disputes"] { try stripe.read("stripe_\(name)") }

        let payouts = stripe.replay.parsed("stripe_payouts")
        #expect(payouts[0].text("arrives_on") == "2026-01-16" && payouts[0].text("is_automatic") == "true" && payouts[0].text("status") == "paid")
        #expect(payouts[1].text("failure_code") == "account_closed" && payouts[1].text("method") == "instant")
        let refund = stripe.replay.parsed("stripe_refunds")[0]
        #expect(refund.text("amount_micros") == "10000000" && refund.text("charge_id") == "ch_1" && refund.text("reason") == "requested_by_customer")
        let dispute = stripe.replay.parsed("stripe_disputes")[0]
        #expect(dispute.text("evidence_due_at") == "2026-01-22T00:00:00Z" && dispute.text("transaction_ids.0") == "txn_4")
        #expect(dispute.text("status") == "needs_response" && dispute.text("day") == "2026-01-14")
    }

    @Test func `After that events tell the changes, of each object the newest`() throws {
        stripe.account()
        stripe.answer("/v1/events", with: StripeReplay.fixture("events"))

        try stripe.read("stripe_charges", cursor: #"{"mark":"2026-01-15T08:00:00Z"}"#)

        let rows = stripe.replay.parsed("stripe_charges")
        // ch_4 comes twice: of the same second the change counts, and it comes last.
        #expect(rows.map { $0.text("id") } == ["ch_1", "ch_4", "ch_4"])
        #expect(rows[0].text("refunded_micros") == "20000000" && rows[2].text("order_id") == "1004")
        #expect(stripe.calls == ["account", "events created[gte]=1768463700"])
        #expect(stripe.replay.requests[1].url.contains("types%5B%5D=charge.succeeded&types%5B%5D=charge.failed"))
        #expect(stripe.replay.checkpoints.map(\.cursor) == [#"{"mark":"2026-01-15T12:00:00Z"}"#])
    }

    @Test func `Events come in slices of time, and a read goes on from each with exactly the rest`() throws {
        stripe.account()
        stripe.replay.answer(where: { $0.url.contains("/v1/events") }) { sent in
            let from = sent.url.split(separator: "&").first { $0.contains("gte") }?.split(separator: "=").last ?? "0"
            let object = #"{"id":"re_\#(from)","object":"refund","amount":1,"currency":"eur","created":\#(from)}"#
            let event = #"{"id":"evt_\#(from)","object":"event","created":\#(from),"type":"refund.updated","data":{"object":\#(object)}}"#
            return .init(#"{"data":[\#(event)],"has_more":false}"#)
        }
        try stripe.read("stripe_refunds", cursor: #"{"mark":"2026-01-12T12:00:00Z"}"#)
        let all = stripe.replay.rows["stripe_refunds"] ?? []
        let checkpoints = stripe.replay.checkpoints

        #expect(all.count == 4)
        #expect(checkpoints.map(\.rows) == [1, 2, 3, 4])
        for checkpoint in checkpoints.dropLast() {
            stripe.replay.forget()
            // The overlap is what is read again.
            let rest = StripeReplay(config: #"{"overlap_minutes":0}"#)
            rest.account()
            rest.replay.answer(where: { $0.url.contains("/v1/events") }) { sent in .init(#"{"data":[],"has_more":false}"#) }
            try rest.read("stripe_refunds", cursor: checkpoint.cursor)
            #expect(rest.calls.count == 1 + all.count - checkpoint.rows)
        }
    }

    @Test func `When the events are gone everything is read again`() throws {
        stripe.account()
        stripe.answer("/v1/charges", with: StripeReplay.fixture("charges"))

        try stripe.read("stripe_charges", cursor: #"{"mark":"2025-12-16T12:00:00Z"}"#)

        #expect(stripe.calls == ["account", "charges"])
        #expect(stripe.replay.rows["stripe_charges"]?.count == 2)
        #expect(stripe.replay.logs.count == 1)
    }

    @Test func `A list goes on from each checkpoint with exactly the rest`() throws {
        stripe.account()
        let page = String(decoding: StripeReplay.fixture("charges").body, as: UTF8.self)
        stripe.answer("starting_after=ch_1", with: .init(page.replacing("ch_", with: "ch_9")))
        stripe.answer("/v1/charges", with: .init(page.replacing(#""has_more":false"#, with: #""has_more":true"#)))
        try stripe.read("stripe_charges", mode: .full)
        let all = stripe.replay.rows["stripe_charges"] ?? []
        let first = stripe.replay.checkpoints[0]

        stripe.replay.now = stripe.replay.now.adding(seconds: 3600)
        stripe.replay.forget()
        try stripe.read("stripe_charges", mode: .full, cursor: first.cursor)

        #expect(all.count == 4)
        #expect(stripe.replay.rows["stripe_charges"] == Array(all.dropFirst(2)))
        // What changed meanwhile is told by the events since the list's start.
        #expect(stripe.replay.checkpoints.last?.cursor == #"{"mark":"2026-01-15T12:00:00Z"}"#)
    }

    @Test func `A backfill reads the days of creation and leaves the events alone`() throws {
        stripe.account()
        stripe.answer("/v1/charges", with: StripeReplay.fixture("charges"))

        try stripe.read("stripe_charges", mode: .backfill, cursor: #"{"mark":"2026-01-15T08:00:00Z"}"#, since: "2025-12-01", until: "2025-12-31")

        #expect(stripe.calls[1] == "charges created[gte]=1764543600 created[lt]=1767222000")
        #expect(stripe.replay.checkpoints.map(\.cursor) == [#"{"mark":"2026-01-15T08:00:00Z"}"#])
    }

    @Test func `An object that the next page was to start behind may be gone`() throws {
        stripe.account()
        stripe.answer(
            "starting_after=ch_0", with: StripeReplay.error(400, code: "resource_missing", parameter: "starting_after"))
        stripe.answer("/v1/charges", with: StripeReplay.fixture("charges"))

        try stripe.read("stripe_charges", cursor: #"{"open":{"mode":"incremental","phase":"list","after":"ch_0"}}"#)

        #expect(stripe.calls == ["account", "charges starting_after=ch_0", "charges"])
    }
}
