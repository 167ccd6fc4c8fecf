import Core
import Postgres
import Testing

@testable import Web

extension Acceptance {
    /// The CDNOW purchase log (Tests/Fixtures/cdnow/README.md): 69,659 purchases of 23,570 customers for 2,500,315.63 dollars.
    @Suite struct PurchaseLogTests {
        @Test func `The purchase log is there to the last cent`() async throws {
            let product = try await SharedProduct.get()

            let response = try await product.client("cdnow").send(.get, "/api/v1/orders?include=total&limit=1")

            let total = response.json["total"]
            #expect(response.status == 200)
            #expect(total?["count"] == 69_659)
            #expect(total?["customers"] == 23_570)
            #expect(total?["revenue"]?.array?.count == 1)
            #expect(total?["revenue"]?.array?.first?["currency"] == "USD")
            #expect(total?["revenue"]?.array?.first?["amount_micros"] == "2500315630000")
        }

        @Test func `Another tenant's key sees none of it, and its ids are like ids of nothing`() async throws {
            let product = try await SharedProduct.get()
            let cdnow = try product.client("cdnow")
            let bloom = try product.client("bloom")
            let own = try await cdnow.send(.get, "/api/v1/orders?limit=500").json["data"]?.array ?? []
            let ids = own.compactMap { $0["id"]?.string }

            let seen = try await bloom.all("/api/v1/orders")

            #expect(ids.count == 500)
            #expect(!seen.isEmpty && seen.allSatisfy { $0["platform"] == "shopify" })
            let shared = Set(seen.compactMap { $0["id"]?.string }).intersection(ids)
            #expect(shared == [])
            let nothing = UniqueID().description
            let absent = try await bloom.send("GET", "/api/v1/orders/\(nothing)", headers: ["X-Request-Id": "acceptance"])
            for id in ids.prefix(20) {
                let foreign = try await bloom.send("GET", "/api/v1/orders/\(id)", headers: ["X-Request-Id": "acceptance"])
                #expect(foreign.status == 404)
                #expect(foreign.body == absent.body)
            }
        }

        @Test func `Reading everything a second time changes no row`() async throws {
            let product = try await SharedProduct.get()
            let database = try ProductDatabase(product)
            let tenant = try product.tenant("cdnow").id
            let connection = try await RunningConnection.find(try product.client("cdnow"), name: "Purchase log")
            let before = (versions: try await database.orderVersions(tenant), writes: try await Self.writes(database))

            let record = try await connection.finish(try await connection.start(full: true))

            #expect(record["state"] == "completed", "\(record)")
            #expect(record["rows_written"] == 0, "\(record)")
            #expect(try await database.orderVersions(tenant) == before.versions)
            #expect(try await Self.writes(database) == before.writes)
        }

        /// Rows of orders that were ever inserted, updated or deleted, as PostgreSQL counts.
        private static func writes(_ database: ProductDatabase) async throws -> String {
            try await database.value(
                "SELECT concat_ws(' ', n_tup_ins, n_tup_upd, n_tup_del) FROM pg_stat_user_tables WHERE schemaname = 'commerce' AND relname = 'orders'"
            )
        }
    }
}
