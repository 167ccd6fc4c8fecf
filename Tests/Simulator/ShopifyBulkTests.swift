import Core
import Testing

@testable import Simulator

struct ShopifyBulkTests {
    private let client = Client()

    private static let run = """
        mutation run($query: String!, $group: Boolean!) { bulkOperationRunQuery(query: $query, groupObjects: $group) {
          bulkOperation { id status createdAt } userErrors { field message code } } }
        """
    private static let state = """
        query state($id: ID!) { node(id: $id) { ... on BulkOperation { id status errorCode objectCount fileSize url partialDataUrl } } }
        """
    private static let orders = "{ orders { edges { node { id name refunds { id } lineItems { edges { node { id quantity } } } } } } }"

    private func start(_ query: String, groups: Bool = true, _ client: Client) async throws -> JSON? {
        try await client.shopify(Self.run, ["query": .string(query), "group": .bool(groups)]).json()["data"]?["bulkOperationRunQuery"]
    }

    private func state(_ id: JSON?, _ client: Client) async throws -> JSON? {
        try await client.shopify(Self.state, ["id": id ?? .null]).json()["data"]?["node"]
    }

    private func file(_ url: String?, _ client: Client) async throws -> [JSON] {
        let path = try #require(url).replacing("https://storage.googleapis.com", with: "/shopify")
        let answer = await client.simulator.respond(to: SimulatedRequest(target: path))
        try #require(answer.status == 200)
        return try answer.body.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
    }

    @Test func `An operation runs for some seconds and leaves a line for each object`() async throws {
        let id = try await start(Self.orders, client)?["bulkOperation"]?["id"]
        let first = try await state(id, client)
        client.clock.move(by: .seconds(2))
        let second = try await state(id, client)
        client.clock.move(by: .seconds(3))
        let third = try await state(id, client)
        let lines = try await file(third?["url"]?.string, client)

        #expect([first, second, third].map { $0?["status"]?.string } == ["CREATED", "RUNNING", "COMPLETED"])
        #expect(second?["url"]?.isNull == true)
        let orders = client.business.orders
        #expect(lines.count == orders.count + orders.reduce(0) { $0 + $1.lines.count })
        #expect(third?["objectCount"]?.string == String(lines.count))
        var parent: String?
        for line in lines {
            if let own = line["__parentId"]?.string { #expect(own == parent) } else { parent = line["id"]?.string }
            #expect(line["lineItems"] == nil)
        }
    }

    @Test func `The queries of the connector run as operations`() async throws {
        let orders = """
            {orders(query:"updated_at:>='2026-05-01T00:00:00Z'"){edges{node{id name createdAt processedAt updatedAt cancelledAt test currencyCode \
            displayFinancialStatus sourceName subtotalLineItemsQuantity totalPriceSet{shopMoney{amount currencyCode}} subtotalPriceSet{shopMoney{amount}} \
            totalDiscountsSet{shopMoney{amount}} totalTaxSet{shopMoney{amount}} totalShippingPriceSet{shopMoney{amount}} \
            totalRefundedSet{shopMoney{amount}} customer{id} customerJourneySummary{lastVisit{source utmParameters{source medium campaign}}} \
            lineItems{edges{node{id title sku quantity product{id} variant{id} originalUnitPriceSet{shopMoney{amount currencyCode}} \
            discountedTotalSet{shopMoney{amount}}}}} refunds{id createdAt totalRefundedSet{shopMoney{amount currencyCode}}}}}}}
            """
        let products = """
            {products{edges{node{id title handle status vendor productType createdAt updatedAt \
            variants{edges{node{id sku price inventoryQuantity inventoryItem{id unitCost{amount}}}}}}}}}
            """
        let customers = """
            {customers{edges{node{id firstName lastName defaultEmailAddress{emailAddress} defaultPhoneNumber{phoneNumber} numberOfOrders \
            amountSpent{amount currencyCode} createdAt updatedAt defaultAddress{countryCodeV2}}}}}
            """
        let (paged, _) = try await client.shopifyNodes("orders", first: 100, selecting: "id", filter: "updated_at:>='2026-05-01T00:00:00Z'")
        for (query, count) in [(orders, paged.count), (products, client.business.products.count), (customers, client.business.customers.count)] {
            let id = try await start(query, client)?["bulkOperation"]?["id"]
            client.clock.move(by: .seconds(5))
            let lines = try await file(try await state(id, client)?["url"]?.string, client)
            #expect(lines.count { $0["__parentId"] == nil } == count)
        }
    }

    @Test func `Without groups children stand behind all parents`() async throws {
        let id = try await start(Self.orders, groups: false, client)?["bulkOperation"]?["id"]
        client.clock.move(by: .seconds(5))

        let lines = try await file(try await state(id, client)?["url"]?.string, client)

        #expect(lines.prefix(client.business.orders.count).allSatisfy { $0["__parentId"] == nil })
        #expect(lines.dropFirst(client.business.orders.count).allSatisfy { $0["__parentId"] != nil })
    }

    @Test func `A filter that finds nothing leaves no file`() async throws {
        let id = try await start("{ orders(query: \"updated_at:>='2030-01-01T00:00:00Z'\") { edges { node { id } } } }", client)?["bulkOperation"]?[
            "id"]
        client.clock.move(by: .seconds(5))

        let state = try await state(id, client)

        #expect(state?["status"] == "COMPLETED" && state?["url"]?.isNull == true)
    }

    @Test func `One operation runs at a time, and can be cancelled`() async throws {
        let id = try await start(Self.orders, client)?["bulkOperation"]?["id"]
        let refused = try await start(Self.orders, client)
        _ = await client.shopify(
            "mutation stop($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }", ["id": id ?? .null])
        let cancelled = try await state(id, client)
        let next = try await start(Self.orders, client)

        #expect(refused?["bulkOperation"]?.isNull == true)
        #expect(refused?["userErrors"]?.array?.first?["code"] == "OPERATION_IN_PROGRESS")
        #expect(cancelled?["status"] == "CANCELED")
        #expect(next?["bulkOperation"]?["id"]?.string != nil)
    }

    @Test func `An operation that fails shows what it had found`() async throws {
        let client = Client { $0.shopify.failingBulkOperations = [1] }
        let id = try await start("{ products { edges { node { id } } } }", client)?["bulkOperation"]?["id"]
        client.clock.move(by: .seconds(5))

        let state = try await state(id, client)

        #expect(state?["status"] == "FAILED" && state?["errorCode"] == "INTERNAL_SERVER_ERROR" && state?["url"]?.isNull == true)
        #expect(try await file(state?["partialDataUrl"]?.string, client).count == 20)
    }

    @Test(arguments: [
        "{ shop { name } }", "{ orders { edges { node { nonsense } } } }", "nonsense", "{ a: orders { nodes { id } } b: orders { nodes { id } } }",
    ])
    func `A query that is none for an operation is refused`(query: String) async throws {
        let answer = try await start(query, client)

        #expect(answer?["bulkOperation"]?.isNull == true)
        #expect(answer?["userErrors"]?.array?.count == 1)
    }

    @Test func `Counts follow the filter and stop at the limit`() async throws {
        let answer = try await client.shopify("{ customersCount(limit: 100) { count precision } ordersCount { count precision } }").json()["data"]

        #expect(answer?["customersCount"]?.description == #"{"count":100,"precision":"AT_LEAST"}"#)
        #expect(answer?["ordersCount"]?["count"]?.integer == Int64(client.business.orders.count))
    }

    @Test func `Each order shows the way that led to it`() async throws {
        let nodes = try await client.shopifyNodes(
            "orders", first: 100, selecting: "id customerJourneySummary { lastVisit { source utmParameters { source medium campaign } } }"
        ).nodes
        let business = client.business
        let places = Dictionary(uniqueKeysWithValues: business.orders.enumerated().map { ("gid://shopify/Order/\($1.number)", $0) })

        var seen: Set<String> = []
        for node in nodes {
            let place = try #require(node["id"]?.string.flatMap { places[$0] })
            let visit = node["customerJourneySummary"]?["lastVisit"]
            let marks = visit?["utmParameters"]
            seen.insert(visit?["source"]?.string ?? "")
            switch business.orderChannels[place] {
            case .advertising(let touch):
                let source = touch.platform == .meta ? "facebook" : touch.platform.rawValue
                #expect(visit?["source"]?.string == source && marks?["source"]?.string == source)
                #expect(marks?["medium"]?.string == (touch.platform == .google ? "cpc" : "paid_social"))
                #expect(marks?["campaign"]?.string == business.advertising(on: touch.platform).campaigns[touch.campaign].name)
            case .mailing: #expect(visit?["source"] == "email" && marks?["medium"] == "email")
            case .other(let web): #expect(marks?.isNull == true && visit?["source"]?.string == (web == .direct ? "direct" : web.source))
            }
        }
        #expect(seen.isSuperset(of: ["facebook", "google", "tiktok", "email", "direct"]))
    }
}
