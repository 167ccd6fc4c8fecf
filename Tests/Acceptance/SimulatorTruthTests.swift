import Core
import Postgres
import Testing

@testable import Web

extension Acceptance {
    /// What the two shops on the simulator brought in, held against what is true of their businesses, row by row.
    @Suite struct SimulatorTruthTests {
        @Test(arguments: ["bloom", "north"])
        func `Orders, customers and products equal the truth, exactly`(_ tenant: String) async throws {
            let product = try await SharedProduct.get()
            let truth = try await SimulatedTruth(of: tenant)
            let client = try product.client(tenant)

            let orders = try await client.all("/api/v1/orders")
            let customers = try await client.all("/api/v1/customers")
            let products = try await client.all("/api/v1/products")

            let money = ["total", "subtotal", "discount", "tax", "shipping", "refunded"]
            let plain = ["number", "customer_id", "day", "quantity", "is_test"]
            let seenOrders = orders.map { order in
                let fields = [
                    order["external_id"], order["number"], order["customer_external_id"], order["day"], order["quantity"], order["is_test"],
                ]
                return (fields + money.map { order[$0]?["amount_micros"] }).map(SimulatedTruth.plain).joined(separator: "|")
            }
            expectEqual(seenOrders, SimulatedTruth.lines(truth.list("shopify", "orders"), ["id"] + plain + money.map { "\($0)_micros" }))
            let seenCustomers = customers.map { customer in
                [customer["external_id"], customer["email"], customer["orders_count"]].map(SimulatedTruth.plain).joined(separator: "|")
            }
            expectEqual(seenCustomers, SimulatedTruth.lines(truth.list("shopify", "customers"), ["id", "email", "orders_count"]))
            expectEqual(products.map { SimulatedTruth.plain($0["external_id"]) }, SimulatedTruth.lines(truth.list("shopify", "products"), ["id"]))
        }

        @Test func `Two shops on the simulator are two businesses, and each met limits and many pages on its way in`() async throws {
            let product = try await SharedProduct.get()
            let simulator = try SimulatorControl(product)
            let bloom = try await product.client("bloom").all("/api/v1/orders")
            let north = try await product.client("north").all("/api/v1/orders")

            let shared = Set(bloom.compactMap { $0["external_id"]?.string }).intersection(north.compactMap { $0["external_id"]?.string })
            #expect(shared == [])
            let both = ["google-ads", "google-analytics", "meta", "shopify", "stripe"]
            let declared = ["bloom": both + ["klaviyo", "linkedin", "search-console", "snapchat", "tiktok"], "north": both]
            for (tenant, platforms) in declared {
                // Other tests may have connected more.
                let connected = try await product.client(tenant).all("/api/v1/connections").compactMap { $0["connector"]?.string }
                #expect(Set(connected).isSuperset(of: platforms))
                let stats = try await simulator.stats(try await SimulatedTruth(of: tenant).seed)
                for platform in platforms {
                    #expect(stats[platform]?["pages"]?.integer ?? 0 >= 8, "\(tenant) \(platform): \(stats)")
                    #expect(stats[platform]?["throttles"]?.integer ?? 0 >= 1, "\(tenant) \(platform): \(stats)")
                }
            }
        }
    }
}

/// Says what is missing and what is too much, a few of each, rather than two thousand lines. Nothing may stand twice.
func expectEqual(_ seen: [String], _ wanted: [String], _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation) {
    let missing = Set(wanted).subtracting(seen).sorted().prefix(3)
    let extra = Set(seen).subtracting(wanted).sorted().prefix(3)
    #expect(
        seen.count == wanted.count && missing.isEmpty && extra.isEmpty && !wanted.isEmpty,
        "\(what) \(seen.count) seen, \(wanted.count) wanted; missing \(Array(missing)); too much \(Array(extra))", sourceLocation: sourceLocation)
}
