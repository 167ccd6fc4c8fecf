import ConnectorKit
import Testing

@testable import ShopifyConnector

@Suite struct RefusalTests {
    private let shop = ShopReplay()

    @Test func `A throttled query waits until its points are back`() throws {
        shop.answer("customers", times: 1, with: ShopReplay.error("THROTTLED", cost: ShopReplay.cost(requested: 500, available: 200)))
        shop.answer("customers", with: ShopReplay.fixture("customers"))
        let start = shop.replay.now

        try shop.read("customers")

        // 300 points at 100 a second, and a tenth of a second more.
        #expect(shop.replay.waits == [Instant(microseconds: start.microseconds + 3_100_000)])
        #expect(shop.replay.rows["customers"]?.count == 2)
    }

    @Test func `A query that would be throttled waits before it is sent`() throws {
        let page = #"{"data":{"customers":{"nodes":[],"pageInfo":{"hasNextPage":true,"endCursor":"C1"}}},"extensions":{"cost":COST}}"#
        shop.answer("customers", "C1", with: ShopReplay.fixture("customers"))
        shop.answer("customers", with: .init(page.replacing("COST", with: ShopReplay.cost(requested: 400, available: 100))))
        let start = shop.replay.now

        try shop.read("customers")

        #expect(shop.replay.waits == [Instant(microseconds: start.microseconds + 3_100_000)])
        #expect(shop.replay.requests.count == 2)
    }

    @Test func `A throttle that never ends is a failure`() {
        shop.answer("customers", with: ShopReplay.error("THROTTLED"))

        #expect(shop.failure("customers")?.kind == .rateLimited)
        #expect(shop.replay.requests.count == 11)
    }

    @Test func `Too many requests wait as the header says, also with decimals, and park where that is long`() throws {
        shop.answer("customers", times: 1, with: .init(#"{"errors":"Too many"}"#, status: 429, headers: [(name: "retry-after", value: "2.5")]))
        shop.answer("customers", times: 1, with: ShopReplay.fixture("customers"))
        shop.answer("customers", with: .init("", status: 429, headers: [(name: "retry-after", value: "600")]))
        let start = shop.replay.now

        try shop.read("customers")

        #expect(shop.replay.waits == [Instant(microseconds: start.microseconds + 2_500_000)])
        #expect(try shop.read("customers") == .parked(until: shop.replay.now.adding(seconds: 600)))
    }

    @Test func `A query that costs too much is asked for half as many objects`() throws {
        let message = "Query cost is 1723, which exceeds the single query max cost limit (1000)."
        shop.answer("customers", "\"first\":250", with: ShopReplay.error("MAX_COST_EXCEEDED", message: message))
        shop.answer("customers", "\"first\":125", with: .init(#"{"errors":[{"message":"\#(message)"}]}"#))
        shop.answer("customers", with: ShopReplay.fixture("customers"))

        try shop.read("customers")

        #expect(shop.variables("customers").map { $0["first"].integer } == [250, 125, 62])
    }

    @Test(arguments: [
        (401, ConnectorFailure.Kind.auth), (402, .permanent), (403, .auth), (404, .permanent), (423, .permanent), (500, .transient),
        (502, .transient),
        (503, .transient), (504, .transient), (400, .permanent),
    ])
    func `Each status has its kind`(status: Int, kind: ConnectorFailure.Kind) {
        shop.answer("customers", with: .init(#"{"errors":"[API] no"}"#, status: status, headers: [(name: "x-request-id", value: "r-1")]))

        let failure = shop.failure("customers")

        #expect(failure?.kind == kind)
        #expect(failure?.detail?.hasSuffix("request r-1") == true)
        #expect(shop.replay.requests.count == (kind == .transient ? 5 : 1))
    }

    @Test(arguments: [
        ("ACCESS_DENIED", ConnectorFailure.Kind.auth), ("undefinedField", .permanent), ("BAD_REQUEST", .permanent),
        ("INTERNAL_SERVER_ERROR", .transient), ("THROTTLED", .rateLimited), ("MAX_COST_EXCEEDED", .permanent),
    ])
    func `Each code of GraphQL has its kind`(code: String, kind: ConnectorFailure.Kind) {
        shop.answer("customers", with: ShopReplay.error(code))

        #expect(shop.failure("customers")?.kind == kind)
    }

    @Test(arguments: ["<!DOCTYPE html><p>Sorry</p>", #"{"data":{"customers":{"no"#, "no json", ""])
    func `A body that is no JSON is tried again and then transient`(body: String) throws {
        shop.answer("customers", times: 5, with: .init(body))
        shop.answer("customers", with: ShopReplay.fixture("customers"))

        #expect(shop.failure("customers")?.kind == .transient)
        #expect(try shop.read("customers") == .done)
    }

    @Test func `An answer without what was asked for is a contract failure`() {
        shop.answer("customers", times: 1, with: .init(#"{"data":null}"#))
        shop.answer("customers", times: 1, with: .init(#"{"data":{"customers":{"nodes":[{"id":"1"}],"pageInfo":{"hasNextPage":true}}}}"#))
        shop.answer("customers", with: .init(#"{"data":{"customers":{"edges":[]}}}"#))

        #expect(shop.failure("customers")?.kind == .contract)
        #expect(shop.failure("customers")?.kind == .contract)
        #expect(shop.failure("customers")?.kind == .contract)
    }

    @Test func `A shop whose zone is not known is told`() {
        shop.answer("Shop", with: .init(#"{"data":{"shop":{"myshopifyDomain":"a.myshopify.com","currencyCode":"EUR","ianaTimezone":"Mars/Base"}}}"#))

        #expect(shop.failure("orders")?.kind == .config)
    }
}
