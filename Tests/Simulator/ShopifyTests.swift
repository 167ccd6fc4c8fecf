import Core
import Testing

@testable import Simulator

struct ShopifyTests {
    private let client = Client()

    private static let orderFields = """
        id name createdAt updatedAt test currencyCode displayFinancialStatus customer { id numberOfOrders }
        totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } } totalRefundedSet { shopMoney { amount } }
        lineItems(first: 50) { edges { node { id quantity discountedTotalSet { shopMoney { amount } } product { id } variant { id } } } }
        refunds { id createdAt totalRefundedSet { shopMoney { amount } } }
        """

    private func amount(_ node: JSON, _ name: String) -> Int64 { node[name]?["shopMoney"]?["amount"]?.micros ?? 0 }

    @Test func `Orders of all pages add up to the truth`() async throws {
        let (nodes, pages) = try await client.shopifyNodes("orders", first: 150, selecting: Self.orderFields)

        let truth = client.business.truth()["platforms"]?["shopify"]
        let orders = truth?["orders"]?.array ?? []
        let days = truth?["days"]?.array ?? []
        let real = nodes.filter { $0["test"] == false }
        #expect(pages >= 8)
        #expect(Set(nodes.compactMap { $0["id"]?.string }) == Set(orders.compactMap { $0["id"]?.string }))
        #expect(nodes.count == orders.count)
        #expect(real.reduce(0) { $0 + amount($1, "totalPriceSet") } == days.reduce(0) { $0 + ($1["total_micros"]?.integer ?? 0) })
        #expect(real.count == days.reduce(0) { $0 + Int($1["orders"]?.integer ?? 0) })
        #expect(real.reduce(0) { $0 + amount($1, "totalRefundedSet") } == days.reduce(0) { $0 + ($1["refunded_micros"]?.integer ?? 0) })
        #expect(nodes.compactMap { $0["updatedAt"]?.string }.sorted() == nodes.compactMap { $0["updatedAt"]?.string })
    }

    @Test func `Customers and products are served whole`() async throws {
        let customers = try await client.shopifyNodes(
            "customers", first: 250, selecting: "id email numberOfOrders amountSpent { amount currencyCode }")
        let products = try await client.shopifyNodes(
            "products", first: 30, selecting: "id title variants(first: 10) { nodes { id price inventoryItem { unitCost { amount } } } }")

        #expect(customers.nodes.count == 600)
        #expect(Set(customers.nodes.map { $0["id"] }).count == 600)
        #expect(
            customers.nodes.reduce(0) { $0 + ($1["amountSpent"]?["amount"]?.micros ?? 0) } == client.business.customers.reduce(0) { $0 + $1.spent })
        #expect(products.nodes.count == 40)
        #expect(products.pages == 2)
        #expect(products.nodes.allSatisfy { !($0["variants"]?["nodes"]?.array ?? []).isEmpty })
    }

    @Test func `The filter by updated_at cuts the orders into parts without gap or overlap`() async throws {
        let all = client.business.orders.map(\.updated).sorted()
        let (low, high) = (all[all.count / 3], all[all.count * 2 / 3])

        let before = try await client.shopifyNodes("orders", first: 250, selecting: "id", filter: "updated_at:<'\(low)'").nodes
        let inside = try await client.shopifyNodes("orders", first: 250, selecting: "id", filter: "updated_at:>='\(low)' AND updated_at:<'\(high)'")
            .nodes
        let after = try await client.shopifyNodes("orders", first: 250, selecting: "id", filter: "updated_at:>=\(high)").nodes

        #expect(Set((before + inside + after).map { $0["id"] }).count == all.count)
        #expect(before.count + inside.count + after.count == all.count)
        #expect(inside.count == client.business.orders.filter { $0.updated >= low && $0.updated < high }.count)
    }

    @Test func `Exactly the fields selected come back in their order under their aliases`() async throws {
        let answer = try await client.shopify("{ store: shop { timeZone: ianaTimezone currencyCode __typename } }").json()

        #expect(answer["data"]?.description == #"{"store":{"timeZone":"Europe/Berlin","currencyCode":"EUR","__typename":"Shop"}}"#)
        #expect(answer["extensions"]?["cost"]?["throttleStatus"]?["restoreRate"]?.double == 100)
    }

    @Test func `Nodes are found by id with fragments`() async throws {
        let order = client.business.orders[0]
        let query =
            "query One($id: ID!) { node(id: $id) { id ...O ... on Customer { email } } } fragment O on Order { name lineItems(first: 1) { nodes { sku } pageInfo { hasNextPage } } }"

        let node = try await client.shopify(query, ["id": .string("gid://shopify/Order/\(order.number)")]).json()["data"]?["node"]

        #expect(node?["id"]?.string == "gid://shopify/Order/\(order.number)")
        #expect(node?["name"] == "#1001")
        #expect(node?["email"] == nil)
        #expect(node?["lineItems"]?["nodes"]?.array?.count == 1)
        #expect(node?["lineItems"]?["pageInfo"]?["hasNextPage"]?.bool == (order.lines.count > 1))
    }

    @Test(arguments: [
        ("{ shop { nonsense } }", "undefinedField"), ("{ shop }", "selectionMismatch"), ("{ shop { name { x } } }", "selectionMismatch"),
        ("{ orders(first: 5, colour: 1) { nodes { id } } }", "argumentNotAccepted"), ("{ orders { nodes { id } } }", "BAD_REQUEST"),
        ("{ orders(first: 251) { nodes { id } } }", "BAD_REQUEST"), ("{ orders(first: 1, after: \"x\") { nodes { id } } }", "BAD_REQUEST"),
        ("query Q($n: Int!) { orders(first: $n) { nodes { id } } }", "INVALID_VARIABLE"),
        ("{ orders(first: $n) { nodes { id } } }", "variableNotDefined"),
        ("{ shop { ...X } }", "useAndDefineFragment"), ("{ shop { ... on Ship { id } } }", "undefinedType"), ("mutation { x }", "NOT_SUPPORTED"),
        ("{ orders(first: 1, query: \"updated_at:>soon\") { nodes { id } } }", "BAD_REQUEST"),
    ]) func `A wrong query gets an error with HTTP 200`(query: String, code: String) async throws {
        let answer = await client.shopify(query)

        let errors = try answer.json()["errors"]?.array ?? []
        #expect(answer.status == 200)
        #expect(errors.contains { $0["extensions"]?["code"]?.string == code }, "\(errors)")
    }

    @Test func `A query that costs too much is refused`() async throws {
        let answer = try await client.shopify(
            "{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { product { variants(first: 250) { nodes { id } } } } } } } }"
        ).json()

        #expect(answer["errors"]?.array?.first?["extensions"]?["code"] == "MAX_COST_EXCEEDED")
    }

    @Test func `An empty bucket throttles until points have flowed back`() async throws {
        let client = Client { $0.shopify.maximumAvailable = 30 }
        let query = "{ orders(first: 250) { nodes { id } } }"

        let first = try await client.shopify(query).json()
        let second = await client.shopify(query)
        let status = try second.json()["extensions"]?["cost"]
        let missing = try #require(status?["requestedQueryCost"]?.double) - (status?["throttleStatus"]?["currentlyAvailable"]?.double ?? 0)
        client.clock.move(by: .milliseconds(Int(missing / 100 * 1_000) + 1))
        let third = try await client.shopify(query).json()

        #expect(first["data"] != nil)
        #expect(second.status == 200)
        #expect(try second.json()["errors"]?.array?.first?["extensions"]?["code"] == "THROTTLED")
        #expect(third["data"] != nil)
        #expect(client.simulator.statistics(7)["shopify"]?.throttles == 1)
    }

    @Test func `A bad token is answered with 401 and headers tell the version`() async throws {
        var stranger = client
        stranger.token = "shpat_1"
        let old = SimulatedRequest(
            method: "POST", target: "/shopify/acme/admin/api/2024-01/graphql.json", headers: ["x-shopify-access-token": client.token],
            body: Array(#"{"query":"{shop{name}}"}"#.utf8))

        let refused = await stranger.shopify("{ shop { name } }")
        let answered = await client.simulator.respond(to: old)

        #expect(refused.status == 401)
        #expect(answered.status == 200)
        #expect(answered.header("X-Shopify-API-Version") == "2025-10")
        #expect(answered.header("X-Request-Id") != nil)
    }
}
