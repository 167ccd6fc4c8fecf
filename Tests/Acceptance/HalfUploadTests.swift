import Core
import Glibc
import Postgres
import Testing

@testable import Web

extension Acceptance {
    /// What a killed server had half received does not stay for ever.
    @Suite struct HalfUploadTests {
        @Test func `A half-received file of a killed server is swept when it is old`() async throws {
            let product = try await SharedProduct.get()
            let database = try ProductDatabase(product)
            let admin = try await SignIns.shared.admin("north")
            let token = try #require(admin.token)
            let left: @Sendable () async throws -> Int = { try await database.value("SELECT count(*) FROM ingest.uploads WHERE NOT complete") }
            let serve = try #require(try product.pids["serve"])

            try await admin.connect { stream in
                try await stream.send(
                    "POST /api/v1/uploads?name=x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
                        + "Content-Type: application/octet-stream\r\nContent-Length: 9000000\r\n\r\n")
                try await stream.send([UInt8](repeating: UInt8(ascii: "a"), count: 3 << 20))
                while try await left() == 0 { try await Task.sleep(for: .milliseconds(10)) }
                kill(serve, SIGKILL)
            }
            _ = try await product.successor(of: "serve", serve)
            let afterwards = try await left()
            try await database.execute("UPDATE ingest.uploads SET created_at = now() - interval '3 hours' WHERE NOT complete")
            let work = try #require(try product.pids["work"])
            kill(work, SIGTERM)
            _ = try await product.successor(of: "work", work)

            #expect(afterwards == 1)
            while try await left() > 0 { try await Task.sleep(for: .milliseconds(50)) }
            #expect(
                try await database.value(
                    "SELECT count(*) FROM ingest.upload_chunks c LEFT JOIN ingest.uploads u ON u.id = c.upload_id WHERE u.id IS NULL") == 0)
        }
    }
}
