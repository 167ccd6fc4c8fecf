import ConnectorKit
import Testing

@testable import ShopifyConnector

@Suite struct BulkTests {
    private let shop = ShopReplay(config: #"{"shop":"acme","bulk":"always"}"#)
    private let paged = ShopReplay(config: #"{"shop":"acme","bulk":"never"}"#)

    @Test(arguments: [ReadRequest.Mode.full, .backfill, .incremental])
    func `Orders of a bulk operation are the rows that pages give`(mode: ReadRequest.Mode) throws {
        let lines = try BulkFile.lines(["orders-1", "orders-2"], "orders", inner: "lineItems", rest: "lines-rest")
        shop.answer("Shop", with: ShopReplay.fixture("shop"))
        shop.bulk([ShopReplay.running, ShopReplay.completed(lines)], lines)
        paged.orders()

        #expect(try shop.read("orders", mode: mode) == .done)
        try paged.read("orders", mode: mode)

        for stream in ["orders", "order_lines", "refunds"] {
            #expect(shop.replay.rows[stream]?.isEmpty == false)
            #expect(shop.replay.rows[stream] == paged.replay.rows[stream])
        }
        #expect(shop.replay.rejects.isEmpty)
        #expect(shop.replay.checkpoints.last?.cursor == paged.replay.checkpoints.last?.cursor)
        #expect(shop.count("orders") == 0)
    }

    @Test func `Products and customers of a bulk operation are the rows that pages give`() throws {
        for (stream, inner) in [("products", "variants"), ("customers", nil)] {
            let shop = ShopReplay(config: shop.config)
            let paged = ShopReplay(config: paged.config)
            let lines = try BulkFile.lines([stream], stream, inner: inner)
            shop.bulk([ShopReplay.completed(lines)], lines)
            paged.answer(stream, with: ShopReplay.fixture(stream))

            try shop.read(stream, mode: .full)
            try paged.read(stream, mode: .full)

            #expect(shop.replay.rows[stream]?.isEmpty == false)
            #expect(shop.replay.rows == paged.replay.rows)
        }
    }

    @Test func `The operation has the filter of the read, whole lists, and children behind their parents`() throws {
        shop.answer("Shop", with: ShopReplay.fixture("shop"))
        shop.bulk([#"{"status":"COMPLETED","url":null}"#])

        try shop.read("orders", mode: .backfill, cursor: #"{"updated_at":"2026-01-10T00:00:00Z"}"#, since: "2025-12-01", until: "2025-12-31")

        let variables = try #require(shop.variables("bulk_run").first)
        let query = variables.text("query") ?? ""
        #expect(query.hasPrefix("{orders(query:\"created_at:>='2025-11-30T00:00:00Z' AND created_at:<'2026-01-02T00:00:00Z'\"){edges{node{id name"))
        #expect(query.contains("lineItems{edges{node{id title") && !query.contains("pageInfo") && variables["group"].boolean == true)
        #expect(shop.replay.requests.first { $0.text.contains("bulk_run") }?.idempotent == false)
        // Nothing was found: no file, and a backfill leaves the newest change alone.
        #expect(shop.replay.checkpoints.last?.cursor == #"{"updated_at":"2026-01-10T00:00:00Z"}"#)
    }

    @Test func `The shop's token does not go where the file lies`() throws {
        shop.bulk([ShopReplay.completed(BulkFile.customers(0..<1))], BulkFile.customers(0..<1))

        try shop.read("customers", mode: .full)

        #expect(shop.replay.requests.last?.url == ShopReplay.file)
        #expect(shop.replay.requests.last?.credential == nil)
    }

    @Test func `What changed while the file was written is read again`() throws {
        let lines = [#"{"id":"gid://shopify/Customer/1","updatedAt":"2026-01-15T12:30:00Z"}"#]
        shop.bulk([ShopReplay.completed(lines)], lines)

        try shop.read("customers", mode: .full)

        #expect(shop.replay.checkpoints.last?.cursor == #"{"updated_at":"2026-01-15T12:00:00Z"}"#)
    }

    @Test func `A long operation parks, and the next read finds it again`() throws {
        shop.bulk([ShopReplay.running])

        let outcome = try shop.read("customers", mode: .full)
        let cursor = shop.replay.checkpoints.last?.cursor

        #expect(outcome == .parked(until: shop.replay.now.adding(seconds: 90)))
        #expect(cursor?.contains(#""id":"gid://shopify/BulkOperation/1""#) == true)
        #expect(shop.count("bulk_run") == 1)

        let later = ShopReplay(config: shop.config)
        later.replay.now = shop.replay.now.adding(seconds: 90)
        later.bulk([ShopReplay.completed(BulkFile.customers(0..<2))], BulkFile.customers(0..<2))
        #expect(try later.read("customers", mode: .full, cursor: cursor) == .done)
        #expect(later.count("bulk_run") == 0 && later.replay.rows["customers"]?.count == 2)
    }

    @Test func `Another read does not take an operation over`() throws {
        shop.bulk([#"{"status":"COMPLETED","url":null}"#])
        let cursor = #"{"bulk":{"mode":"backfill","asked":"2026-01-15T11:00:00Z","id":"gid://shopify/BulkOperation/9","lines":0}}"#

        try shop.read("customers", mode: .full, cursor: cursor)

        #expect(shop.count("bulk_run") == 1)
        #expect(shop.variables("bulk_state").map { $0.text("id") } == ["gid://shopify/BulkOperation/1"])
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        let lines = BulkFile.customers(0..<4_600)
        shop.bulk([ShopReplay.completed(lines)], lines)
        try shop.read("customers", mode: .full)
        let all = try #require(shop.replay.rows["customers"])
        let checkpoints = shop.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            shop.replay.forget()
            try shop.read("customers", mode: .full, cursor: checkpoint.cursor)
            #expect(shop.replay.rows["customers"] ?? [] == Array(all.dropFirst(checkpoint.rows)))
            #expect(shop.replay.checkpoints.last?.cursor == checkpoints.last?.cursor)
        }
        #expect(all.count == 4_600 && checkpoints.map(\.rows) == [0, 2_000, 4_000, 4_600, 4_600])
    }
}
