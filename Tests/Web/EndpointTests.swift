import Core
import Testing

@testable import Web

struct EndpointTests {
    @Test func `A list answers with its part and goes on at the cursor`() async throws {
        try await Sample.serve { client in
            let api = client.authorized("a")

            let first = try await api.send(.get, "/api/v1/campaigns?limit=2&status=active")
            let cursor = try #require(first.json["next_cursor"]?.string)
            let last = try await api.send(.get, "/api/v1/campaigns?status=active&limit=4&cursor=\(cursor)")

            #expect(first.status == 200)
            #expect(first.json["data"]?.array?.compactMap { $0["name"]?.string } == ["C0", "C1"])
            #expect(last.json["data"]?.array?.compactMap { $0["name"]?.string } == ["C2", "C3", "C4"])
            #expect(last.json["next_cursor"] == .null)
        }
    }

    @Test func `A cursor of another tenant, query or list, or a changed one, is refused`() async throws {
        try await Sample.serve { client in
            let first = try await client.authorized("a").send(.get, "/api/v1/campaigns?limit=2&status=active")
            let cursor = try #require(first.json["next_cursor"]?.string)
            var changed = Array(cursor.utf8)
            changed[changed.count - 3] = changed[changed.count - 3] == 65 ? 66 : 65

            let answers = [
                try await client.authorized("b").send(.get, "/api/v1/campaigns?status=active&cursor=\(cursor)"),
                try await client.authorized("a").send(.get, "/api/v1/campaigns?status=paused&cursor=\(cursor)"),
                try await client.authorized("a").send(.get, "/api/v1/campaigns?cursor=\(cursor)"),
                try await client.authorized("a").send(.get, "/api/v1/campaigns?status=active&cursor=\(String(decoding: changed, as: UTF8.self))"),
                try await client.authorized("a").send(.get, "/api/v1/campaigns?status=active&cursor=e30"),
            ]

            for answer in answers {
                #expect(answer.status == 400)
                #expect(answer.code == "bad_cursor")
            }
        }
    }

    @Test func `Unknown, repeated, broken and wrong parameters are told at once`() async throws {
        try await Sample.serve { client in
            let answer = try await client.authorized("a").send(.get, "/api/v1/campaigns?nope=1&sort=name&sort=-name&limit=501&status=lost&x=%zz")

            #expect(answer.status == 422)
            #expect(Set(answer.faults) == ["?nope unknown_parameter", "?sort repeated", "?limit range", "?status enumeration", "?x encoding"])
        }
    }

    @Test func `A body makes a thing and says where it is`() async throws {
        try await Sample.serve { client in
            let answer = try await client.authorized("a").send(.post, "/api/v1/campaigns", body: ["name": "Sale", "email": "a@b.example"])

            #expect(answer.status == 201)
            #expect(answer.json["name"] == "Sale")
            #expect(answer[header: "Location"]?.hasPrefix("/api/v1/campaigns/") == true)
        }
    }

    @Test func `All faults of a body are told at once`() async throws {
        try await Sample.serve { client in
            let answer = try await client.authorized("a").send(
                .post, "/api/v1/campaigns",
                body: ["name": "", "email": "x", "id": "1", "items": [["name": "a", "price": 1], ["name": "b", "price": "free"]]])

            #expect(answer.status == 422)
            #expect(answer.code == "invalid")
            #expect(Set(answer.faults) == ["/name too_short", "/email email", "/id unknown_field", "/items/1/price type"])
        }
    }

    @Test(arguments: [
        ("{\"name\":1,\"name\":2}", 10), ("\u{FEFF}{}", 0), ("{\"name\":\"a\\u0000b\"}", 16), ("{\"name\":", 8),
        (String(repeating: "[", count: 66), 65), ("{} {}", 3), ("", 0),
    ]) func `Malformed JSON is a 400 with the byte`(text: String, offset: Int) async throws {
        try await Sample.serve { client in
            let answer = try await client.authorized("a").send("POST", "/api/v1/campaigns", bytes: Array(text.utf8))

            #expect(answer.status == 400)
            #expect(answer.code == "malformed_json")
            #expect(answer.json["errors"]?.array?.first?["detail"]?.string?.hasSuffix("at byte \(offset)") == true)
        }
    }

    @Test func `Bytes that are no UTF-8 are malformed`() async throws {
        try await Sample.serve { client in
            let answer = try await client.authorized("a").send(
                "POST", "/api/v1/campaigns", bytes: Array("{\"name\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8))

            #expect(answer.status == 400)
            #expect(answer.code == "malformed_json")
        }
    }

    @Test func `A patch changes what it names`() async throws {
        try await Sample.serve { client in
            let answer = try await client.authorized("a").send(.patch, "/api/v1/campaigns/\(Sample.known.id)", body: ["start": .null])

            #expect(answer.status == 200)
            #expect(answer.json["name"] == .string(Sample.known.name))
            #expect(answer.json["start"] == .null)
        }
    }

    @Test func `Nothing to say is a 204 without a length`() async throws {
        try await Sample.serve { client in
            let answer = try await client.authorized("a").send(.delete, "/api/v1/campaigns/\(Sample.known.id)")

            #expect(answer.status == 204)
            #expect(answer[header: "Content-Length"] == nil)
        }
    }

    @Test func `Raw JSON that does not fit its schema is found out`() async throws {
        let wrong = Endpoint(.get, "/wrong", permission: .public, summary: "Wrong.", tag: "Test", output: .raw(Campaign.schema)) { _ in
            RawJSON(Array("{\"id\":1}".utf8))
        }

        try await Sample.serve([wrong]) { client in
            let fitting = try await client.authorized("a").send(.get, "/api/v1/raw")
            let failing = try await client.send(.get, "/wrong")

            #expect(fitting.status == 200)
            #expect(failing.status == 500)
        }
    }

    @Test func `A form is read like a body`() async throws {
        let form = Endpoint(
            .post, "/form", permission: .public, summary: "A form.", tag: "Test",
            body: .form(.fields(parameter("name", .string(min: 1)), parameter("age", .integer(min: 0, max: 150)))), output: .html
        ) { call in HTMLPage("<p>\(escaped(call.body.0)) \(call.body.1)</p>") }

        try await Sample.serve([form]) { client in
            let type = ["Content-Type": "application/x-www-form-urlencoded"]
            let good = try await client.send("POST", "/form", headers: type, bytes: Array("name=A+%3CB%3E&age=7".utf8))
            let bad = try await client.send("POST", "/form", headers: type, bytes: Array("age=x&more=1".utf8))

            #expect(good.text == "<p>A &lt;B&gt; 7</p>")
            #expect(good[header: "Content-Security-Policy"]?.contains("script-src 'self'") == true)
            #expect(Set(bad.faults) == ["/name missing", "/age type", "/more unknown_parameter"])
        }
    }

    @Test func `An upload is read in pieces and a file is written in pieces`() async throws {
        let echo = Endpoint(
            .post, "/echo", permission: .public, summary: "Echoes.", tag: "Test", body: .stream(maxBytes: 1 << 20), output: .file("text/plain")
        ) { call in
            let bytes = try await call.body.collect()
            return FileBody(contentType: "text/plain", fileName: "a\"ü.txt") { writer in
                for start in stride(from: 0, to: bytes.count, by: 1_000) { try await writer.write(bytes[start..<min(start + 1_000, bytes.count)]) }
            }
        }

        try await Sample.serve([echo]) { client in
            let text = String(repeating: "0123456789", count: 5_000)
            let answer = try await client.send("POST", "/echo", bytes: Array(text.utf8))

            #expect(answer.text == text)
            #expect(answer[header: "Transfer-Encoding"] == "chunked")
            #expect(answer[header: "Content-Disposition"] == "attachment; filename=\"a__.txt\"; filename*=UTF-8''a%22%C3%BC.txt")
        }
    }
}
