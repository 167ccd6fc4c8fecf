import Core
import Testing
import Web

@testable import Connections

@Suite struct IsolationTests {
    private struct Request: Sendable {
        let method: Web.Method
        let suffix: String
        var body: JSON?
    }

    private static let requests = [
        Request(method: .get, suffix: ""), Request(method: .patch, suffix: "", body: ["name": "Mine"]),
        Request(method: .patch, suffix: "", body: ["config": ["account_id": "no"], "credential": "x"]), Request(method: .delete, suffix: ""),
        Request(method: .delete, suffix: "?erase=true"), Request(method: .post, suffix: "/check"), Request(method: .post, suffix: "/sync", body: [:]),
        Request(method: .post, suffix: "/backfill", body: ["since": "2026-01-01", "until": "2026-01-02"]), Request(method: .post, suffix: "/pause"),
        Request(method: .post, suffix: "/resume"), Request(method: .post, suffix: "/reset", body: ["stream": "no"]),
        Request(method: .get, suffix: "/streams"),
        Request(method: .get, suffix: "/syncs"),
    ]

    @Test func `Another tenant's connection is answered like one that there is not`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.bring(id)
            let before = try await fixture.read(client, id)
            let b = client.authorized("b")
            let headers = ["X-Request-Id": "one-and-the-same"]

            for request in Self.requests {
                let foreign = try await b.send(request.method, "/api/v1/connections/\(id)\(request.suffix)", headers: headers, body: request.body)
                let absent = try await b.send(
                    request.method, "/api/v1/connections/\(ConnectionID())\(request.suffix)", headers: headers, body: request.body)

                #expect(foreign.status == 404, "\(request)")
                #expect(foreign.body == absent.body, "\(request)")
            }
            let list = try await b.send(.get, "/api/v1/connections")
            let after = try await fixture.read(client, id)

            #expect(list.json["data"] == [])
            #expect(after == before)
            #expect(fixture.asked.all.isEmpty)
        }
    }

    @Test func `Every route of a connection is among those that were tried`() async throws {
        try await ConnectionFixture.run { fixture, _ in
            let tried = Set(Self.requests.map { "\($0.method.rawValue) /api/v1/connections/{id}\($0.suffix.prefix { $0 != "?" })" })

            let there = fixture.connections.endpoints.filter { $0.path.hasPrefix("/api/v1/connections/{id}") }.map {
                "\($0.method.rawValue) \($0.path)"
            }

            #expect(tried == Set(there))
        }
    }
}
