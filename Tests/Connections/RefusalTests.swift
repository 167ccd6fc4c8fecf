import Core
import Testing
import Web

@testable import Connections

@Suite struct RefusalTests {
    @Test func `Settings are refused with every fault and its place`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let config: JSON = ["account_id": "42", "token": "t0p", "attribution": "3d", "more": 1]

            let refused = try await client.authorized("a").send(
                .post, "/api/v1/connections", body: ["connector": "ads", "name": "X", "config": config])

            #expect(refused.status == 422)
            #expect(
                Set(refused.faults) == ["/config/account_id pattern", "/config/token secret", "/config/attribution enum", "/config/more unknown"])
            #expect(!refused.text.contains("t0p"))
        }
    }

    @Test(
        arguments: [
            ("config", ["account_id"], "/config type"), ("connector", "nothing", "/connector unknown_connector"),
            ("name", "  ", "/name blank"), ("schedule", "every 59s", "/schedule format"), ("schedule", "hourly", "/schedule format"),
            ("state", "active", "/state unknown_field"),
        ] as [(String, JSON, String)])
    func `A member that is not right is refused`(member: String, value: JSON, fault: String) async throws {
        try await ConnectionFixture.run { fixture, client in
            let refused = try await client.authorized("a").send(
                .post, "/api/v1/connections", body: ConnectionFixture.adsBody().setting(member, value))

            #expect(refused.status == 422)
            #expect(refused.faults == [fault])
        }
    }

    @Test func `An unknown connector is answered with those that there are`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let refused = try await client.authorized("a").send(.post, "/api/v1/connections", body: ["connector": "nope", "name": "X"])

            #expect(refused.json["errors"]?.array?.first?["detail"]?.string?.contains("ads, files, shop") == true)
        }
    }

    @Test func `A credential for a connector that needs none is refused`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let a = client.authorized("a")
            let id = try await fixture.make(client, ["connector": "shop", "name": "Shop"])

            let made = try await a.send(.post, "/api/v1/connections", body: ["connector": "shop", "name": "X", "credential": "t"])
            let changed = try await a.send(.patch, "/api/v1/connections/\(id)", body: ["credential": "t"])

            #expect(made.faults == ["/credential not_used"])
            #expect(changed.faults == ["/credential not_used"])
        }
    }

    @Test func `A name is given once, also when it is changed`() async throws {
        try await ConnectionFixture.run { fixture, client in
            _ = try await fixture.make(client)
            let other = try await fixture.make(client, ConnectionFixture.adsBody("Other"))

            let made = try await client.authorized("a").send(.post, "/api/v1/connections", body: ConnectionFixture.adsBody())
            let changed = try await client.authorized("a").send(.patch, "/api/v1/connections/\(other)", body: ["name": "Ads EU"])
            let ofB = try await client.authorized("b").send(.post, "/api/v1/connections", body: ConnectionFixture.adsBody())

            #expect(made.status == 409 && made.code == "name_taken")
            #expect(changed.status == 409 && changed.code == "name_taken")
            #expect(ofB.status == 201)
        }
    }

    @Test func `The quota holds, also for two that come at once`() async throws {
        try await ConnectionFixture.run { fixture, client in
            for name in ["One", "Two", "Three"] { _ = try await fixture.make(client, ConnectionFixture.adsBody(name)) }

            let codes = try await withThrowingTaskGroup(of: Int.self) { group in
                for name in ["Four", "Five"] {
                    group.addTask {
                        try await client.authorized("a").send(.post, "/api/v1/connections", body: ConnectionFixture.adsBody(name)).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            let next = try await client.authorized("a").send(.post, "/api/v1/connections", body: ConnectionFixture.adsBody("Six"))

            #expect(codes.sorted() == [201, 409])
            #expect(next.code == "quota_reached")
        }
    }

    @Test func `A file connection names a complete upload of its tenant`() async throws {
        try await ConnectionFixture.run { fixture, client in
            func send(_ upload: JSON?) async throws -> TestResponse {
                let config: JSON = ["maps_to": "orders"]
                let body: JSON = ["connector": "files", "name": "Log", "config": config.setting("upload_id", upload)]
                return try await client.authorized("a").send(.post, "/api/v1/connections", body: body)
            }
            let complete = try await fixture.upload()
            let open = try await fixture.upload(complete: false)
            let foreign = try await fixture.upload(ConnectionFixture.b)

            let missing = try await send(nil)
            let malformed = try await send("x")
            let others = [
                try await send(.string(open.description)), try await send(.string(foreign.description)),
                try await send(.string(UploadID().description)),
            ]
            let made = try await send(.string(complete.description))

            #expect(missing.faults == ["/config/upload_id missing"])
            #expect(malformed.faults == ["/config/upload_id format"])
            #expect(others.map(\.faults) == Array(repeating: ["/config/upload_id unknown_upload"], count: 3))
            #expect(made.status == 201)
            #expect(made.json["config"]?["upload_id"]?.string == complete.description)
            #expect(made.json["schedule"] == "every 1d")
        }
    }

    @Test func `A file from an address needs no upload`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let config: JSON = ["maps_to": "orders", "url": "https://example.com/a.csv"]

            let made = try await client.authorized("a").send(
                .post, "/api/v1/connections", body: ["connector": "files", "name": "Log", "config": config])

            #expect(made.status == 201)
        }
    }

    @Test func `Rights are asked for`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)

            let reader = client.authorized("reader")
            let answers = [
                try await reader.send(.get, "/api/v1/connections"),
                try await reader.send(.post, "/api/v1/connections", body: ConnectionFixture.adsBody("X")),
                try await reader.send(.post, "/api/v1/connections/\(id)/sync", body: [:]),
                try await client.authorized("nobody").send(.get, "/api/v1/connectors"), try await client.send(.get, "/api/v1/connections/\(id)"),
            ]

            #expect(answers.map(\.status) == [200, 403, 403, 403, 401])
        }
    }
}
