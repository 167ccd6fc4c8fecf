import Core
import Postgres
import Testing
import Web

@testable import Connections

@Suite struct DeclaredTests {
    private typealias Change = DeclaredConnectionChange

    private static func ads(
        _ name: String = "Ads EU", config: JSON = ["account_id": "act_42"], secret: String? = "one", seconds: Int? = 3_600, connector: String = "ads"
    ) -> DeclaredConnection {
        DeclaredConnection(connector: connector, name: name, config: config, secret: secret.map { Secret($0) }, scheduleSeconds: seconds)
    }

    private static func apply(_ fixture: ConnectionFixture, _ declared: [DeclaredConnection], prunes: Bool = false) async throws -> [Change] {
        let keyring = try ConnectionFixture.keyring(ConnectionFixture.a)
        return try await fixture.database.inTenant(ConnectionFixture.a) { tx in
            try await DeclaredConnections(connectors: ConnectionFixture.connectors).reconcile(declared, keyring, prunes: prunes, tx)
        }
    }

    /// The row's version and its time: both stay where nothing is written.
    private static func trace(_ fixture: ConnectionFixture) async throws -> [String] {
        try await fixture.stand.query("SELECT format('%s %s %s', name, xmin, updated_at) FROM ingest.connections ORDER BY name").map {
            try $0.value(at: 0, as: String.self)
        }
    }

    @Test func `Declared connections are made, and the second time nothing is written`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let upload = try await fixture.upload()
            let declared = [
                Self.ads(),
                DeclaredConnection(
                    connector: "files", name: "Log", config: ["maps_to": "orders"], secret: nil, scheduleSeconds: nil, upload: .stored(upload)),
            ]

            let first = try await Self.apply(fixture, declared)
            let made = try await Self.trace(fixture)
            let second = try await Self.apply(fixture, declared)
            let after = try await Self.trace(fixture)
            let list = try await client.authorized("a").send(.get, "/api/v1/connections").json["data"]?.array ?? []

            #expect(first.map { "\($0.kind.rawValue) \($0.name) \($0.detail)" } == ["create Ads EU ads", "create Log files"])
            #expect(second.isEmpty)
            #expect(after == made)
            #expect(list.compactMap { $0["declared"]?.bool } == [true, true])
            #expect(list.compactMap { $0["schedule"]?.string } == ["every 1h", "every 1d"])
            #expect(list.compactMap { $0["state"]?.string } == ["active", "active"])
            #expect(list.allSatisfy { $0["next_sync_at"]?.string != nil })
            #expect(list[1]["config"]?["upload_id"]?.string == upload.description)
        }
    }

    @Test func `What differs is changed, and told by name`() async throws {
        try await ConnectionFixture.run { fixture, client in
            _ = try await Self.apply(fixture, [Self.ads()])

            let credential = try await Self.apply(fixture, [Self.ads(secret: "two")])
            let rest = try await Self.apply(fixture, [Self.ads(config: ["account_id": "act_7"], secret: "two", seconds: 7_200)])
            let unsaid = try await Self.apply(fixture, [Self.ads(config: ["account_id": "act_7"], secret: nil, seconds: 7_200)])
            let list = try await client.authorized("a").send(.get, "/api/v1/connections").json["data"]?.array ?? []
            let id = try #require(list.first?["id"]?.string.flatMap { ConnectionID($0) })
            let opened = try await fixture.credentials.credential(ConnectionFixture.a, id)

            #expect(credential == [Change(kind: .change, name: "Ads EU", detail: "credential")])
            #expect(rest == [Change(kind: .change, name: "Ads EU", detail: "config, schedule")])
            #expect(unsaid.isEmpty)
            #expect(opened == Secret("two"))
        }
    }

    @Test func `A connection that stands is taken over, and one that is paused stays so`() async throws {
        try await ConnectionFixture.run { fixture, client in
            let id = try await fixture.make(client)
            try await fixture.set(id, state: "paused")

            let changes = try await Self.apply(fixture, [Self.ads(secret: nil, seconds: 21_600)])
            let after = try await fixture.read(client, id)

            #expect(changes == [Change(kind: .change, name: "Ads EU", detail: "declared")])
            #expect(after["declared"] == true && after["state"] == "paused")
        }
    }

    @Test func `Only pruning removes, and what owns data is paused instead`() async throws {
        try await ConnectionFixture.run { fixture, client in
            _ = try await Self.apply(fixture, [Self.ads(), Self.ads("Ads US")])
            let byHand = try await fixture.make(client, ConnectionFixture.adsBody("By hand"))
            let rows = try await fixture.stand.query("SELECT id FROM ingest.connections WHERE name = 'Ads US'")
            let owner = try #require(rows.first).value(at: 0, as: ConnectionID.self)
            try await fixture.bring(owner)

            let kept = try await Self.apply(fixture, [])
            let pruned = try await Self.apply(fixture, [], prunes: true)
            let again = try await Self.apply(fixture, [], prunes: true)
            let after = try await fixture.read(client, owner)
            let other = try await fixture.read(client, byHand)

            #expect(kept.isEmpty)
            #expect(pruned.map(\.kind) == [.remove, .remove] && pruned.map(\.name) == ["Ads EU", "Ads US"])
            #expect(again.isEmpty)
            #expect(after["state"] == "paused" && after["declared"] == false)
            #expect(other["state"] == "active")
        }
    }

    @Test func `A fault names connection, place and reason, and nothing is applied`() async throws {
        try await ConnectionFixture.run { fixture, _ in
            let file = DeclaredConnection(
                connector: "files", name: "Log", config: ["maps_to": "orders"], secret: nil, scheduleSeconds: nil, upload: .stored(UploadID()))
            let declared = [
                Self.ads("Good"), Self.ads("Bad", config: ["account_id": "42"]), Self.ads("None", connector: "nope"), file,
                Self.ads("Often", seconds: 5),
            ]

            let fault = await #expect(throws: DeclarationFault.self) { try await Self.apply(fixture, declared) }
            let left = try await Self.trace(fixture)

            #expect(fault?.sentences.count == 4)
            #expect(fault?.sentences.first?.hasPrefix("The connection \"Bad\" has a fault at /config/account_id: This must match") == true)
            #expect(
                fault?.description.contains("\"None\" has a fault at /connector: There is no connector \"nope\". There are: ads, files, shop.")
                    == true)
            #expect(fault?.description.contains("\"Log\" has a fault at /config/upload_id") == true)
            #expect(fault?.description.contains("\"Often\" has a fault at /schedule") == true)
            #expect(left.isEmpty)
        }
    }

    @Test func `A manifest holds to the tenant's quota and to a connection's connector`() async throws {
        try await ConnectionFixture.run { fixture, client in
            _ = try await fixture.make(client, ["connector": "shop", "name": "Shop"])

            let tooMany = await #expect(throws: DeclarationFault.self) {
                try await Self.apply(fixture, (1...4).map { Self.ads("Ads \($0)") })
            }
            let other = await #expect(throws: DeclarationFault.self) { try await Self.apply(fixture, [Self.ads("Shop")]) }
            let left = try await Self.trace(fixture)

            #expect(tooMany?.description.contains("allows 4 connections") == true)
            #expect(other?.description.contains("is made of shop") == true)
            #expect(left.count == 1)
        }
    }

    @Test func `A file that is still to come lets its connection wait, and then run`() async throws {
        try await ConnectionFixture.run { fixture, client in
            func file(_ upload: DeclaredConnection.Upload) -> DeclaredConnection {
                DeclaredConnection(connector: "files", name: "Log", config: ["maps_to": "orders"], secret: nil, scheduleSeconds: nil, upload: upload)
            }

            _ = try await Self.apply(fixture, [file(.pending)])
            let waiting = try await client.authorized("a").send(.get, "/api/v1/connections?state=config_error").json["data"]?.array ?? []
            let stored = try await Self.apply(fixture, [file(.stored(try await fixture.upload()))])
            let planned = try await Self.apply(fixture, [file(.pending)])
            let running = try await client.authorized("a").send(.get, "/api/v1/connections?state=active").json["data"]?.array ?? []

            #expect(waiting.count == 1)
            #expect(stored == [Change(kind: .change, name: "Log", detail: "config")])
            #expect(planned.isEmpty)
            #expect(running.count == 1)
        }
    }
}
