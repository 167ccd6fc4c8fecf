import Core
import Testing

@testable import Web

struct RoutingTests {
    @Test func `A HEAD is a GET without its body`() async throws {
        try await Sample.serve { client in
            let answer = try await client.send("HEAD", "/health")

            #expect(answer.status == 200)
            #expect(answer[header: "Content-Length"] == "11")
            #expect(answer.body.isEmpty)
        }
    }

    @Test(arguments: [
        "/api/v1/campaigns/", "//api/v1/campaigns", "/api//v1/campaigns", "/api/v1/Campaigns", "/API/v1/campaigns", "/api/v1/%63ampaigns",
        "/api/v1/./campaigns", "/api/v1/x/%2e%2e/campaigns", "/",
    ])
    func `Only the exact path is the path`(path: String) async throws {
        try await Sample.serve { client in
            let answer = try await client.authorized("a").send(.get, path)

            #expect(answer.status == 404)
            #expect(answer.code == "not_found")
        }
    }

    @Test func `A wrong method is a 405 that names the right ones`() async throws {
        try await Sample.serve { client in
            let wrong = try await client.authorized("a").send(.put, "/api/v1/campaigns")
            let trace = try await client.authorized("a").send("TRACE", "/api/v1/campaigns")
            let strange = try await client.authorized("a").send("PROPFIND", "/api/v1/campaigns")

            #expect(wrong.status == 405)
            #expect(wrong[header: "Allow"] == "GET, HEAD, POST, OPTIONS")
            #expect(trace.status == 405)
            #expect(strange.status == 405)
        }
    }

    @Test func `A method override is not heard`() async throws {
        try await Sample.serve { client in
            let answer = try await client.authorized("reader").send(
                .get, "/api/v1/campaigns/\(Sample.known.id)", headers: ["X-HTTP-Method-Override": "DELETE", "X-Method-Override": "DELETE"])

            #expect(answer.status == 404 || answer.status == 200)
            #expect(answer.status != 204)
        }
    }

    @Test func `A problem has its members and gives nothing away`() async throws {
        struct Broken: Error { let detail = "SELECT secret FROM /etc/passwd" }
        let broken = Endpoint(.get, "/broken", permission: .public, summary: "Breaks.", tag: "Test", output: .nothing) { _ in throw Broken() }

        try await Sample.serve([broken]) { client in
            let answer = try await client.send(.get, "/broken", headers: ["X-Request-Id": "my-request-1"])

            #expect(answer.status == 500)
            #expect(answer[header: "Content-Type"] == "application/problem+json")
            #expect(answer.json.members?.map(\.name) == ["type", "title", "status", "detail", "instance", "code"])
            #expect(answer.json["type"] == "/problems/internal")
            #expect(answer.json["instance"] == "my-request-1")
            #expect(answer[header: "X-Request-Id"] == "my-request-1")
            #expect(!answer.text.contains("SELECT"))
            #expect(answer[header: "Server"] == nil)
        }
    }

    @Test(arguments: ["short", "has space in it", String(repeating: "x", count: 129), "a\"quote-in-it"])
    func `A request id that is no sane token is replaced`(id: String) async throws {
        try await Sample.serve { client in
            let answer = try await client.send(.get, "/health", headers: ["X-Request-Id": id])

            #expect(answer[header: "X-Request-Id"] != id)
            #expect(UniqueID(answer[header: "X-Request-Id"] ?? "") != nil)
        }
    }

    @Test func `Every answer carries its fields of safety`() async throws {
        try await Sample.serve(configure: { $0.isBehindTLS = true }) { client in
            let data = try await client.authorized("a").send(.get, "/api/v1/campaigns")
            let refused = try await client.send(.get, "/api/v1/campaigns")
            let health = try await client.send(.get, "/health")

            #expect(data[header: "Cache-Control"] == "private, no-cache")
            #expect(data[header: "Content-Type"] == "application/json")
            #expect(data[header: "X-Content-Type-Options"] == "nosniff")
            #expect(data[header: "Strict-Transport-Security"] != nil)
            #expect(data[header: "Date"]?.hasSuffix("GMT") == true)
            #expect(refused[header: "Cache-Control"] == "no-store")
            #expect(health[header: "Cache-Control"] == "no-store")
        }
    }

    @Test func `Dates are written as HTTP wants them`() {
        #expect(DateField.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(DateField.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }

    @Test func `A field can not break out of its line`() async throws {
        let split = Endpoint(.get, "/split", permission: .public, summary: "Splits.", tag: "Test", output: .nothing) { call in
            call.setHeader("X-Bad", "a\r\nX-Evil: 1")
            call.setHeader("X-Good", "a")
        }

        try await Sample.serve([split]) { client in
            let answer = try await client.send(.get, "/split")

            #expect(answer[header: "X-Good"] == "a")
            #expect(answer[header: "X-Bad"] == nil)
            #expect(answer[header: "X-Evil"] == nil)
        }
    }
}
