import Core
import Identity
import Postgres
import Testing

@testable import Web

extension Acceptance {
    /// Who may do what, over every route of the document (statement 8), and what is written down of it (statement 38).
    @Suite struct PermissionTests {
        @Test func `Nobody gets in without a credential, except where the door is open to all`() async throws {
            let product = try await SharedProduct.get()
            let outline = try await Outline.read(product)
            let open: Set = [
                "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/hooks/{connection}/{secret}", "/api/v1/openapi.json", "/docs",
                "/docs/style.css", "/problems/{code}", "/api/v1/connections/oauth/callback",
            ]

            for operation in outline.operations {
                let isOpen = open.contains(operation.path) || operation.path.hasPrefix("/health") || operation.path.hasPrefix("/app")
                #expect((operation.permission == "public") == isOpen, "\(operation) is \(operation.permission)")
                if isOpen { continue }
                let target = operation.target(operation.kinds.map { _ in UniqueID().description })
                let response = try await product.anyone.patient(operation.method, target, bytes: outline.sampleBody(operation))
                ProblemRules.expectProblem(response, "\(operation)", status: [401])
                #expect(response[header: "WWW-Authenticate"]?.hasPrefix("Bearer") == true, "\(operation)")
            }
        }

        @Test(arguments: ["viewer", "analyst", "manager", "admin"])
        func `A role may do what it says and nothing else, on every route (statement 8)`(_ role: String) async throws {
            let product = try await SharedProduct.get()
            let outline = try await Outline.read(product)
            let person = try await SignIns.shared.person(role, of: "north")
            let permissions = try #require(Role(rawValue: role)).permissions

            for operation in outline.operations where !["public", "signed-in"].contains(operation.permission) {
                let target = operation.target(operation.kinds.map { _ in UniqueID().description })
                // A body that no route takes: what is allowed ends in a refusal of the body, and changes nothing.
                let body = operation.isWrite && operation.bodyType != nil ? Array("[]".utf8) : nil
                let response = try await person.patient(operation.method, target, headers: ["Content-Type": "application/json"], bytes: body)
                let may = permissions.contains(Permission(operation.permission))
                #expect((response.status != 403) == may, "\(role) \(operation) → \(response.status)")
                if !may { ProblemRules.expectProblem(response, "\(role) \(operation)", status: [403]) }
                #expect(response.status < 500, "\(role) \(operation) → \(response.text)")
            }
        }

        @Test func `A key may do what its scopes say and nothing else`() async throws {
            let product = try await SharedProduct.get()
            let outline = try await Outline.read(product)
            let admin = try await SignIns.shared.admin("north")
            let wanted: JSON = ["name": "campaigns alone", "scopes": ["campaigns:read"]]
            let made = try await admin.patient("POST", "/api/v1/api-keys", bytes: wanted.encoded())
            let text = try #require(made.json.members?.compactMap(\.value.string).first { $0.hasPrefix("tk_") })
            let key = try product.anyone.authorized(text)

            for operation in outline.operations where !["public", "signed-in"].contains(operation.permission) {
                let target = operation.target(operation.kinds.map { _ in UniqueID().description })
                let body = operation.isWrite && operation.bodyType != nil ? Array("[]".utf8) : nil
                let response = try await key.patient(operation.method, target, headers: ["Content-Type": "application/json"], bytes: body)
                #expect((response.status != 403) == (operation.permission == "campaigns:read"), "\(operation) → \(response.status)")
            }
        }

        @Test func `Every change and every denial is in the audit trail (statement 38)`() async throws {
            let product = try await SharedProduct.get()
            let outline = try await Outline.read(product)
            let viewer = try await SignIns.shared.person("viewer", of: "north")
            let tenant = try product.tenant("north")
            let database = try ProductDatabase(product)
            let viewersID = try #require(try await viewer.send(.get, "/api/v1/auth/me").json["user"]?["id"]?.string)
            var ids: [String: Int] = [:]

            for operation in outline.operations where operation.isWrite && operation.permission.contains(":") {
                let target = operation.target(operation.kinds.map { _ in UniqueID().description })
                let response = try await viewer.patient(
                    operation.method, target, headers: ["Content-Type": "application/json"], bytes: outline.sampleBody(operation))
                ids[try #require(response[header: "X-Request-Id"])] = response.status
            }
            let body: JSON = ["name": "audited", "scopes": ["campaigns:read"]]
            let admin = try await SignIns.shared.admin("north")
            let made = try await admin.patient("POST", "/api/v1/api-keys", bytes: body.encoded())
            ids[try #require(made[header: "X-Request-Id"])] = made.status

            #expect(ids.count > 10 && ids.values.filter { $0 == 403 }.count == ids.count - 1)
            let wanted = ids.map { "\($0.key) \($0.value == 403 ? "denied" : "success")" }.sorted()
            let names = Array(ids.keys)
            // Denials are written behind their answers.
            var seen: [String] = []
            while seen.count < wanted.count {
                seen = try await database.rows(
                    "SELECT request_id || ' ' || outcome FROM audit.entries WHERE tenant_id = \(tenant.id) AND request_id = ANY (\(names)) ORDER BY 1"
                ).decode(String.self)
                if seen.count < wanted.count { try await Task.sleep(for: .milliseconds(50)) }
            }
            #expect(seen == wanted)
            let actors = try await database.rows(
                "SELECT DISTINCT actor_id FROM audit.entries WHERE tenant_id = \(tenant.id) AND request_id = ANY (\(names)) AND outcome = 'denied'"
            ).decode(String.self)
            #expect(actors.count == 1 && actors[0].contains(viewersID), "\(actors)")
        }
    }
}
