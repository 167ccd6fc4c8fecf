import Core
import Testing
import Web

@testable import Connections

@Suite struct ConnectorTests {
    @Test func `Connectors are listed by their newest release, with secrets marked`() async throws {
        try await ConnectionFixture.run { _, client in
            let a = client.authorized("a")

            let list = try await a.send(.get, "/api/v1/connectors").json["data"]?.array ?? []
            let ads = try await a.send(.get, "/api/v1/connectors/ads").json
            let versions = try await a.send(.get, "/api/v1/connectors/ads/versions").json["data"]?.array ?? []

            #expect(list.compactMap { $0["id"]?.string } == ["ads", "files", "shop"])
            #expect(list.first == ads)
            #expect(ads["version"] == "1.1.0" && ads["secrets"] == ["token"] && ads["default_schedule"] == "every 6h")
            #expect(ads["config_schema"]?["properties"]?["token"]?["secret"] == true)
            #expect(ads["config_schema"]?["properties"]?["token"]?["writeOnly"] == true)
            #expect(ads["auth"] == ["scheme": "bearer", "needs_credential": true, "scopes": ["ads_read"]])
            #expect(ads["operations"] == [["name": "pause_campaign", "impact": "high", "dry_run": true]])
            #expect(versions.compactMap { $0["version"]?.string } == ["2.0.0-beta", "1.1.0", "1.0.0"])
        }
    }

    @Test func `Connectors come in pages`() async throws {
        try await ConnectionFixture.run { _, client in
            let a = client.authorized("a")

            let first = try await a.send(.get, "/api/v1/connectors?limit=2").json
            let rest = try await a.send(.get, "/api/v1/connectors?limit=2&cursor=\(first["next_cursor"]?.string ?? "")").json

            #expect((first["data"]?.array ?? []).count == 2)
            #expect((rest["data"]?.array ?? []).compactMap { $0["id"]?.string } == ["shop"])
            #expect(rest["next_cursor"] == .null)
        }
    }

    @Test func `A connector that there is not, is not found`() async throws {
        try await ConnectionFixture.run { _, client in
            let one = try await client.authorized("a").send(.get, "/api/v1/connectors/nope")
            let versions = try await client.authorized("a").send(.get, "/api/v1/connectors/nope/versions")

            #expect([one.status, versions.status] == [404, 404])
        }
    }

    @Test(arguments: [("every 90s", 90), ("every 15m", 900), ("every 6h", 21_600), ("every 24h", 86_400), ("every 7d", 604_800)])
    func `A schedule is read`(text: String, seconds: Int) {
        #expect(Schedule(text)?.seconds == seconds)
        #expect(Schedule(seconds: seconds).flatMap { Schedule($0.description) }?.seconds == seconds)
    }

    @Test(arguments: ["every 59s", "every 0h", "every 6", "6h", "every -1h", "every 400d", "every 6h ", "every 99999999999d", "every ", "every +5m"])
    func `What is no schedule is refused`(text: String) {
        #expect(Schedule(text) == nil)
    }
}
