import CConnector
import ConnectorKit
import Testing

@testable import ShopifyConnector

@Suite struct ShopifyConnectorTests {
    private let shop = ShopReplay()

    @Test func `A check names the shop`() throws {
        shop.answer("Shop", with: ShopReplay.fixture("shop"))

        let account = try shop.replay.check(Shopify.self, config: shop.config)

        #expect(account == Account(id: "acme.myshopify.com", name: "Bergwind"))
        #expect(shop.replay.requests[0].url == "https://acme.myshopify.com/admin/api/2026-07/graphql.json")
        #expect(shop.replay.requests[0].method == "POST" && shop.replay.requests[0].idempotent)
        #expect(shop.replay.requests[0].credential == "default")
    }

    @Test func `The version is a setting, and an answer in another one is told once`() throws {
        var answer = ShopReplay.fixture("shop")
        answer.headers = [(name: "x-shopify-api-version", value: "2026-04")]
        shop.answer("Shop", with: answer)

        _ = try shop.replay.check(Shopify.self, config: #"{"shop":"acme.myshopify.com","version":"2025-10"}"#)

        #expect(shop.replay.requests[0].url.contains("/2025-10/"))
        #expect(shop.replay.logs.count == 1)
    }

    @Test(arguments: ["", "acme.evil.example", "a/b", "-acme", "acme@host", "ACME shop"])
    func `What is no shop is refused before anything is sent`(name: String) {
        #expect(throws: ConnectorFailure.self) { try shop.replay.check(Shopify.self, config: #"{"shop":"\#(name)"}"#) }
        #expect(shop.replay.requests.isEmpty)
    }

    @Test func `Discovery lists the streams of the manifest`() throws {
        shop.answer("Shop", with: ShopReplay.fixture("shop"))

        let found = try shop.replay.discover(Shopify.self, config: shop.config)

        let manifest = try JSONDocument(Shopify.manifest).root
        #expect(found.streams.map(\.name) == manifest["streams"].elements.map { $0["name"].string })
        #expect(found.accounts.map(\.id) == ["acme.myshopify.com"])
    }

    @Test func `Lines and refunds come with the orders and ask for nothing`() throws {
        #expect(try shop.read("order_lines") == .done)
        #expect(try shop.read("refunds") == .done)
        #expect(shop.replay.requests.isEmpty)
        #expect(throws: ConnectorFailure(.permanent, "There is no stream \"carts\".")) { try shop.read("carts") }
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/shopify/connector.json")

        #expect(try shop.replay.manifest(Shopify.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "shopify_connector_v1")
        #expect(manifest["library"].string == "libShopifyConnector.so")
    }

    @Test func `The exported function gives the connector's table`() {
        #expect(shopifyConnector(shop.replay.hostTable) == connectorTable(for: Shopify.self, host: nil))
    }
}
