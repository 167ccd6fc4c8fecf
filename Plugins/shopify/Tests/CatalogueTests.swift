import ConnectorKit
import Testing

@testable import ShopifyConnector

@Suite struct CatalogueTests {
    private let shop = ShopReplay()

    @Test func `Customers have their counts, also as texts, and amounts of a currency without decimals`() throws {
        shop.answer("customers", with: ShopReplay.fixture("customers"))

        try shop.read("customers")

        let rows = shop.replay.parsed("customers")
        #expect(rows[0].text("email") == "ada@example.com" && rows[0].text("orders_count") == "3" && rows[0].text("country") == "JP")
        #expect(rows[0].text("spent_micros") == "1500000000" && rows[0].text("currency") == "JPY")
        #expect(!rows[1]["email"].exists && rows[1].text("orders_count") == "0")
        #expect(shop.variables("customers")[0].text("first") == "250")
        #expect(shop.replay.checkpoints.map(\.cursor) == [#"{"updated_at":"2026-01-02T00:00:00Z"}"#])
    }

    @Test func `The older contact fields are a setting`() throws {
        let shop = ShopReplay(config: #"{"shop":"acme","contact_fields":"plain","page_size":10}"#)
        shop.answer(
            "customers", with: .init(#"{"data":{"customers":{"nodes":[{"id":"1","email":"a@b.example"}],"pageInfo":{"hasNextPage":false}}}}"#))

        try shop.read("customers")

        #expect(shop.replay.requests[0].text.contains("lastName email phone"))
        #expect(shop.replay.parsed("customers")[0].text("email") == "a@b.example")
        #expect(shop.variables("customers")[0].text("first") == "10")
    }

    @Test func `Products have their variants with price and cost`() throws {
        shop.answer("products", with: ShopReplay.fixture("products"))

        try shop.read("products")

        let product = shop.replay.parsed("products")[0]
        #expect(product.text("status") == "active" && product.text("product_type") == "Kitchen")
        #expect(product.text("variants.0.price_micros") == "20000000" && product.text("variants.0.cost_micros") == "7500000")
        #expect(product.text("variants.0.inventory") == "12" && !product["variants.1.cost_micros"].exists)
    }

    @Test func `A product with many variants has all of them`() throws {
        let page = String(decoding: ShopReplay.fixture("products").body, as: UTF8.self)
        shop.answer("products", with: .init(page.replacing(#""hasNextPage":false,"endCursor":"V""#, with: #""hasNextPage":true,"endCursor":"V""#)))
        shop.answer(
            "variants",
            with: .init(#"{"data":{"node":{"variants":{"nodes":[{"id":"v3","price":1}],"pageInfo":{"hasNextPage":false,"endCursor":"W"}}}}}"#))

        try shop.read("products")

        #expect(shop.replay.parsed("products")[0]["variants"].count == 3)
    }

    @Test func `An object without an id is rejected, the others are kept`() throws {
        shop.answer(
            "customers", with: .init(#"{"data":{"customers":{"nodes":[{"firstName":"x"},null,{"id":"2"}],"pageInfo":{"hasNextPage":false}}}}"#))

        try shop.read("customers")

        #expect(shop.replay.rejects.count == 1)
        #expect(shop.replay.rows["customers"]?.count == 1)
    }
}
