import Core
import Foundation
import Health
import Testing

@testable import App
@testable import Web

extension Acceptance {
    /// The API's own document against what is served (statement 34).
    @Suite struct DocumentTests {
        @Test func `What is served is what the document says, route by route (statement 34)`() async throws {
            let product = try await SharedProduct.get()
            let outline = try await Outline.read(product)
            let documented = Set(outline.operations.map(\.description))

            let declared = try Self.declared(product)

            #expect(declared.isSubset(of: documented), "not in the document: \(declared.subtracting(documented).sorted())")
            let documentation: Set = ["GET /api/v1/openapi.json", "GET /docs", "GET /docs/style.css", "GET /problems/{code}"]
            let console = documented.filter { $0.contains(" /app") }
            #expect(documented.subtracting(declared).subtracting(console) == documentation)
            #expect(console.count >= 5 && documented.count > 40)
        }

        @Test func `Each path answers to the methods of the document and to no other (statement 34)`() async throws {
            let product = try await SharedProduct.get()
            let outline = try await Outline.read(product)
            let admin = try await SignIns.shared.admin("north")
            let methods = Dictionary(grouping: outline.operations, by: \.path).mapValues { Set($0.map(\.method)) }

            for (path, known) in methods {
                let target = try #require(outline.operations.first { $0.path == path }).target(Array(repeating: UniqueID().description, count: 3))
                for method in Set(["GET", "POST", "PUT", "PATCH", "DELETE"]).subtracting(known) {
                    let response = try await admin.patient(method, target)
                    ProblemRules.expectProblem(response, "\(method) \(path)", status: [405])
                    let allowed = Set((response[header: "Allow"] ?? "").split(separator: ", ").map(String.init)).subtracting(["HEAD", "OPTIONS"])
                    #expect(allowed == known, "\(path)")
                }
            }
        }

        @Test func `Metrics are on a port of their own, and the documents on the public one (statement 34)`() async throws {
            let product = try await SharedProduct.get()
            let port = try #require(try product.settings[Setting.metricsPort.name].flatMap { Int($0) })

            let inside = try await WebTestClient(port: port).send(.get, "/metrics")
            let outside = try await product.anyone.send(.get, "/metrics")

            #expect(inside.status == 200 && inside.text.contains("# TYPE"))
            ProblemRules.expectProblem(outside, "/metrics", status: [404])
            for path in ["/docs", "/docs/style.css", "/problems/not_found", "/health", "/health/ready", "/health/live"] {
                #expect(try await product.anyone.send(.get, path).status == 200, "\(path)")
            }
            #expect(try await WebTestClient(port: port).send(.get, "/api/v1/orders").status == 404)
        }

        @Test(.enabled("python3 has the package openapi-spec-validator") { try await DocumentTests.hasValidator() })
        func `The document is valid OpenAPI 3.1`() async throws {
            let product = try await SharedProduct.get()
            let folder = try TemporaryFolder()
            let document = try await product.anyone.send(.get, "/api/v1/openapi.json")

            let file = try folder.write(document.text, "openapi.json")
            let script = "import json, sys; from openapi_spec_validator import validate; validate(json.load(open(sys.argv[1])))"
            let errors = "\(folder.path)/errors.txt"
            let run = try ChildProgram(
                "/usr/bin/env", ["python3", "-c", script, file], environment: Tactics.inherited, output: errors, errors: errors)

            #expect(await run.wait() == .exit(0), "\(Tactics.text(of: errors).suffix(2_000))")
            #expect(document.json["openapi"] == "3.1.0")
        }

        private static func hasValidator() async throws -> Bool {
            let import_ = try ChildProgram(
                "/usr/bin/env", ["python3", "-c", "import openapi_spec_validator"], environment: Tactics.inherited, output: "/dev/null",
                errors: "/dev/null")
            return await import_.wait() == .exit(0)
        }

        /// Every endpoint that the program declares, made from the same parts but never served.
        private static func declared(_ product: RunningProduct) throws -> Set<String> {
            let program = Program(path: Binaries.tactics, workingFolder: Binaries.repository)
            let settings = try ServeSettings(product.settings, program: program)
            let backbone = try Backbone(settings.database, redisURL: settings.process.redisURL, name: "acceptance")
            let slices = try Slices(backbone, keys: settings.keys, connectors: settings.connectors)
            let endpoints = slices.endpoints + Health(checks: []) { "" }.endpoints
            return Set(endpoints.map { "\($0.method.rawValue) \($0.path)" })
        }
    }
}
