import Core
import Postgres
import Testing

@testable import Web

extension Acceptance {
    /// What one tenant can do with another's ids: nothing, and it can not even tell that they are ids (statements 1, 2 and 3).
    @Suite struct IsolationTests {
        @Test func `Another tenant's ids in a path are answered like ids of nothing, on every route (statement 1)`() async throws {
            let stage = try await Stage()
            let before = try await stage.checksum()

            for operation in stage.outline.operations {
                guard let foreign = try stage.things.path(operation) else { continue }
                let absent = foreign.map { _ in UniqueID().description }
                for caller in [stage.key, stage.admin] {
                    let body = stage.outline.sampleBody(operation)
                    let ours = try await stage.send(operation, operation.target(foreign), caller, body)
                    let nobodys = try await stage.send(operation, operation.target(absent), caller, body)
                    // A key without the permission is refused before anything is looked for; the console's forms ask for their token first.
                    let isAhead = ours.status == 403 && (operation.path.hasPrefix("/app/") || operation.permission.hasSuffix(":write"))
                    #expect(ours.status == 404 || isAhead, "\(operation) \(ours.status) \(ours.text.prefix(300))")
                    #expect(
                        ProblemRules.comparable(ours, hiding: foreign) == ProblemRules.comparable(nobodys, hiding: absent), "\(operation)")
                }
                let asAdmin = try await stage.send(operation, operation.target(foreign), stage.admin, stage.outline.sampleBody(operation))
                if !operation.path.hasPrefix("/app/") { #expect(asAdmin.status == 404, "\(operation) \(asAdmin.status) \(asAdmin.text.prefix(300))") }
            }

            try await stage.expectUnchanged(since: before)
        }

        @Test func `Another tenant's ids in queries and bodies find nothing (statement 2)`() async throws {
            let stage = try await Stage()
            let before = try await stage.checksum()
            var tried = 0

            for operation in stage.outline.operations where operation.kinds.isEmpty {
                for parameter in operation.idParameters {
                    let kind = parameter.replacing("_id", with: "s")
                    guard let foreign = stage.things.ids[kind] else {
                        Issue.record("\(operation): no id of \(kind) is known")
                        continue
                    }
                    let absent = UniqueID().description
                    let ours = try await stage.key.patient(operation.method, "\(operation.path)?\(parameter)=\(foreign)")
                    let nobodys = try await stage.key.patient(operation.method, "\(operation.path)?\(parameter)=\(absent)")
                    #expect(ProblemRules.comparable(ours, hiding: [foreign]) == ProblemRules.comparable(nobodys, hiding: [absent]), "\(operation)")
                    if let data = ours.json["data"]?.array { #expect(data.isEmpty, "\(operation)") }
                    tried += 1
                }
            }
            let upload = try #require(stage.things.ids["uploads"])
            let absent = UniqueID().description
            let answers = try await [upload, absent].asyncMap { id in
                let config: JSON = ["source": "upload", "upload_id": .string(id), "maps_to": "orders"]
                let body: JSON = ["connector": "files", "name": "Borrowed", "config": config]
                return ProblemRules.comparable(try await stage.admin.patient("POST", "/api/v1/connections", bytes: body.encoded()), hiding: [id])
            }
            #expect(answers[0] == answers[1])
            #expect(answers[0].hasPrefix("4"), "\(answers[0])")

            #expect(tried > 0)
            try await stage.expectUnchanged(since: before)
        }

        @Test func `Cursors of another tenant, of another list and with a changed byte are refused (statement 3)`() async throws {
            let product = try await SharedProduct.get()
            let bloom = try product.client("bloom")
            let north = try product.client("north")
            let cursor = try #require(try await bloom.send(.get, "/api/v1/orders?limit=10").json["next_cursor"]?.string)

            let own = try await bloom.send(.get, "/api/v1/orders?limit=10&cursor=\(cursor)")
            #expect(own.status == 200)

            for (caller, target) in [
                (north, "/api/v1/orders?limit=10&cursor=\(cursor)"), (bloom, "/api/v1/customers?limit=10&cursor=\(cursor)"),
                (bloom, "/api/v1/orders?limit=10&platform=shopify&cursor=\(cursor)"),
            ] {
                ProblemRules.expectProblem(try await caller.send(.get, target), target, status: [400])
            }
            for index in cursor.indices {
                var changed = cursor
                changed.replaceSubrange(index...index, with: cursor[index] == "A" ? "B" : "A")
                let response = try await bloom.send(.get, "/api/v1/orders?limit=10&cursor=\(changed)")
                // The last digit of base64url may carry bits that say nothing.
                if response.status != 200 || index != cursor.index(before: cursor.endIndex) {
                    ProblemRules.expectProblem(response, "cursor changed at \(cursor.distance(from: cursor.startIndex, to: index))", status: [400])
                }
            }
        }
    }
}

/// North calls, with the ids of bloom.
private struct Stage {
    let product: RunningProduct
    let database: ProductDatabase
    let outline: Outline
    let things: ForeignThings
    let victim: TenantID
    let key: WebTestClient
    let admin: WebTestClient

    init() async throws {
        product = try await SharedProduct.get()
        database = try ProductDatabase(product)
        outline = try await Outline.read(product)
        let bloom = try product.tenant("bloom")
        victim = bloom.id
        key = try product.client("north")
        admin = try await SignIns.shared.admin("north")
        // So that bloom has one of everything.
        _ = try await SignIns.shared.admin("bloom")
        let upload = try await product.client("bloom").patient(
            "POST", "/api/v1/uploads?name=note.csv", headers: ["Content-Type": "text/csv"], bytes: Array("a,b\n1,2\n".utf8))
        guard upload.status == 201 else { throw RunningProduct.DidNotStart(description: "upload: \(upload.status) \(upload.text)") }
        let hook = try await ShopHook.make("bloom")
        let delivered = try await hook.send(.idle())
        guard delivered.status == 200 else { throw RunningProduct.DidNotStart(description: "delivery: \(delivered.status) \(delivered.text)") }
        things = try await ForeignThings(of: victim, hook: hook, in: database)
        // Whatever waits for a worker would change something meanwhile.
        while try await database.value("SELECT count(*) FROM jobs.jobs WHERE kind = 'webhook' AND state IN ('queued', 'running')") > 0 {
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    func send(_ operation: Outline.Operation, _ target: String, _ caller: WebTestClient, _ body: [UInt8]?) async throws -> TestResponse {
        let headers = operation.bodyType.map { ["Content-Type": $0 == "*/*" ? "text/csv" : $0] } ?? [:]
        return try await caller.patient(operation.method, target, headers: headers, bytes: body)
    }

    func checksum() async throws -> [String: String] { try await database.checksum(of: victim) }

    func expectUnchanged(since before: [String: String]) async throws {
        let now = try await checksum()
        for (table, sum) in before { #expect(now[table] == sum, "\(table) changed") }
        #expect(before.count > 25)
    }
}

extension Sequence {
    /// Each element's result, one after the other.
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
