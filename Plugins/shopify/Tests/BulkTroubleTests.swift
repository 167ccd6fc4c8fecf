import ConnectorKit
import Testing

@testable import ShopifyConnector

@Suite struct BulkTroubleTests {
    private let shop = ShopReplay(config: #"{"shop":"acme","bulk":"always"}"#)

    @Test func `One operation runs at a time: the read waits for the other one's end`() throws {
        shop.answer("bulk_run", times: 2, with: refusal("A bulk query operation for this app and shop is already in progress: gid://x."))
        shop.bulk([ShopReplay.completed(BulkFile.customers(0..<1))], BulkFile.customers(0..<1))

        try shop.read("customers", mode: .full)

        #expect(shop.count("bulk_run") == 3 && shop.replay.waits.count == 2)
        #expect(shop.replay.rows["customers"]?.count == 1)
    }

    @Test func `When the other one does not end the read parks, and pages are read in the end`() throws {
        shop.answer("bulk_run", with: refusal("already in progress"))
        shop.answer("customers", with: ShopReplay.fixture("customers"))

        let outcome = try shop.read("customers", mode: .full)
        let cursor = shop.replay.checkpoints.last?.cursor
        shop.replay.now = shop.replay.now.adding(seconds: 7 * 3600)

        #expect(outcome != .done)
        #expect(try shop.read("customers", mode: .full, cursor: cursor) == .done)
        #expect(shop.count("customers") == 1)
    }

    @Test func `What is no query for an operation is read page by page`() throws {
        shop.answer("bulk_run", with: refusal("Bulk queries can not do this."))
        shop.answer("customers", with: ShopReplay.fixture("customers"))

        try shop.read("customers", mode: .full)

        #expect(shop.replay.rows["customers"]?.count == 2)
        #expect(shop.replay.logs.count == 1)
    }

    @Test(arguments: ["INTERNAL_SERVER_ERROR", "TIMEOUT"])
    func `Of an operation that ended early the found part is kept, and pages follow`(code: String) throws {
        shop.bulk(
            [#"{"status":"FAILED","errorCode":"\#(code)","partialDataUrl":"\#(ShopReplay.file)"}"#], BulkFile.customers(100..<103))
        shop.answer("customers", with: ShopReplay.fixture("customers"))

        try shop.read("customers", mode: .full)

        #expect(shop.replay.rows["customers"]?.count == 5)
        #expect(shop.replay.checkpoints.last?.cursor == #"{"updated_at":"2026-01-02T00:00:00Z"}"#)
    }

    @Test func `An operation that may not read is a matter for the tenant`() {
        shop.bulk([#"{"status":"FAILED","errorCode":"ACCESS_DENIED"}"#])

        #expect(shop.failure("customers")?.kind == .auth)
    }

    @Test func `An operation whose file is thrown away is started again, once`() throws {
        shop.bulk([#"{"status":"EXPIRED"}"#, "null"])
        shop.answer("customers", with: ShopReplay.fixture("customers"))

        try shop.read("customers", mode: .full)

        #expect(shop.count("bulk_run") == 2 && shop.count("customers") == 1)
    }

    @Test func `An operation that takes hours is cancelled`() throws {
        shop.bulk([ShopReplay.running])
        shop.answer("bulk_cancel", with: .init(#"{"data":{"bulkOperationCancel":{"userErrors":[]}}}"#))
        shop.answer("customers", with: ShopReplay.fixture("customers"))
        _ = try shop.read("customers", mode: .full)
        let cursor = shop.replay.checkpoints.last?.cursor
        shop.replay.now = shop.replay.now.adding(seconds: 7 * 3600)

        #expect(try shop.read("customers", mode: .full, cursor: cursor) == .done)

        #expect(shop.variables("bulk_cancel").map { $0.text("id") } == ["gid://shopify/BulkOperation/1"])
        #expect(shop.count("customers") == 1)
    }

    @Test func `A file that is cut off fails for now, and nothing counts as read`() {
        let lines = BulkFile.customers(0..<3)
        shop.bulk([ShopReplay.completed(lines)], lines.dropLast())

        #expect(shop.failure("customers")?.kind == .transient)
        #expect(shop.replay.checkpoints.last?.cursor.contains(#""lines":0"#) == true)
    }

    @Test func `A file that can not be had fails for now`() {
        shop.replay.answer("storage.googleapis.com", with: .init("<Error/>", status: 403))
        shop.bulk([ShopReplay.completed([])])

        #expect(shop.failure("customers")?.kind == .transient)
    }

    @Test func `A child without its parent and an object without an id are rejected, the others are kept`() throws {
        let lines = [#"{"id":"gid://shopify/Product/1"}"#, #"{"id":"v","__parentId":"gid://shopify/Product/2"}"#, #"{"title":"x"}"#]
        shop.bulk([ShopReplay.completed(lines)], lines)

        try shop.read("products", mode: .full)

        #expect(shop.replay.rejects.count == 2 && shop.replay.rows["products"]?.count == 1)
    }

    @Test(arguments: [(9, 0), (10, 1)])
    func `By default the count decides`(count: Int, operations: Int) throws {
        let shop = ShopReplay(config: #"{"shop":"acme","bulk_from":10}"#)
        shop.answer("customers_count", with: .init(#"{"data":{"customersCount":{"count":\#(count),"precision":"EXACT"}}}"#))
        shop.answer("customers", with: ShopReplay.fixture("customers"))
        shop.bulk([#"{"status":"COMPLETED","url":null}"#])

        try shop.read("customers", mode: .full)
        try shop.read("customers")

        #expect(shop.count("bulk_run") == operations)
        #expect(shop.count("customers") == 2 - operations)
        #expect(shop.variables("customers_count").map { $0["limit"].integer } == [10])
    }

    @Test func `A version without counts is read page by page`() throws {
        let shop = ShopReplay()
        shop.answer("customers_count", with: ShopReplay.error("undefinedField"))
        shop.answer("customers", with: ShopReplay.fixture("customers"))

        try shop.read("customers", mode: .full)

        #expect(shop.count("bulk_run") == 0 && shop.replay.rows["customers"]?.count == 2)
    }

    @Test func `However large the file is, few objects are held`() throws {
        var join = BulkJoin()
        var most = 0
        for number in 0..<20_000 {
            let line = try JSONDocument(number % 10 == 0 ? #"{"id":"p\#(number)"}"# : #"{"id":"c\#(number)","__parentId":"p\#(number / 10 * 10)"}"#)
                .root
            if join.isFull, BulkJoin.isParent(line) { _ = join.take() }
            #expect(try join.add(line) == .taken)
            most = max(most, join.items.count)
        }
        #expect(most == 1_600)
    }

    @Test func `A large file is read while it comes`() throws {
        shop.replay.keepsRows = false
        let product = #"{"id":"gid://shopify/Product/1","title":"Mug"}"# + "\n"
        let variant = #"{"id":"gid://shopify/ProductVariant/1","price":"20.00","__parentId":"gid://shopify/Product/1"}"# + "\n"
        let pieces = Pieces(count: 30, Array(String(repeating: product + variant + variant, count: 500).utf8))
        var file = Replay.Answer()
        file.pieces = { pieces.next() }
        shop.replay.answer("storage.googleapis.com", with: file)
        shop.bulk([#"{"status":"COMPLETED","url":"\#(ShopReplay.file)"}"#])

        try shop.read("products", mode: .full)

        #expect(shop.replay.rowCount == 15_000 && shop.replay.rejects.isEmpty)
        #expect(shop.replay.checkpoints.count == 10)
    }

    /// A long body, piece by piece. Unchecked, because only the one thread of a read asks.
    private final class Pieces: @unchecked Sendable {
        private var count: Int
        private let piece: [UInt8]

        init(count: Int, _ piece: [UInt8]) {
            self.count = count
            self.piece = piece
        }

        func next() -> [UInt8] {
            count -= 1
            return count >= 0 ? piece : []
        }
    }

    private func refusal(_ message: String) -> Replay.Answer {
        .init(#"{"data":{"bulkOperationRunQuery":{"bulkOperation":null,"userErrors":[{"field":["query"],"message":"\#(message)"}]}}}"#)
    }
}
