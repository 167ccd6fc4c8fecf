import Core
import Foundation
import Glibc
import Postgres
import Testing

@testable import Web

extension Acceptance {
    /// Servers that die or stand still under a product that goes on.
    @Suite struct OutageTests {
        @Test func `While PostgreSQL is killed and comes back, requests get an answer or a 503, and nothing leaks`() async throws {
            let product = try await SharedProduct.get()
            let client = try product.client("cdnow")
            let tenant = try product.tenant("cdnow").id
            let database = try ProductDatabase(product)
            let rows = try await database.ordersChecksum(tenant)
            let before = try #require(try product.pids["postgres"])

            kill(before, SIGKILL)
            let answers = try await withThrowingTaskGroup(of: [TestResponse].self) { group in
                for _ in 0..<6 { group.addTask { try await Self.ask(client, untilGood: 15) } }
                return try await group.reduce([], +)
            }
            let after = try await product.successor(of: "postgres", before)

            #expect(after != before)
            Self.expectServedOrUnavailable(answers)
            #expect(answers.contains { $0.status == 503 })
            #expect(try await client.send(.get, "/health/ready").status == 200)
            #expect(try await database.ordersChecksum(tenant) == rows)
            #expect(try await Self.connections(database) <= 8)
        }

        @Test func `While PostgreSQL stands still, requests that can not be served get a 503 with a time to come back`() async throws {
            let product = try await SharedProduct.get()
            let client = try product.client("cdnow")
            let postmaster = try #require(try product.pids["postgres"])
            let frozen = [postmaster] + Self.children(of: postmaster)

            for pid in frozen { kill(pid, SIGSTOP) }
            let answers = try await withThrowingTaskGroup(of: TestResponse.self) { group in
                defer { for pid in frozen { kill(pid, SIGCONT) } }
                // Twice as many as there are connections, so that some find none free.
                for _ in 0..<16 { group.addTask { try await client.send(.get, "/api/v1/orders?limit=1") } }
                guard let first = try await group.next() else { return [TestResponse]() }
                for pid in frozen { kill(pid, SIGCONT) }
                return try await group.reduce(into: [first]) { $0.append($1) }
            }

            Self.expectServedOrUnavailable(answers)
            #expect(answers.first?.status == 503)
            Self.expectServedOrUnavailable(try await Self.ask(client, untilGood: 15))
            #expect(try await Self.connections(try ProductDatabase(product)) <= 8)
        }

        @Test func `Without Redis the API still answers, and still holds callers to limits`() async throws {
            let product = try await SharedProduct.get()
            let client = try product.client("cdnow")
            let before = try #require(try product.pids["redis"])

            kill(before, SIGKILL)
            var answers: [TestResponse] = []
            while try product.pids["redis"] == before || answers.count < 30 {
                answers.append(try await client.send(.get, "/api/v1/orders?limit=1"))
            }

            #expect(answers.allSatisfy { $0.status == 200 }, "\(Set(answers.map(\.status)))")
            #expect(answers.allSatisfy { $0[header: "RateLimit"] != nil })
            #expect(try await client.send(.get, "/health/ready").status == 200)
            #expect(try await product.successor(of: "redis", before) != before)
        }

        /// Asks again and again until so many answers in a row are good.
        private static func ask(_ client: WebTestClient, untilGood wanted: Int) async throws -> [TestResponse] {
            var answers: [TestResponse] = []
            var good = 0
            while good < wanted {
                let response = try await client.send(.get, "/api/v1/orders?limit=1")
                good = response.status == 200 ? good + 1 : 0
                answers.append(response)
                if response.status != 200 { try await Task.sleep(for: .milliseconds(50)) }
            }
            return answers
        }

        private static func expectServedOrUnavailable(_ answers: [TestResponse], sourceLocation: SourceLocation = #_sourceLocation) {
            for answer in answers where answer.status != 200 {
                #expect(answer.status == 503, "\(answer.text)", sourceLocation: sourceLocation)
                #expect(answer[header: "Retry-After"].flatMap { Int($0) } ?? 0 >= 1, sourceLocation: sourceLocation)
                #expect(answer[header: "Content-Type"] == "application/problem+json", sourceLocation: sourceLocation)
                #expect(ProblemRules.found(in: answer).isEmpty, "\(answer.text)", sourceLocation: sourceLocation)
            }
        }

        /// Connections of `serve` for tenants' work: never more than its pool.
        private static func connections(_ database: ProductDatabase) async throws -> Int {
            try await database.value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tactics serve'", as: Int.self)
        }

        /// The processes that a process started, from their `stat` (proc(5)).
        private static func children(of parent: pid_t) -> [pid_t] {
            ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }.filter { pid in
                let stat = FileHandle(forReadingAtPath: "/proc/\(pid)/stat").map { String(decoding: $0.readDataToEndOfFile(), as: UTF8.self) } ?? ""
                guard let name = stat.lastIndex(of: ")") else { return false }
                let fields = stat[name...].split(separator: " ")
                return fields.count > 2 && pid_t(fields[2]) == parent
            }
        }
    }
}
