import ConnectorKit
import Testing

@testable import StripeConnector

@Suite struct TransactionsTests {
    private let stripe = StripeReplay()

    @Test func `Transactions have gross, fee and net with their sign, in days of the account`() throws {
        stripe.transactions()

        #expect(try stripe.read("transactions") == .done)

        let rows = stripe.replay.parsed("transactions")
        #expect(rows.prefix(5).map { $0.text("kind") } == ["payout", "dispute", "refund", "charge", "charge"])
        let charge = rows[4]
        #expect(charge.text("gross_micros") == "59900000" && charge.text("fee_micros") == "2040000" && charge.text("net_micros") == "57860000")
        #expect(charge.text("currency") == "EUR" && charge.text("source_id") == "ch_1" && charge.text("order_id") == "1001")
        #expect(charge.text("customer_id") == "cus_1" && charge.text("is_test") == "false")
        // 23:20 UTC is the next day in Berlin.
        #expect(charge.text("occurred_at") == "2026-01-12T23:20:00Z" && charge.text("day") == "2026-01-13")
        #expect(charge.text("available_at") == "2026-01-18T01:33:20Z" && charge.text("fee_details.0.type") == "stripe_fee")
        let dispute = rows[1]
        #expect(dispute.text("gross_micros") == "-59900000" && dispute.text("fee_micros") == "15000000" && dispute.text("net_micros") == "-74900000")
        #expect(dispute.text("charge_id") == "ch_1" && dispute.text("type") == "adjustment" && dispute.text("reporting_category") == "dispute")
        #expect(rows[2].text("order_id") == "1001" && rows[2].text("gross_micros") == "-10000000")
    }

    @Test func `What was paid in another currency keeps both amounts and the rate`() throws {
        stripe.transactions()

        try stripe.read("transactions")

        let row = stripe.replay.parsed("transactions")[3]
        #expect(row.text("exchange_rate") == "0.00621" && row.text("source_currency") == "JPY" && row.text("source_amount_micros") == "5000000000")
        #expect(row.text("gross_micros") == "31050000" && row.text("is_test") == "true")
    }

    @Test func `Each transaction learns which payout it went out with`() throws {
        stripe.transactions()

        try stripe.read("transactions")

        let rows = stripe.replay.parsed("transactions")
        #expect(rows[0].text("payout_id") == "po_1" && rows[4].text("payout_id") == nil)
        #expect(rows.dropFirst(5).map { $0.text("id") } == ["txn_1"])
        #expect(rows.dropFirst(5).allSatisfy { $0.text("payout_id") == "po_1" })
        // The payout's own transaction named it in the list already. A payout that was made by hand does not know its transactions.
        #expect(stripe.calls.filter { $0.contains("payout=") } == ["balance_transactions payout=po_1"])
    }

    @Test func `The links can be switched off, and a missing right for them is told once all transactions are stored`() throws {
        let plain = StripeReplay(config: #"{"payout_links":false,"expand_source":false,"page_size":7}"#)
        plain.transactions()
        stripe.account()
        stripe.answer("/v1/payouts", with: StripeReplay.error(403))
        stripe.answer("balance_transactions", with: StripeReplay.fixture("transactions-2"))

        try plain.read("transactions")
        let failure = #expect(throws: ConnectorFailure.self) { try stripe.read("transactions") }

        #expect(plain.replay.requests.count == 3)
        #expect(plain.replay.requests.allSatisfy { !$0.url.contains("expand") })
        #expect(plain.replay.requests[1].url.contains("limit=7"))
        #expect(stripe.replay.rows["transactions"]?.count == 3)
        #expect(failure?.kind == .config && failure?.message.contains("payout_links") == true)
        #expect(stripe.replay.checkpoints.last?.cursor.contains(#""phase":"payouts""#) == true)
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        stripe.transactions()
        try stripe.read("transactions")
        let all = stripe.replay.rows["transactions"] ?? []
        let checkpoints = stripe.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            stripe.replay.forget()
            try stripe.read("transactions", cursor: checkpoint.cursor)
            #expect(stripe.replay.rows["transactions"] ?? [] == Array(all.dropFirst(checkpoint.rows)))
        }

        #expect(checkpoints.map(\.rows) == [2, 5, 6, 6, 6])
        #expect(
            checkpoints.last?.cursor
                == #"{"mark":"2026-01-14T22:33:20Z","pending":"2026-01-14T22:33:20Z","linked":"2026-01-14T22:33:20Z"}"#)
    }

    @Test func `The next read starts at the oldest pending transaction, if that is not too long ago`() throws {
        stripe.transactions()

        try stripe.read(
            "transactions",
            cursor: #"{"mark":"2026-01-15T00:00:00Z","pending":"2026-01-10T00:00:00Z","linked":"2026-01-14T00:00:00Z"}"#)
        let calls = stripe.calls
        stripe.replay.forget()
        try stripe.read("transactions", cursor: #"{"mark":"2026-01-15T00:00:00Z","pending":"2025-01-10T00:00:00Z"}"#)

        #expect(calls[1] == "balance_transactions created[gte]=1768003200")
        #expect(calls.contains("payouts created[gte]=1768003200"))
        #expect(stripe.calls[1] == "balance_transactions created[gte]=1765411200")
    }

    @Test func `Without anything pending only some minutes are read again`() throws {
        stripe.transactions()

        try stripe.read("transactions", cursor: #"{"mark":"2026-01-15T00:00:00Z"}"#)

        #expect(stripe.calls[1] == "balance_transactions created[gte]=1768434900")
    }

    @Test func `A full read starts over, and a first one at the day of the settings`() throws {
        let stripe = StripeReplay(config: #"{"since":"2026-01-01"}"#)
        stripe.transactions()

        try stripe.read("transactions", mode: .full, cursor: #"{"mark":"2026-01-15T00:00:00Z","open":{"mode":"incremental","phase":"payouts"}}"#)

        // Midnight in Berlin.
        #expect(stripe.calls[1] == "balance_transactions created[gte]=1767222000")
        #expect(stripe.calls.contains("payouts created[gte]=1767222000"))
    }

    @Test func `A backfill reads the days of the account and leaves the cursor alone`() throws {
        stripe.transactions()

        try stripe.read("transactions", mode: .backfill, cursor: #"{"mark":"2026-02-01T00:00:00Z"}"#, since: "2025-12-01", until: "2025-12-31")

        #expect(stripe.calls[1] == "balance_transactions created[gte]=1764543600 created[lt]=1767222000")
        #expect(stripe.calls.contains("payouts created[gte]=1764543600 created[lt]=1770246000"))
        #expect(stripe.replay.checkpoints.last?.cursor == #"{"mark":"2026-02-01T00:00:00Z"}"#)
    }

    @Test func `A payout under way is looked at again`() throws {
        let page = String(decoding: StripeReplay.fixture("payouts").body, as: UTF8.self)
        stripe.answer("/v1/payouts", with: .init(page.replacing(#""status":"failed""#, with: #""status":"in_transit""#)))
        stripe.transactions()

        try stripe.read("transactions")

        #expect(try JSONDocument(stripe.replay.checkpoints.last?.cursor ?? "").root.text("linked") == "2026-01-13T10:26:40Z")
    }

    @Test func `The zone of the settings wins, and the tenant's counts where Stripe names none`() throws {
        let tokyo = StripeReplay(config: #"{"time_zone":"Asia/Tokyo"}"#)
        tokyo.transactions()
        stripe.answer("/v1/account", with: .init(#"{"object":"account","id":"acct_1"}"#))
        stripe.transactions()

        try tokyo.read("transactions")
        try stripe.read("transactions")

        #expect(tokyo.replay.parsed("transactions")[0].text("day") == "2026-01-15")
        #expect(stripe.replay.parsed("transactions")[4].text("day") == "2026-01-12")
    }

    @Test(
        arguments: [
            ("charge", nil, "charge"), ("payment", "charge", "charge"), ("payment_refund", "refund", "refund"), ("refund_failure", nil, "refund"),
            ("payout_failure", nil, "payout"), ("stripe_fee", "fee", "fee"), ("application_fee", nil, "fee"), ("transfer_refund", nil, "transfer"),
            ("adjustment", "dispute_reversal", "dispute"), ("adjustment", "other_adjustment", "adjustment"), ("topup", nil, "other"),
            ("reserve_transaction", nil, "other"), ("", nil, "other"),
        ] as [(String, String?, String)])
    func `Each type has its kind`(type: String, category: String?, kind: String) {
        #expect(TransactionRow.Kind(type: type, category: category).rawValue == kind)
    }
}
