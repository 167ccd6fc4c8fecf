import Core
import Testing

@testable import Web

extension Acceptance {
    /// Input of every wrong kind, on every route that takes some: refused with a problem that tells nothing of us, and never a fault of ours
    /// (statements 11, 25 and 33).
    @Suite struct WrongInputTests {
        /// Bodies that are no proper JSON.
        private static let unreadable: [(name: String, bytes: [UInt8])] = [
            ("empty", []), ("half", Array(#"{"name":"#.utf8)), ("trailing", Array("{} {}".utf8)), ("single quotes", Array("{'a':1}".utf8)),
            ("comment", Array("{}//x".utf8)), ("trailing comma", Array(#"{"a":1,}"#.utf8)), ("NaN", Array(#"{"a":NaN}"#.utf8)),
            ("leading zero", Array(#"{"a":01}"#.utf8)), ("raw control", Array("{\"a\":\"\u{1}\"}".utf8)), ("NUL", Array(#"{"a":"\u0000"}"#.utf8)),
            ("raw NUL", Array("{\"a\":\"\u{0}\"}".utf8)), ("half surrogate", Array(#"{"a":"\ud800"}"#.utf8)),
            ("BOM", [0xEF, 0xBB, 0xBF] + Array("{}".utf8)), ("bad UTF-8", Array(#"{"a":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8)),
            ("overlong UTF-8", Array(#"{"a":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8)), ("UTF-16", [0xFF, 0xFE, 0x7B, 0, 0x7D, 0]),
            ("twice", Array(#"{"a":1,"a":2}"#.utf8)),
            ("deep", Array("{\"a\":\(String(repeating: "[", count: 70))\(String(repeating: "]", count: 70))}".utf8)),
            ("many", Array("{\"a\":[\(String(repeating: "1,", count: 10_000))1]}".utf8)),
            ("long string", Array("{\"a\":\"\(String(repeating: "x", count: 65_537))\"}".utf8)),
        ]

        @Test func `A body that is no proper JSON is refused by every route (statement 25)`() async throws {
            let stage = try await Stage()
            for operation in stage.withJSON {
                for body in Self.unreadable {
                    let response = try await stage.send(operation, body.bytes)
                    ProblemRules.expectProblem(response, "\(operation) \(body.name)", status: [400])
                }
            }

            #expect(stage.withJSON.count >= 8)
        }

        @Test func `A hook answers whatever is not signed as if it led nowhere, and keeps nothing of it (statement 25)`() async throws {
            let stage = try await Stage()
            let hook = try await ShopHook.make("north")
            let before = try await hook.deliveries().count
            let types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"]
            let nowhere = try await stage.admin.patient("POST", "/api/v1/hooks/\(UniqueID())/x", bytes: Array("{}".utf8))

            ProblemRules.expectProblem(nowhere, "nowhere", status: [404])
            for body in Self.unreadable {
                let response = try await hook.anyone.patient("POST", hook.path(), bytes: body.bytes)
                #expect(ProblemRules.comparable(response) == ProblemRules.comparable(nowhere), "\(body.name)")
            }
            for type in types {
                let response = try await hook.anyone.patient("POST", hook.path(), headers: ["Content-Type": type], bytes: Array("{}".utf8))
                #expect(ProblemRules.comparable(response) == ProblemRules.comparable(nowhere), "\(type)")
            }
            for query in ["", "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=\(hook.token)", "?hub.mode=subscribe"] {
                ProblemRules.expectProblem(try await hook.anyone.patient("GET", hook.path() + query), "GET \(query)", status: [404])
            }

            #expect(try await hook.deliveries().count == before)
            let raw = stage.outline.operations.filter { $0.takesBytes && $0.bodyType == "application/json" }
            #expect(raw.map(\.description) == ["POST /api/v1/hooks/{connection}/{secret}"])
        }

        @Test func `A body of the wrong shape is refused by every route, member by member (statement 11)`() async throws {
            let stage = try await Stage()
            let values: [JSON] = [.null, true, 7, .number("1.5"), .number("1e400"), "x", [], [1], .object([]), ["a": 1]]
            let foreign = ["tenant_id", "id", "created_at", "updated_at", "permissions", "__proto__", "", "é"]

            for operation in stage.withJSON {
                let sample = stage.outline.sample(operation.bodySchema ?? .null)
                for value in values where value.members == nil || value["a"] != nil {
                    ProblemRules.expectProblem(try await stage.send(operation, value), "\(operation) \(value)")
                }
                for name in foreign {
                    let response = try await stage.send(operation, sample.setting(name, "x"))
                    ProblemRules.expectProblem(response, "\(operation) with \(name)", status: [422])
                    #expect(response.faults.contains { $0.hasPrefix("/\(name) ") }, "\(operation) with \(name): \(response.faults)")
                }
                let schema = stage.outline.resolved(operation.bodySchema ?? .null)
                for member in schema["properties"]?.members ?? [] {
                    for value in values where !stage.fits(value, member.value) {
                        let response = try await stage.send(operation, sample.setting(member.name, value))
                        ProblemRules.expectProblem(response, "\(operation) \(member.name)=\(value)", status: [422])
                        #expect(
                            response.faults.contains { $0.hasPrefix("/\(member.name)") }, "\(operation) \(member.name)=\(value): \(response.faults)")
                    }
                }
                for required in (schema["required"]?.array ?? []).compactMap(\.string) {
                    let response = try await stage.send(operation, sample.setting(required, nil))
                    #expect(response.faults.contains { $0.hasPrefix("/\(required) ") }, "\(operation) without \(required): \(response.faults)")
                }
            }
        }

        @Test func `A body of another type is refused by every route`() async throws {
            let stage = try await Stage()

            for operation in stage.withJSON {
                for type in ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"] {
                    let body = stage.outline.sampleBody(operation)
                    let response = try await stage.admin.patient(
                        operation.method, stage.target(operation), headers: ["Content-Type": type], bytes: body)
                    ProblemRules.expectProblem(response, "\(operation) \(type)", status: [415])
                }
            }
        }

        @Test func `Nonsense in queries is refused by every route`() async throws {
            let stage = try await Stage()
            let wrong = [
                "nonsense=1", "limit=0", "limit=501", "limit=-1", "limit=abc", "limit=1e2", "limit=1.5", "limit=", "limit=5&limit=6", "cursor=x",
                "cursor=",
                "cursor=eyJhIjoxfQ", "%00=1", "limit=%ff", "limit=5%00", "=", "&&x&&", "%zz=1", "since=yesterday", "include=everything", "sort=;drop",
            ]

            for operation in stage.outline.operations where operation.method == "GET" && operation.permission.contains(":") && operation.kinds.isEmpty
            {
                for query in wrong {
                    let response = try await stage.admin.patient("GET", "\(operation.path)?\(query)")
                    ProblemRules.expectProblem(response, "\(operation)?\(query)", status: [400, 422])
                }
            }
        }

        @Test func `Nonsense in a path names nothing`() async throws {
            let stage = try await Stage()
            let wrong = [
                "1", "-1", "nonsense", "%00", "%ff", "..", "%2e%2e", "%2e%2e%2fconnections", "%27%20OR%201=1--", "%7B%7D", "null", "undefined",
                "00000000-0000-0000-0000-00000000000g", "%0d%0aX-Evil:1", String(repeating: "a", count: 5_000),
            ]

            for operation in stage.outline.operations where operation.path.hasSuffix("{id}") && operation.path.hasPrefix("/api/") {
                for id in wrong {
                    let response = try await stage.admin.patient(operation.method, operation.target([id]), bytes: stage.outline.sampleBody(operation))
                    ProblemRules.expectProblem(response, "\(operation) \(id.prefix(40))", status: [404])
                    #expect(response[header: "X-Evil"] == nil)
                }
            }
        }
    }
}

/// An admin of north, and a target for each operation that has none of its own.
private struct Stage {
    let outline: Outline
    let admin: WebTestClient

    init() async throws {
        outline = try await Outline.read(try await SharedProduct.get())
        admin = try await SignIns.shared.admin("north")
    }

    var withJSON: [Outline.Operation] { outline.operations.filter(\.takesJSON) }

    func target(_ operation: Outline.Operation) -> String { operation.target(operation.kinds.map { _ in UniqueID().description }) }

    func send(_ operation: Outline.Operation, _ bytes: [UInt8]) async throws -> TestResponse {
        try await admin.patient(operation.method, target(operation), headers: ["Content-Type": "application/json"], bytes: bytes)
    }

    func send(_ operation: Outline.Operation, _ body: JSON) async throws -> TestResponse { try await send(operation, body.encoded()) }

    /// Whether a value is of the kind that a schema asks for: then it is not wrong enough to be sure of a refusal.
    func fits(_ value: JSON, _ schema: JSON) -> Bool {
        let alternatives = schema["anyOf"]?.array ?? [schema]
        return alternatives.contains { alternative in
            let schema = outline.resolved(alternative)
            let types = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
            // No type means any value.
            guard !types.isEmpty else { return true }
            return types.contains { type in
                switch (type, value) {
                case ("null", .null), ("boolean", .bool), ("array", .array), ("object", .object): true
                case ("string", .string):
                    (schema["format"] ?? "password") == "password" && schema["enum"] == nil && schema["minLength"]?.integer ?? 0 <= 1
                case ("integer", .number(let text)): Int64(text) != nil
                case ("number", .number): true
                default: false
                }
            }
        }
    }
}
