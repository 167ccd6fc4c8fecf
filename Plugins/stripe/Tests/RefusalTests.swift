import ConnectorKit
import Testing

@testable import StripeConnector

@Suite struct RefusalTests {
    private let stripe = StripeReplay()
    private let list = StripeReplay.fixture("refunds")

    init() { stripe.account() }

    @Test(
        arguments: [
            (400, nil, "invalid_request_error", ConnectorFailure.Kind.permanent, 1),
            (404, "resource_missing", "invalid_request_error", .permanent, 1),
            (400, nil, "idempotency_error", .permanent, 1), (401, nil, "invalid_request_error", .auth, 1),
            (402, "card_declined", "card_error", .permanent, 1),
            (403, nil, "invalid_request_error", .auth, 1), (409, nil, "invalid_request_error", .transient, 5), (500, nil, "api_error", .transient, 5),
            (502, nil, "api_error", .transient, 5), (503, nil, "api_error", .transient, 5), (429, nil, "rate_limit_error", .rateLimited, 9),
            (429, "lock_timeout", "invalid_request_error", .transient, 5), (400, "rate_limit", "invalid_request_error", .rateLimited, 9),
        ] as [(Int, String?, String, ConnectorFailure.Kind, Int)])
    func `Each refusal has its kind and as many tries as help`(status: Int, code: String?, type: String, kind: ConnectorFailure.Kind, tries: Int) {
        stripe.answer("/v1/refunds", with: StripeReplay.error(status, code: code, type: type, headers: [(name: "request-id", value: "req_1")]))

        let failure = stripe.failure("stripe_refunds")

        #expect(failure?.kind == kind)
        #expect(failure?.detail?.hasSuffix("request req_1") == true)
        #expect(stripe.replay.requests.count == 1 + tries)
    }

    @Test func `Too many calls wait longer each time, and park where Stripe says so`() throws {
        stripe.answer("/v1/refunds", times: 3, with: StripeReplay.error(429))
        stripe.answer("/v1/refunds", times: 1, with: list)
        stripe.answer("/v1/refunds", with: StripeReplay.error(429, headers: [(name: "retry-after", value: "600")]))
        let start = stripe.replay.now

        try stripe.read("stripe_refunds")

        #expect(stripe.replay.waits.map { $0.seconds - start.seconds } == [1, 3, 7])
        #expect(try stripe.read("stripe_refunds", mode: .full) == .parked(until: stripe.replay.now.adding(seconds: 600)))
    }

    @Test func `Stripe's word on trying again overrides the rules`() {
        stripe.answer("/v1/refunds", times: 1, with: StripeReplay.error(500, headers: [(name: "stripe-should-retry", value: "false")]))
        stripe.answer("/v1/refunds", times: 1, with: StripeReplay.error(400, headers: [(name: "stripe-should-retry", value: "true")]))
        stripe.answer("/v1/refunds", with: list)

        #expect(stripe.failure("stripe_refunds")?.kind == .transient)
        #expect(stripe.failure("stripe_refunds") == nil)
    }

    @Test(arguments: ["<!DOCTYPE html><p>Sorry</p>", #"{"data":[{"id"#, ""])
    func `A body that is no JSON is tried again and then transient`(body: String) throws {
        stripe.answer("/v1/refunds", times: 5, with: .init(body))
        stripe.answer("/v1/refunds", with: list)

        #expect(stripe.failure("stripe_refunds")?.kind == .transient)
        #expect(try stripe.read("stripe_refunds") == .done)
    }

    @Test(arguments: ["no json", #"{"data":{}}"#, #"{"data":[]}"#, #"{"data":[],"has_more":true}"#, #"{"data":null,"has_more":false}"#, "[]"])
    func `An answer that is no list is a contract failure`(body: String) {
        stripe.answer("/v1/refunds", with: .init(body))

        #expect(stripe.failure("stripe_refunds")?.kind == .contract)
    }

    @Test func `An error with status 200 is a failure`() {
        stripe.answer("/v1/refunds", with: StripeReplay.error(200))

        #expect(stripe.failure("stripe_refunds")?.kind == .permanent)
    }

    @Test func `A page that comes twice is a contract failure, and its objects count once`() {
        let page = String(decoding: list.body, as: UTF8.self).replacing(#""has_more":false"#, with: #""has_more":true"#)
        stripe.answer("/v1/refunds", with: .init(page))

        #expect(stripe.failure("stripe_refunds")?.kind == .contract)
        #expect(stripe.replay.rows["stripe_refunds"]?.count == 1)
    }

    @Test func `Wrong types and nulls reject their row and no other`() throws {
        let good = #"{"id":"txn_1","amount":100,"fee":1,"net":99,"currency":"eur","created":1768470000,"type":"charge","source":null}"#
        let bad = [
            good.replacing("txn_1", with: "a").replacing("100", with: #""100""#), good.replacing("txn_1", with: "b").replacing("99", with: "null"),
            good.replacing("txn_1", with: "c").replacing(#""eur""#, with: "978"),
            good.replacing("txn_1", with: "d").replacing("1768470000", with: #""now""#),
            good.replacing("txn_1", with: "e").replacing("99", with: "98"), good.replacing(#""txn_1""#, with: "17"), "null", "[]",
            good.replacing("txn_1", with: "f").replacing(#""fee":1"#, with: #""fee":1.5"#),
        ]
        stripe.answer("balance_transactions", with: .init(#"{"data":[\#((bad + [good]).joined(separator: ","))],"has_more":false}"#))
        stripe.answer("/v1/payouts", with: StripeReplay.empty)

        try stripe.read("transactions")

        #expect(stripe.replay.rejects.count == bad.count)
        #expect(stripe.replay.parsed("transactions").map { $0.text("id") } == ["txn_1"])
    }

    @Test func `Objects and events that can not be read are rejects`() throws {
        stripe.answer("/v1/refunds", with: .init(#"{"data":[{"id":"re_1","created":null},{"id":"re_2","created":1,"amount":1}],"has_more":false}"#))
        stripe.answer("/v1/events", with: .init(#"{"data":[{"id":"evt_1","object":"event","data":null}],"has_more":false}"#))

        try stripe.read("stripe_refunds")
        try stripe.read("stripe_refunds", cursor: #"{"mark":"2026-01-15T08:00:00Z"}"#)

        #expect(stripe.replay.rejects.map(\.stream) == ["stripe_refunds", "stripe_refunds", "stripe_refunds"])
    }

    @Test func `A cancel ends the read, and a broken account is told`() {
        let broken = StripeReplay()
        broken.answer("/v1/account", with: .init(#"{"object":"list"}"#))
        stripe.answer("/v1/refunds", with: list)
        stripe.replay.fault = { $0 == "checkpoint" ? .cancelled : nil }

        #expect(stripe.failure("stripe_refunds")?.message == "The sync was cancelled.")
        #expect(broken.failure("stripe_refunds")?.kind == .contract)
    }
}
