import Core
import Postgres
import Testing

@testable import Web

extension Acceptance {
    /// What a platform sends by itself, from its request to the order that people see.
    @Suite struct WebhookTests {
        @Test func `An order that changed is as the shop has it as soon as the shop says so, and no other tenant's is touched`() async throws {
            let stage = try await Stage()
            let order = try await stage.order()
            let before = try await stage.digests()
            // As it was before the shop changed it.
            try await stage.database.execute("UPDATE commerce.orders SET total_micros = 1, status = 'old' WHERE id = '\(order.id)'")
            let old = try await stage.shown(order.id)

            let answer = try await stage.hook.send(.init("orders/updated", ["id": order.number, "updated_at": .string(Instant.now.description)]))
            let delivery = try await stage.hook.settled()

            #expect(answer.status == 200 && answer.json == ["received": true], "\(answer.text)")
            #expect(delivery["state"] == "done" && delivery["rows_written"] == 1, "\(delivery)")
            #expect(old?["status"] == "old" && old != order.document)
            #expect(try await stage.shown(order.id) == order.document)
            #expect(try await stage.product.client("north").send(.get, "/api/v1/orders/\(order.id)").status == 404)
            #expect(try await stage.digests() == before)
        }

        @Test func `An order that was deleted is gone, and back when the shop names it again`() async throws {
            let stage = try await Stage()
            let order = try await stage.order()
            let before = try await stage.digests()
            let count = try await stage.count()

            let deleted = try await stage.hook.send(.init("orders/delete", ["id": order.number, "token": .string(UniqueID().description)]))
            let deletion = try await stage.hook.settled()
            let (gone, fewer) = (try await stage.shown(order.id), try await stage.count())
            let named = try await stage.hook.send(.init("orders/paid", ["id": order.number, "updated_at": .string(Instant.now.description)]))
            let naming = try await stage.hook.settled()

            #expect([deleted, named].map(\.status) == [200, 200])
            #expect([deletion, naming].map { $0["state"] } == ["done", "done"], "\(deletion) \(naming)")
            #expect(gone == nil && fewer == count - 1)
            #expect(try await stage.shown(order.id) == order.document)
            #expect(try await stage.digests() == before)
        }

        @Test func `What the shop sends twice is thanked for twice and stored once`() async throws {
            let stage = try await Stage()
            let delivery = ShopHook.Delivery.idle()
            let before = try await stage.hook.deliveries().count

            let first = try await stage.hook.send(delivery)
            let settled = try await stage.hook.settled()
            let second = try await stage.hook.send(delivery)

            #expect([first, second].map(\.status) == [200, 200] && settled["state"] == "ignored")
            let after = try await stage.hook.deliveries()
            #expect(after.count == before + 1 && after.first == settled)
        }

        @Test func `What is not the shop's own is refused with one and the same answer, and nothing is stored`() async throws {
            let stage = try await Stage()
            let north = try await ShopHook.make("north")
            let ads = try await RunningConnection.find(stage.hook.admin, name: "Meta Ads").id
            let order = try await stage.order()
            let delivery = ShopHook.Delivery("orders/delete", ["id": order.number, "refused": .string(UniqueID().description)])
            let before = try await stage.stored()

            let refused = [
                "another secret": try await stage.hook.send(delivery, secret: "shpss_another"),
                "no signature": try await stage.hook.send(delivery, headers: ["X-Shopify-Hmac-Sha256": ""]),
                "another body": try await stage.hook.send(delivery, headers: ["X-Shopify-Hmac-Sha256": "AAAA"]),
                "another connection": try await stage.hook.send(delivery, to: stage.hook.path(connection: ads)),
                "no connection": try await stage.hook.send(delivery, to: stage.hook.path(connection: UniqueID().description)),
                "another address": try await stage.hook.send(delivery, to: stage.hook.path(token: "x" + stage.hook.token.dropFirst())),
                "a foreign address": try await stage.hook.send(delivery, to: stage.hook.path(token: north.token)),
                "a foreign connection": try await stage.hook.send(delivery, to: stage.hook.path(connection: north.connection)),
                "a foreign shop": try await stage.hook.send(delivery, to: north.path()),
            ]
            let large = try await stage.hook.send(delivery, headers: ["Content-Length": String((16 << 20) + 1)])

            let first = try #require(refused["another secret"])
            ProblemRules.expectProblem(first, "another secret", status: [404])
            for (name, response) in refused { #expect(ProblemRules.comparable(response) == ProblemRules.comparable(first), "\(name)") }
            ProblemRules.expectProblem(large, "too large", status: [413])
            #expect(try await stage.stored() == before)
            #expect(try await stage.shown(order.id) == order.document)
        }
    }
}

/// The shop of bloom with a fresh hook.
private struct Stage {
    struct Order: Sendable {
        let id: String
        /// The platform's id, as a delivery names it.
        let number: JSON
        /// The order as the API shows it.
        let document: JSON
    }

    let product: RunningProduct
    let database: ProductDatabase
    let hook: ShopHook

    init() async throws {
        product = try await SharedProduct.get()
        database = try ProductDatabase(product)
        hook = try await ShopHook.make("bloom")
    }

    /// The newest order of the shop.
    func order() async throws -> Order {
        let list = try await product.client("bloom").patient("GET", "/api/v1/orders?platform=shopify&limit=1").json["data"]?.array
        let found = try #require(list?.first)
        let id = try #require(found["id"]?.string)
        let number = try #require(found["external_id"]?.string?.split(separator: "/").last.flatMap { Int64($0) })
        return Order(id: id, number: .integer(number), document: found)
    }

    /// An order as the list shows it, among all of its day; `nil` where it is not there.
    func shown(_ id: String) async throws -> JSON? {
        try await product.client("bloom").all("/api/v1/orders?platform=shopify").first { $0["id"]?.string == id }
    }

    func count() async throws -> Int64 {
        try #require(try await product.client("bloom").patient("GET", "/api/v1/orders?limit=1&include=total").json["total"]?["count"]?.integer)
    }

    /// All orders of each tenant.
    func digests() async throws -> [String: String] {
        var digests: [String: String] = [:]
        for tenant in try product.tenants { digests[tenant.slug] = try await database.ordersChecksum(tenant.id) }
        return digests
    }

    /// How many deliveries there are, and jobs of them, of any tenant.
    func stored() async throws -> [Int] {
        [
            try await database.value("SELECT count(*) FROM ingest.deliveries"),
            try await database.value("SELECT count(*) FROM jobs.jobs WHERE kind = 'webhook'"),
        ]
    }
}
