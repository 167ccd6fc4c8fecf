import Core
import Foundation
import Testing

@testable import Web

struct DocumentTests {
    private static let documentation = WebConfiguration.Documentation(title: "Test <API>", problems: ["campaign_ended": "The campaign has ended."])

    /// Whether the validator of the OpenAPI initiative's own schema is on this machine.
    private static let hasValidator: Bool = (try? run(["-c", "import openapi_spec_validator"]))?.status == 0

    private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test func `The document lists every route with its permission`() async throws {
        try await Sample.serve(configure: { $0.documentation = Self.documentation }) { client in
            let document = try await client.send(.get, "/api/v1/openapi.json").json
            let paths = try #require(document["paths"]?.members)
            let operations = paths.flatMap { path in (path.value.members ?? []).map { "\($0.name.uppercased()) \(path.name)" } }
            let served = Sample.endpoints.map { "\($0.method.rawValue) \($0.path)" }

            #expect(document["openapi"] == "3.1.0")
            #expect(Set(served).isSubset(of: Set(operations)))
            #expect(operations.count == served.count + 4)
            #expect(document["paths"]?["/api/v1/campaigns"]?["get"]?["x-permission"] == "campaigns:read")
            #expect(document["paths"]?["/health"]?["get"]?["security"] == [])
            #expect(
                document["components"]?["schemas"]?["CampaignPage"]?["properties"]?["data"]?["items"] == ["$ref": "#/components/schemas/Campaign"])
        }
    }

    @Test(.enabled(if: hasValidator, "openapi-spec-validator is not installed")) func `The document is valid OpenAPI`() throws {
        let json = OpenAPIDocument.make(Sample.endpoints, Self.documentation)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("openapi-\(UniqueID()).json")
        try Data(json.encoded()).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }

        let result = try Self.run(["-m", "openapi_spec_validator", file.path])

        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `Operation names are unique`() {
        let names = documented(Sample.endpoints, Self.documentation).map(\.operationID)

        #expect(Set(names).count == names.count)
    }

    @Test func `The pages need nothing from elsewhere`() async throws {
        try await Sample.serve(configure: { $0.documentation = Self.documentation }) { client in
            let docs = try await client.send(.get, "/docs")
            let own = try await client.send(.get, "/problems/campaign_ended")
            let general = try await client.send(.get, "/problems/something_else")
            let strange = try await client.send(.get, "/problems/%3Cscript%3E")
            let style = try await client.send(.get, "/docs/style.css")

            #expect(docs.status == 200)
            #expect(docs.text.contains("Test &lt;API&gt;"))
            #expect(docs.text.contains("/api/v1/campaigns/{id}"))
            #expect(!docs.text.contains("<script") && !docs.text.contains("http"))
            #expect(own.text.contains("The campaign has ended."))
            #expect(docs.text.contains("The campaign has ended.") && docs.text.contains("href=\"/problems/bad_cursor\""))
            #expect(general.status == 200)
            #expect(style[header: "Content-Type"] == "text/css; charset=utf-8")
            #expect(strange.status == 404)
        }
    }

    @Test func `Without documentation there is none`() async throws {
        try await Sample.serve { client in
            let page = try await client.send(.get, "/docs")
            let document = try await client.send(.get, "/api/v1/openapi.json")

            #expect(page.status == 404)
            #expect(document.status == 404)
        }
    }
}
