import Core
import Postgres
import Synchronization
import Testing
import Web

@testable import Identity

/// A change of what somebody may do holds from the next request on, whatever their token says.
@Suite struct AccessChangeTests {
    @Test func `Who is given a lower role gets 403 with the old token on the next request, and 200 when it is given back`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            world.clock.stop()
            try await world.user("boss@acme.example", "admin")
            let adaID = try await world.user("ada@acme.example", "analyst")
            let boss = try await world.signedIn("boss@acme.example")
            let ada = try await world.signedIn("ada@acme.example")
            let before = try await ada.send(.get, "/api/v1/users")

            _ = try await boss.send(.patch, "/api/v1/users/\(adaID)", body: ["role": "viewer"])
            let lowered = try await ada.send(.get, "/api/v1/users")
            let me = try await ada.send(.get, "/api/v1/auth/me")
            _ = try await boss.send(.patch, "/api/v1/users/\(adaID)", body: ["role": "analyst"])
            let raised = try await ada.send(.get, "/api/v1/users")

            #expect([before.status, lowered.status, raised.status] == [200, 403, 200])
            #expect(me.json["roles"]?.array == ["viewer"])
            #expect(me.json["permissions"]?.array?.contains("users:read") == false)
        }
    }

    @Test func `A tenant's own role that loses a permission loses it for tokens that are about`() async throws {
        try await watched { (world) async throws in
            try await world.user("rita@acme.example", "recruiter")
            let rita = try await world.signedIn("rita@acme.example")
            let before = try await rita.send(.get, "/api/v1/users")

            // As a manifest does it, from another process: this server hears of it.
            try await world.database.inTenant(world.acme) { tx in
                _ = try await tx.execute(
                    """
                    UPDATE core.tenants
                    SET roles = \(["recruiter": ["keys:read"], "buyer": ["campaigns:read"]] as JSON)
                    WHERE id = \(tx.tenant)
                    """)
            }

            #expect(before.status == 200)
            try await Self.eventually { try await rita.send(.get, "/api/v1/users").status == 403 }
            #expect(try await rita.send(.get, "/api/v1/api-keys").status == 200)
        }
    }

    @Test func `A manifest that declares another role for a user changes what the old token opens`() async throws {
        try await watched { (world) async throws in
            try await world.user("ada@acme.example", "analyst")
            let ada = try await world.signedIn("ada@acme.example")
            let before = try await ada.send(.get, "/api/v1/users")
            let keyring = try #require(world.keyrings[world.acme])

            let changes = try await world.database.inTenant(world.acme) { tx in
                try await world.identity.declaredUsers.reconcile([(email: "ada@acme.example", role: "viewer")], keyring, tx)
            }

            #expect(before.status == 200)
            #expect(changes.map(\.detail) == ["analyst becomes viewer"])
            try await Self.eventually { try await ada.send(.get, "/api/v1/users").status == 403 }
            #expect(try await ada.send(.get, "/api/v1/auth/me").status == 200)
        }
    }

    @Test func `What another server ends or withdraws ends here too, well before it would be forgotten by age`() async throws {
        try await watched { (world) async throws in
            try await world.user("ada@acme.example")
            try await world.user("eve@acme.example")
            let eveID = try await world.user("eve2@acme.example")
            let (ada, eve) = (try await world.signedIn("ada@acme.example"), try await world.signedIn("eve2@acme.example"))
            let key = try await world.identity.makeAPIKey(name: "k", scopes: [Permission("users:read")], tenant: world.acme)
            let program = world.client.authorized(key.reveal())
            for client in [ada, eve, program] { #expect(try await client.send(.get, "/api/v1/auth/me").status == 200) }

            try await world.test.execute(
                """
                UPDATE identity.sessions SET revoked_at = now() WHERE user_id <> '\(eveID)';
                DELETE FROM identity.users WHERE id = '\(eveID)';
                UPDATE identity.api_keys SET revoked_at = now();
                """)

            for client in [ada, eve, program] { try await Self.eventually { try await client.send(.get, "/api/v1/auth/me").status == 401 } }
        }
    }

    @Test func `A tenant that is suspended is closed to tokens that are about, and its neighbour is not`() async throws {
        try await watched { (world) async throws in
            try await world.user("ada@acme.example")
            try await world.user("zoe@zenith.example", in: world.zenith)
            let ada = try await world.signedIn("ada@acme.example")
            let zoe = try await world.signedIn("zoe@zenith.example", tenant: "zenith")
            for client in [ada, zoe] { #expect(try await client.send(.get, "/api/v1/auth/me").status == 200) }

            try await world.test.execute("UPDATE core.tenants SET state = 'suspended' WHERE id = '\(world.acme)'")

            try await Self.eventually { try await ada.send(.get, "/api/v1/auth/me").code == "tenant_closed" }
            #expect(try await zoe.send(.get, "/api/v1/auth/me").status == 200)
        }
    }

    @Test func `Only what matters for access is said aloud`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            var said = Listener(world.test.configuration.with(user: "tactics_platform")).notifications("access").makeAsyncIterator()
            #expect(await said.next() == .listening)
            let key = try await world.identity.makeAPIKey(name: "k", scopes: [Permission("users:read")], tenant: world.acme)
            try await world.user("ada@acme.example")
            _ = try await world.signedIn("ada@acme.example").send(.get, "/api/v1/auth/me")
            _ = try await world.client.authorized(key.reveal()).send(.get, "/api/v1/auth/me")
            try await world.test.execute("UPDATE core.tenants SET name = 'Other', quotas = quotas")

            try await world.test.execute("UPDATE core.tenants SET quotas = '{}' WHERE id = '\(world.acme)'")

            #expect(await said.next() == .message(channel: "access", payload: world.acme.description))
        }
    }

    @Test func `An answer that was looked for before a change is not kept behind it`() {
        let cache = ExpiringCache<Int, String>(lifetime: .seconds(30))
        let mark = cache.mark

        cache.forgetAll { _ in true }
        cache.keep("old", for: 1, since: mark)
        cache.keep("new", for: 2, since: cache.mark)

        #expect(cache.find(1) == nil)
        #expect(cache.find(2) == "new")
    }

    /// A world whose Identity hears what happens elsewhere. Time stands still, so that nothing is forgotten by age.
    private func watched(_ body: @Sendable @escaping (IdentityWorld) async throws -> Void) async throws {
        try await IdentityWorld.lend { (world) async throws in
            world.clock.stop()
            let listener = Listener(world.test.configuration.with(user: "tactics_platform"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await world.identity.watch(listener) }
                try await Self.listens(world)
                try await body(world)
                group.cancelAll()
            }
        }
    }

    /// Waits until the connection of the watch is there and listens.
    private static func listens(_ world: IdentityWorld) async throws {
        try await eventually {
            try await world.count(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'") > 0
        }
    }

    private static func eventually(_ holds: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("it did not come to that")
    }
}
