import ConnectorKit
import Testing

@testable import ShopifyConnector

@Suite struct DeliveryTests {
    private let shop = ShopReplay()

    @Test(arguments: ["orders/create", "orders/updated", "orders/cancelled"])
    func `A changed order gives the rows that a read gives`(topic: String) throws {
        let read = ShopReplay()
        read.orders()
        try read.read("orders")
        try changed("orders", fixture: "orders-1")
        shop.orders()

        let reception = try receive(topic, #"{"id":1,"admin_graphql_api_id":"gid://shopify/Order/1","total_price":"59.90"}"#)

        #expect(reception.streams == ["orders", "order_lines", "refunds"] && !reception.isIgnored)
        #expect(shop.replay.rows["orders"] == Array(read.replay.rows["orders"]?.prefix(1) ?? []))
        #expect(shop.replay.rows["order_lines"] == Array(read.replay.rows["order_lines"]?.prefix(2) ?? []))
        #expect(shop.replay.rows["refunds"] == read.replay.rows["refunds"])
        #expect(shop.variables("changed_orders").map { $0.text("id") } == ["gid://shopify/Order/1"])
        #expect(shop.replay.checkpoints.isEmpty)
    }

    @Test func `A refund brings its order`() throws {
        try changed("orders", fixture: "orders-1")
        shop.orders()

        let reception = try receive("refunds/create", #"{"id":21,"order_id":1,"transactions":[]}"#)

        #expect(reception.streams.contains("refunds") && shop.replay.rows["refunds"]?.count == 1)
        #expect(shop.variables("changed_orders").map { $0.text("id") } == ["gid://shopify/Order/1"])
    }

    @Test(arguments: [("customers", "customers/update", "Customer/7"), ("products", "products/update", "Product/3")])
    func `A changed customer or product gives the row that a read gives`(stream: String, topic: String, id: String) throws {
        let read = ShopReplay()
        read.answer(stream, with: ShopReplay.fixture(stream))
        try read.read(stream)
        try changed(stream, fixture: stream)

        let reception = try receive(topic, #"{"id":\#(id.split(separator: "/")[1]),"title":"older"}"#)

        #expect(reception.streams == [stream])
        #expect(shop.replay.rows[stream] == Array(read.replay.rows[stream]?.prefix(1) ?? []))
        #expect(shop.variables("changed_\(stream)").map { $0.text("id") } == ["gid://shopify/\(id)"])
    }

    @Test(arguments: [
        ("orders", "orders/delete", #"{"id":5}"#, "Order"), ("customers", "customers/delete", #"{"id":5}"#, "Customer"),
        ("products", "products/delete", #"{"id":5}"#, "Product"),
        ("customers", "customers/redact", #"{"shop_id":1,"customer":{"id":5,"email":"a@b.example"},"orders_to_redact":[]}"#, "Customer"),
    ])
    func `What is gone is marked without asking`(stream: String, topic: String, body: String, type: String) throws {
        let reception = try receive(topic, body)

        #expect(reception.streams == [stream])
        #expect(shop.replay.rows[stream] == [#"{"id":"gid://shopify/\#(type)/5","$deleted":true}"#])
        #expect(shop.replay.requests.isEmpty)
    }

    @Test(arguments: ["app/uninstalled", "shop/redact", "customers/data_request"])
    func `What people must act on is told`(topic: String) throws {
        #expect(try receive(topic, #"{"id":1}"#).isIgnored)
        #expect(shop.replay.logs.count == 1 && shop.replay.requests.isEmpty)
    }

    @Test func `Another shop's delivery, other topics and objects out of reach are ignored`() throws {
        shop.answer("changed_products", with: .init(#"{"data":{"node":null}}"#))

        let other = try receive("orders/delete", #"{"id":5}"#, shop: "other.myshopify.com")

        #expect(other.isIgnored)
        #expect(try receive("themes/publish", #"{"id":5}"#).isIgnored)
        #expect(try receive("products/update", #"{"id":5}"#).isIgnored)
        #expect(shop.replay.rowCount == 0)
    }

    @Test func `The topic may stand in the header alone`() throws {
        let reception = try shop.replay.webhook(
            Shopify.self, #"{"id":5}"#, headers: [(name: "X-Shopify-Topic", value: "orders/delete")], config: shop.config)

        #expect(reception.streams == ["orders"])
    }

    @Test func `A delivery that names nothing is a contract failure`() {
        #expect(throws: ConnectorFailure(.contract, "The delivery does not name its object.")) { try receive("orders/updated", "{}") }
    }

    @Test func `Each topic of the manifest is known, and the function is offered`() throws {
        let manifest = try JSONDocument(Shopify.manifest).root
        let body = try JSONDocument(#"{"id":1,"order_id":2,"customer":{"id":3}}"#).root

        let topics = manifest["webhooks.0.topics"].strings

        #expect(topics.count == 19)
        for topic in topics { #expect(try Notice(topic: topic, body) != .nothing, "\(topic)") }
        #expect(manifest["webhooks.0.scheme"].string == "hmac_sha256_base64")
        #expect(try shop.replay.offers(Shopify.self) == (false, true))
    }

    /// Answers the question for one object with the first one of a page.
    private func changed(_ stream: String, fixture: String) throws {
        let node = try JSONDocument(ShopReplay.fixture(fixture).body).root["data.\(stream).nodes.0"]
        shop.answer("changed_\(stream)", with: .init(#"{"data":{"node":\#(node.json)}}"#))
    }

    private func receive(_ topic: String, _ body: String, shop domain: String = "acme.myshopify.com") throws -> Reception {
        try shop.replay.webhook(
            Shopify.self, body, topic: topic, headers: [(name: "x-shopify-shop-domain", value: domain)], config: shop.config)
    }
}
