import Core
import Foundation

@testable import Web

/// The API as its own OpenAPI document tells it: what there is to call, and with what.
struct Outline: Sendable {
    struct Operation: Sendable, CustomStringConvertible {
        let method: String
        let path: String
        /// `public`, `signed-in` or `thing:verb`.
        let permission: String
        let parameters: [JSON]
        /// The type of its body, where it takes one.
        let bodyType: String?
        let bodySchema: JSON?

        var description: String { "\(method) \(path)" }
        var isWrite: Bool { method != "GET" }
        var takesJSON: Bool { bodyType == "application/json" && !takesBytes }

        /// Whether its body is taken as it comes, so that no schema says what it must be.
        var takesBytes: Bool { bodyType != nil && bodySchema == nil }

        /// Query parameters whose value is an id.
        var idParameters: [String] {
            parameters.filter { $0["in"] == "query" && $0["schema"]?["format"] == "uuid" }.compactMap { $0["name"]?.string }
        }

        /// The fixed part before each parameter of the path: what kind of thing it names.
        var kinds: [String] {
            let segments = path.split(separator: "/").map(String.init)
            return segments.indices.dropFirst().filter { segments[$0].hasPrefix("{") }.map { segments[$0 - 1] }
        }

        /// The path with one value for each parameter.
        func target(_ values: [String]) -> String {
            var rest = values[...]
            return path.split(separator: "/").map { $0.hasPrefix("{") ? rest.popFirst() ?? "" : String($0) }.reduce("") { "\($0)/\($1)" }
        }
    }

    let document: JSON
    let operations: [Operation]

    init(_ document: JSON) {
        self.document = document
        operations = (document["paths"]?.members ?? []).flatMap { path in
            (path.value.members ?? []).map { member in
                let body = member.value["requestBody"]?["content"]?.members?.first
                return Operation(
                    method: member.name.uppercased(), path: path.name, permission: member.value["x-permission"]?.string ?? "",
                    parameters: member.value["parameters"]?.array ?? [], bodyType: body?.name, bodySchema: body?.value["schema"])
            }
        }
    }

    static func read(_ product: RunningProduct) async throws -> Outline {
        Outline(try await product.anyone.send(.get, "/api/v1/openapi.json").json)
    }

    /// The schema itself, behind a reference and without "or null".
    func resolved(_ schema: JSON) -> JSON {
        if let reference = schema["$ref"]?.string, let name = reference.split(separator: "/").last {
            return resolved(document["components"]?["schemas"]?[String(name)] ?? .null)
        }
        if let first = schema["anyOf"]?.array?.first { return resolved(first) }
        return schema
    }

    /// A value that fits a schema, with required members alone.
    func sample(_ schema: JSON) -> JSON {
        let schema = resolved(schema)
        if let value = schema["default"] { return value }
        if let first = schema["enum"]?.array?.first { return first }
        switch schema["type"]?.string ?? schema["type"]?.array?.first?.string {
        case "object":
            let required = (schema["required"]?.array ?? []).compactMap(\.string)
            return .object((schema["properties"]?.members ?? []).filter { required.contains($0.name) }.map { .init($0.name, sample($0.value)) })
        case "array": return (schema["minItems"]?.integer ?? 0) > 0 || schema["items"]?["enum"] != nil ? [sample(schema["items"] ?? .null)] : []
        case "integer", "number": return schema["minimum"] ?? 1
        case "boolean": return false
        case "string": return .string(Self.text(format: schema["format"]?.string, least: Int(schema["minLength"]?.integer ?? 1)))
        default: return .object([])
        }
    }

    private static func text(format: String?, least: Int) -> String {
        switch format {
        case "uuid": UniqueID().description
        case "date": (Instant.now.day - 3).description
        case "date-time": Instant.now.description
        case "email": "nobody@nowhere.example"
        default: String(repeating: "a", count: max(1, least))
        }
    }

    /// The body of an operation, right in every member; `nil` where it takes none.
    func sampleBody(_ operation: Operation) -> [UInt8]? {
        guard let type = operation.bodyType else { return nil }
        switch type {
        case "application/json": return operation.bodySchema.map { sample($0).encoded() }
        case "application/x-www-form-urlencoded": return Array("form_token=x".utf8)
        default: return Array("a,b\n1,2\n".utf8)
        }
    }
}

extension WebTestClient {
    /// Sends a request and, where a limit holds it back, waits as it is told and sends it again.
    func patient(
        _ method: String, _ path: String, headers: [String: String] = [:], bytes: [UInt8]? = nil
    ) async throws -> TestResponse {
        while true {
            let response = try await send(method, path, headers: headers, bytes: bytes)
            guard response.status == 429, let wait = response[header: "Retry-After"].flatMap({ Int($0) }), wait <= 120 else { return response }
            try await Task.sleep(for: .seconds(wait))
        }
    }

    /// A client of somebody who signs in with a password.
    func signedIn(_ tenant: String, _ email: String, _ password: String) async throws -> WebTestClient {
        let body: JSON = ["tenant": .string(tenant), "email": .string(email), "password": .string(password)]
        let response = try await patient("POST", "/api/v1/auth/login", bytes: body.encoded())
        guard response.status == 200, let token = response.json["access_token"]?.string else {
            throw RunningProduct.DidNotStart(description: "sign-in of \(tenant): \(response.status) \(response.code ?? "")")
        }
        return authorized(token)
    }

    /// Every page of a list.
    func all(_ path: String, limit: Int = 500) async throws -> [JSON] {
        var items: [JSON] = []
        var cursor: String?
        var seen: Set<String> = []
        repeat {
            let page = try await patient("GET", "\(path)\(path.contains("?") ? "&" : "?")limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? ""))
            guard page.status == 200, let data = page.json["data"]?.array else {
                throw RunningProduct.DidNotStart(description: "GET \(path): \(page.status) \(page.text.prefix(300))")
            }
            items += data
            cursor = page.json["next_cursor"]?.string
            if let cursor, !seen.insert(cursor).inserted { throw RunningProduct.DidNotStart(description: "GET \(path) goes round and never ends") }
        } while cursor != nil
        return items
    }
}
