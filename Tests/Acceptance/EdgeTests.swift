import Core
import Testing

@testable import Web

extension Acceptance {
    /// Requests that are wrong before anybody looks at their meaning (statements 9, 23, 32, 33, 34 and 35).
    @Suite struct EdgeTests {
        @Test func `A body over the limit is refused, and the connection with it (statement 23)`() async throws {
            let product = try await SharedProduct.get()
            let key = try product.tenant("north").apiKey
            let head = "POST /api/v1/connections HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(key)\r\nContent-Type: application/json\r\n"

            let announced = try await product.anyone.connect { stream in
                try await stream.send(head + "Content-Length: 1048577\r\n\r\n")
                let response = try await stream.response()
                return (response, try await stream.rest())
            }
            let unannounced = try await product.anyone.connect { stream in
                try await stream.send(head + "Transfer-Encoding: chunked\r\n\r\n")
                let chunk = Array("10000\r\n".utf8) + Array(repeating: UInt8(ascii: " "), count: 65_536) + Array("\r\n".utf8)
                // One more than fits; the last may meet a connection that is closed already.
                for _ in 0..<17 { try? await stream.send(chunk) }
                let response = try await stream.response()
                return (response, try await stream.rest())
            }

            for (response, rest) in [announced, unannounced] {
                ProblemRules.expectProblem(try #require(response), "too large", status: [413])
                #expect(response?[header: "Connection"] == "close")
                #expect(rest.isEmpty)
            }
        }

        @Test func `A request line or a field that is too long is refused`() async throws {
            let product = try await SharedProduct.get()
            let long = try await product.anyone.send("GET", "/api/v1/orders?x=" + String(repeating: "a", count: 9_000))
            let field = try await product.anyone.send("GET", "/health/live", headers: ["X-Long": String(repeating: "a", count: 20_000)])
            let many = try await product.anyone.connect { stream in
                let fields = (0..<2_000).map { "X-\($0): 0123456789\r\n" }.joined()
                try? await stream.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n")
                return try await stream.response()
            }

            ProblemRules.expectProblem(long, "9,000 bytes of address", status: [414])
            #expect(field.status == 431)
            #expect(many.map { $0.status == 431 } ?? true)
            #expect(try await product.anyone.send(.get, "/health/live").status == 200)
        }

        @Test func `Malformed requests get one refusal and no second answer (statement 32)`() async throws {
            let product = try await SharedProduct.get()
            let requests = [
                "GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nConnection: close\r\nHost: a\r\nHost: b\r\n\r\n", "GET /health/live\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /health/live HTTP/9.9\r\nHost: a\r\n\r\n", "GARBAGE\r\n\r\n",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                    + "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
            ]

            for request in requests {
                let answer = try await product.anyone.connect { stream in
                    try await stream.send(request)
                    return try await stream.rest()
                }
                let statuses = answer.split(separator: "HTTP/1.1 ").compactMap { Int($0.prefix(3)) }
                #expect(statuses.count <= 1, "\(request.prefix(60)) → \(answer)")
                #expect(statuses.allSatisfy { (400..<500).contains($0) || $0 == 505 }, "\(request.prefix(60)) → \(answer)")
            }
            for method in ["TRACE", "CONNECT", "PROPFIND", "BREW"] {
                let response = try await product.anyone.send(method, "/api/v1/orders")
                #expect([400, 405, 501].contains(response.status), "\(method) → \(response.status)")
            }
        }

        @Test func `No trick with method, case, slashes or escapes leads past the permission (statement 9)`() async throws {
            let product = try await SharedProduct.get()
            let viewer = try await SignIns.shared.person("viewer", of: "north")
            let key = try product.client("north")
            let body = Array(#"{"email":"intruder@north.example","role":"admin"}"#.utf8)
            let paths = [
                "/api/v1/users/", "/api/v1//users", "//api/v1/users", "/API/v1/users", "/api/V1/Users", "/api/v1/%75sers", "/api/v1/users%2f",
                "/api/v1/./users",
                "/api/v1/%2e/users", "/api/v1/x/../users", "/api/v1/x/%2e%2e/users", "/api/v1/users;a=b", "/api/v1/users%00", "/api/v1/users.json",
                "/api/v1\\users", "/app/../api/v1/users", "/api/v2/users", "/users", "/api/v1/admin/tenants",
                "/api/v1/admin/system",
            ]

            for caller in [viewer, key, try product.anyone] {
                for path in paths {
                    for method in ["GET", "POST"] {
                        let response = try await caller.patient(method, path, bytes: method == "POST" ? body : nil)
                        ProblemRules.expectProblem(response, "\(method) \(path)", status: [400, 404])
                    }
                }
            }
            let dot = try await key.patient("POST", "/api/v1/users/.", bytes: body)
            ProblemRules.expectProblem(dot, "a dot for an id", status: [404, 405])
            // No path at all: refused below the pipeline, with nothing but a status.
            #expect(try await key.patient("GET", "\\api\\v1\\users").status == 400)
            for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
                let response = try await viewer.patient("GET", "/api/v1/roles", headers: [name: "POST"])
                #expect(response.status == 200)
                let written = try await viewer.patient("POST", "/api/v1/users?_method=GET", headers: [name: "GET"], bytes: body)
                ProblemRules.expectProblem(written, name, status: [403])
            }
            for header in ["X-Original-URL", "X-Rewrite-URL"] {
                let response = try await viewer.patient("GET", "/api/v1/roles", headers: [header: "/api/v1/users"])
                #expect(response.json.array != nil)
            }
            let users = try await SignIns.shared.admin("north").all("/api/v1/users")
            #expect(!users.contains { $0["email"] == "intruder@north.example" })
        }

        @Test func `Every answer says that it is no page to guess about, and what may keep it (statement 35)`() async throws {
            let product = try await SharedProduct.get()
            let outline = try await Outline.read(product)
            let admin = try await SignIns.shared.admin("north")

            for operation in outline.operations where operation.method == "GET" {
                let target = operation.target(operation.kinds.map { _ in UniqueID().description })
                let response = try await admin.patient("GET", target)
                #expect(response[header: "X-Content-Type-Options"] == "nosniff", "\(operation)")
                #expect(response[header: "Cache-Control"]?.isEmpty == false, "\(operation)")
                #expect(response[header: "X-Request-Id"]?.isEmpty == false, "\(operation)")
                #expect(response[header: "Server"] == nil, "\(operation)")
                if operation.permission.contains(":"), response.status == 200 {
                    #expect(
                        response[header: "Cache-Control"]?.contains("private") == true || response[header: "Cache-Control"] == "no-store",
                        "\(operation)")
                }
                #expect(response.status < 500, "\(operation) → \(response.status)")
            }
            let foreign = try await admin.patient("GET", "/api/v1/roles", headers: ["Origin": "https://elsewhere.example"])
            #expect(foreign[header: "Access-Control-Allow-Origin"] == nil)
        }
    }
}
