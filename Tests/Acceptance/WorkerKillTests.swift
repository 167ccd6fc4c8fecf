import Core
import Glibc
import Postgres
import Testing

@testable import Web

extension Acceptance {
    /// Kill anything at any moment: the sync goes on from its last checkpoint, with the very same rows.
    @Suite struct WorkerKillTests {
        @Test(arguments: 1...2)
        func `A worker that is killed in the middle of a sync leaves no trace in the rows`(_ round: Int) async throws {
            let product = try await SharedProduct.get()
            let tenant = try product.tenant("cdnow").id
            let database = try ProductDatabase(product)
            let connection = try await RunningConnection.find(try product.client("cdnow"), name: "Purchase log")
            let wanted = try await database.ordersChecksum(tenant)
            let moment = Int.random(in: 1...55_000)
            _ = try await connection.client.patient("POST", "/api/v1/connections/\(connection.id)/reset", bytes: Array("{}".utf8))
            try await database.rows("DELETE FROM commerce.orders WHERE tenant_id = \(tenant)")
            let before = try #require(try product.pids["work"])

            let sync = try await connection.start(full: true)
            var stored = 0
            while stored < moment {
                stored = try await database.value("SELECT count(*) FROM commerce.orders WHERE tenant_id = \(tenant)", as: Int.self)
                if stored < moment { try await Task.sleep(for: .milliseconds(10)) }
            }
            kill(before, SIGKILL)
            let state = try await connection.state(sync)["state"]?.string
            print("Killed the worker after \(stored) of 69659 rows (asked for \(moment)), the sync being \(state ?? "gone").")
            let after = try await product.successor(of: "work", before)
            let record = try await connection.finish(sync)

            #expect(stored < 69_659, "round \(round): the sync was over before the kill")
            #expect(after != before)
            #expect(record["state"] == "completed", "\(record)")
            #expect(try await database.ordersChecksum(tenant) == wanted)
            let total = try await connection.client.send(.get, "/api/v1/orders?include=total&limit=1").json["total"]
            #expect(total?["count"] == 69_659)
        }
    }
}
