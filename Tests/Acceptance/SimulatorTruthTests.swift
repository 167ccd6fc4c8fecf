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

            #expect(orders.count == truth.shop["orders"]?.array?.count)
            let money = ["total", "subtotal", "discount", "tax", "shipping", "refunded"]
            let plain = ["number", "customer_id", "day", "quantity", "is_test"]
            let seenOrders = Set(
                orders.map { order in
                    let fields = [
                        order["external_id"], order["number"], order["customer_external_id"], order["day"], order["quantity"], order["is_test"],
                    ]
                    return (fields + money.map { order[$0]?["amount_micros"] }).map(SimulatedTruth.plain).joined(separator: "|")
                })
            expectEqual(seenOrders, SimulatedTruth.lines(truth.shop["orders"], ["id"] + plain + money.map { "\($0)_micros" }))
            #expect(customers.count == truth.shop["customers"]?.array?.count)
            let seenCustomers = Set(
                customers.map { customer in
                    [customer["external_id"], customer["email"], customer["orders_count"]].map(SimulatedTruth.plain).joined(separator: "|")
                })
            expectEqual(seenCustomers, SimulatedTruth.lines(truth.shop["customers"], ["id", "email", "orders_count"]))
            #expect(products.count == truth.shop["products"]?.array?.count)
            expectEqual(Set(products.map { SimulatedTruth.plain($0["external_id"]) }), SimulatedTruth.lines(truth.shop["products"], ["id"]))
        }

        @Test(arguments: ["bloom", "north"])
        func `Campaigns and what they cost each day equal the truth, exactly`(_ tenant: String) async throws {
            let product = try await SharedProduct.get()
            let truth = try await SimulatedTruth(of: tenant)
            let database = try ProductDatabase(product)
            let id = try product.tenant(tenant).id

            let campaigns = try await product.client(tenant).all("/api/v1/campaigns")
            let perDay = try await database.rows(
                """
                SELECT concat_ws('|', d.day, sum(d.spend_micros), sum(d.impressions), sum(d.clicks))
                FROM marketing.ad_daily d
                WHERE d.tenant_id = \(id) AND d.level = 'ad' AND d.breakdown = ''
                GROUP BY d.day
                """
            ).decode(String.self)
            let perAd = try await database.rows(
                """
                SELECT concat_ws('|', d.day, a.external_id, d.spend_micros, d.impressions, d.clicks)
                FROM marketing.ad_daily d
                JOIN marketing.ads a ON a.tenant_id = d.tenant_id AND a.id = d.entity_id
                WHERE d.tenant_id = \(id) AND d.level = 'ad' AND d.breakdown = ''
                """
            ).decode(String.self)

            let entities = JSON.array((truth.ads["entities"]?.array ?? []).filter { $0["level"] == "campaign" })
            expectEqual(
                Set(campaigns.map { "\(SimulatedTruth.plain($0["external_id"]))|\(SimulatedTruth.plain($0["name"]))" }),
                SimulatedTruth.lines(entities, ["id", "name"]))
            expectEqual(Set(perAd), SimulatedTruth.lines(truth.ads["facts"], ["day", "ad_id", "spend_micros", "impressions", "clicks"]))
            #expect(perAd.count == truth.ads["facts"]?.array?.count)
            expectEqual(Set(perDay), Self.daily(truth.ads["facts"]))
        }

        @Test func `Two shops on the simulator are two businesses, and each met limits and many pages on its way in`() async throws {
            let product = try await SharedProduct.get()
            let simulator = try SimulatorControl(product)
            let bloom = try await product.client("bloom").all("/api/v1/orders")
            let north = try await product.client("north").all("/api/v1/orders")

            let seeds = [try await SimulatedTruth(of: "bloom").seed, try await SimulatedTruth(of: "north").seed]

            let shared = Set(bloom.compactMap { $0["external_id"]?.string }).intersection(north.compactMap { $0["external_id"]?.string })
            #expect(shared == [])
            for seed in seeds {
                let stats = try await simulator.stats(seed)
                for platform in ["meta", "shopify"] {
                    #expect(stats[platform]?["pages"]?.integer ?? 0 >= 8, "\(seed) \(platform): \(stats)")
                    #expect(stats[platform]?["throttles"]?.integer ?? 0 >= 1, "\(seed) \(platform): \(stats)")
                }
            }
        }

        /// The sums of the truth's facts over each day.
        private static func daily(_ facts: JSON?) -> Set<String> {
            var sums: [String: (Int64, Int64, Int64)] = [:]
            for fact in facts?.array ?? [] {
                let day = fact["day"]?.string ?? ""
                let sum = sums[day] ?? (0, 0, 0)
                sums[day] = (
                    sum.0 + (fact["spend_micros"]?.integer ?? 0), sum.1 + (fact["impressions"]?.integer ?? 0), sum.2 + (fact["clicks"]?.integer ?? 0)
                )
            }
            return Set(sums.map { "\($0.key)|\($0.value.0)|\($0.value.1)|\($0.value.2)" })
        }
    }
}

/// Says what is missing and what is too much, a few of each, rather than two thousand lines.
func expectEqual(_ seen: Set<String>, _ wanted: Set<String>, sourceLocation: SourceLocation = #_sourceLocation) {
    let missing = wanted.subtracting(seen).sorted().prefix(3)
    let extra = seen.subtracting(wanted).sorted().prefix(3)
    #expect(
        seen == wanted, "\(seen.count) seen, \(wanted.count) wanted; missing \(Array(missing)); too much \(Array(extra))",
        sourceLocation: sourceLocation)
}
