import ConnectorKit
import Testing

@testable import ShopifyConnector

@Suite struct OrdersTests {
    private let shop = ShopReplay()

    @Test func `Orders come with their lines and refunds, in micros and days of the shop`() throws {
        shop.orders()

        #expect(try shop.read("orders") == .done)

        let order = shop.replay.parsed("orders")[0]
        #expect(order.text("id") == "gid://shopify/Order/1" && order.text("number") == "#1001")
        // 23:30 UTC is the next day in Berlin.
        #expect(order.text("placed_at") == "2026-01-01T23:30:00Z" && order.text("day") == "2026-01-02")
        #expect(order.text("total_micros") == "59900000" && order.text("subtotal_micros") == "55000000")
        #expect(order.text("discount_micros") == "5000000" && order.text("tax_micros") == "9560000" && order.text("shipping_micros") == "4900000")
        #expect(order.text("refunded_micros") == "10000000" && order.text("quantity") == "3" && order.text("status") == "partially_refunded")
        #expect(order.text("is_test") == "false" && order.text("customer_id") == "gid://shopify/Customer/7" && order.text("currency") == "EUR")
        #expect(order.text("last_visit.utmParameters.campaign") == "Spring")
        let refund = shop.replay.parsed("refunds")[0]
        #expect(refund.text("amount_micros") == "10000000" && refund.text("day") == "2026-01-03" && refund.text("order_id") == order.text("id"))
    }

    @Test func `An order with many lines has all of them`() throws {
        shop.orders()

        try shop.read("orders")

        let lines = shop.replay.parsed("order_lines")
        #expect(lines.map { $0.text("id") } == [11, 12, 14].map { "gid://shopify/LineItem/\($0)" })
        #expect(lines[0].text("unit_micros") == "20000000" && lines[0].text("total_micros") == "35000000" && lines[0].text("quantity") == "2")
        #expect(shop.variables("order_lines").map(\.json) == [#"{"id":"gid://shopify/Order/1","first":250,"after":"L1"}"#])
    }

    @Test func `Lines of an order that went away are told, not cut off silently`() throws {
        shop.answer("order_lines", with: .init(#"{"data":{"node":null}}"#))
        shop.orders()

        try shop.read("orders")

        #expect(shop.replay.rejects.map(\.stream) == ["order_lines"])
    }

    @Test func `Nulls, tests and cancellations are read`() throws {
        shop.orders()

        try shop.read("orders")

        let order = shop.replay.parsed("orders")[1]
        #expect(order.text("is_test") == "true" && order.text("cancelled_at") == "2026-01-04T09:00:00Z")
        #expect(order.text("placed_at") == "2026-01-02T10:00:00Z" && order.text("total_micros") == "0")
        #expect(!order["tax_micros"].exists && !order["customer_id"].exists && !order["status"].exists)
        #expect(shop.replay.parsed("order_lines")[2].text("quantity") == "1")
    }

    @Test func `A currency without decimals keeps its amounts`() throws {
        let page = String(decoding: ShopReplay.fixture("orders-2").body, as: UTF8.self)
        shop.answer("Shop", with: ShopReplay.fixture("shop"))
        shop.answer("orders", with: .init(page.replacing("EUR", with: "JPY").replacing(#""amount":"0.0""#, with: #""amount":"1500""#)))

        try shop.read("orders")

        #expect(shop.replay.parsed("orders")[0].text("total_micros") == "1500000000")
        #expect(shop.replay.parsed("orders")[0].text("currency") == "JPY")
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        shop.orders()
        try shop.read("orders")
        let orders = shop.replay.rows["orders"] ?? []
        let checkpoints = shop.replay.checkpoints

        shop.replay.forget()
        try shop.read("orders", cursor: checkpoints[0].cursor)

        #expect(shop.replay.rows["orders"] == Array(orders.dropFirst()))
        #expect(shop.variables("orders").map { $0.text("after") } == ["O1"])
        #expect(checkpoints.map(\.rows) == [4, 6])
        #expect(
            checkpoints[0].cursor == #"{"updated_at":"2026-01-03T10:00:00Z","open":{"mode":"incremental","filter":"","after":"O1"}}"#)
        #expect(checkpoints[1].cursor == #"{"updated_at":"2026-01-04T10:00:00Z"}"#)
    }

    @Test func `The next read starts some minutes before the newest change`() throws {
        shop.orders()

        try shop.read("orders", cursor: #"{"updated_at":"2026-01-04T10:00:00Z"}"#)

        #expect(shop.variables("orders")[0].text("q") == "updated_at:>='2026-01-04T09:55:00Z'")
        #expect(shop.variables("orders")[0].text("sort") == "UPDATED_AT")
        #expect(shop.variables("orders")[0].text("first") == "150")
    }

    @Test func `A full read starts over, and goes on only from a full one`() throws {
        shop.orders()

        try shop.read(
            "orders", mode: .full, cursor: #"{"updated_at":"2026-01-04T10:00:00Z","open":{"mode":"incremental","filter":"x","after":"O1"}}"#)
        try shop.read("orders", mode: .full, cursor: #"{"open":{"mode":"full","filter":"","after":"O1"}}"#)

        #expect(shop.variables("orders").map { $0.text("after") } == [nil, "O1", "O1"])
        #expect(shop.variables("orders").allSatisfy { $0.text("q") == nil })
    }

    @Test func `A backfill reads the days backwards and leaves the newest change alone`() throws {
        shop.orders()

        try shop.read("orders", mode: .backfill, cursor: #"{"updated_at":"2026-01-10T00:00:00Z"}"#, since: "2025-12-01", until: "2025-12-31")

        let variables = shop.variables("orders")[0]
        #expect(variables.text("q") == "created_at:>='2025-11-30T00:00:00Z' AND created_at:<'2026-01-02T00:00:00Z'")
        #expect(variables.text("sort") == "CREATED_AT" && variables["reverse"].boolean == true)
        #expect(shop.replay.checkpoints.last?.cursor == #"{"updated_at":"2026-01-10T00:00:00Z"}"#)
    }

    @Test func `A page that is not known any more is not asked for again`() throws {
        shop.answer("orders", "\"after\":\"OLD\"", with: ShopReplay.error("BAD_REQUEST", message: "Invalid cursor for current pagination sort."))
        shop.orders()

        try shop.read(
            "orders", cursor: #"{"updated_at":"2026-01-03T00:00:00Z","open":{"mode":"incremental","filter":"","after":"OLD"}}"#)

        #expect(shop.variables("orders").map { $0.text("after") } == ["OLD", nil, "O1"])
        #expect(shop.variables("orders")[1].text("q") == "updated_at:>='2026-01-02T23:55:00Z'")
    }

    @Test func `A page that comes twice counts once, and a circle is a contract failure`() {
        shop.answer("Shop", with: ShopReplay.fixture("shop"))
        shop.answer("order_lines", with: ShopReplay.fixture("lines-rest"))
        shop.answer("orders", with: ShopReplay.fixture("orders-1"))

        #expect(shop.failure("orders")?.kind == .contract)
        #expect(shop.replay.rows["orders"]?.count == 1)
    }
}
