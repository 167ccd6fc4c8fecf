import Core
import Postgres
import Sealing
import Testing
import Web

@testable import Identity

@Suite struct APIKeyTests {
    static let me = "/api/v1/auth/me"

    func admin(_ world: IdentityWorld) async throws -> WebTestClient {
        try await world.user("boss@acme.example", "admin")
        return try await world.signedIn("boss@acme.example")
    }

    func make(_ boss: WebTestClient, _ scopes: JSON = ["users:read"], _ more: [JSON.Member] = []) async throws -> (id: String, secret: String) {
        let answer = try await boss.send(.post, "/api/v1/api-keys", body: .object([.init("name", "k"), .init("scopes", scopes)] + more))
        try #require(answer.status == 201, "\(answer.text)")
        return (try #require(answer.json["key"]?["id"]?.string), try #require(answer.string("secret")))
    }

    @Test func `A key opens what its scopes say and nothing else (statement 8)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let key = try await make(try await admin(world))
            let client = world.client.authorized(key.secret)

            let me = try await client.send(.get, Self.me)
            let users = try await client.send(.get, "/api/v1/users")
            let write = try await client.send(.post, "/api/v1/users", body: ["email": "x@acme.example", "role": "viewer"])
            let keys = try await client.send(.get, "/api/v1/api-keys")

            #expect(key.secret.hasPrefix("tk_"))
            #expect(me.json["permissions"]?.array == ["users:read"])
            #expect(me.json["roles"]?.array == ["api"])
            #expect(users.status == 200)
            #expect(write.status == 403)
            #expect(keys.status == 403)
        }
    }

    @Test func `A key's secret is shown once and stored as a hash alone`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let boss = try await admin(world)
            let key = try await make(boss)

            let list = try await boss.send(.get, "/api/v1/api-keys")
            let stored = try await world.everything()

            #expect(list.json["data"]?.array?.count == 1)
            #expect(!list.text.contains(key.secret.suffix(43)))
            #expect(!stored.contains(key.secret.suffix(43)))
        }
    }

    @Test func `Nobody makes or rotates a key that can do more than they can themselves`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let boss = try await admin(world)
            try await world.user("recruiter@acme.example", "recruiter")
            let recruiter = try await world.signedIn("recruiter@acme.example")
            let strong = try await make(boss, ["tenant:write", "users:write"])

            let more = try await recruiter.send(.post, "/api/v1/api-keys", body: ["name": "k", "scopes": ["users:read", "tenant:write"]])
            let same = try await recruiter.send(.post, "/api/v1/api-keys", body: ["name": "k", "scopes": ["users:read"]])
            let rotated = try await recruiter.send(.post, "/api/v1/api-keys/\(strong.id)/rotate")
            let unknown = try await boss.send(.post, "/api/v1/api-keys", body: ["name": "k", "scopes": ["platform:tenants"]])

            #expect(more.status == 422)
            #expect(more.faults == ["/scopes/1 not_yours"])
            #expect(same.status == 201)
            #expect(rotated.status == 403)
            #expect(unknown.status == 422)
        }
    }

    @Test func `Rotating gives a new secret, and the old one opens for another day`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let boss = try await admin(world)
            let key = try await make(boss)

            let rotated = try await boss.send(.post, "/api/v1/api-keys/\(key.id)/rotate")
            let new = try #require(rotated.string("secret"))
            let withNew = try await world.client.authorized(new).send(.get, Self.me)
            let withOld = try await world.client.authorized(key.secret).send(.get, Self.me)
            try await world.test.execute("UPDATE identity.api_keys SET previous_until = now() - interval '1 second'")
            world.clock.advance(.seconds(31))
            let nextDay = try await world.client.authorized(key.secret).send(.get, Self.me)
            let newNextDay = try await world.client.authorized(new).send(.get, Self.me)

            #expect(rotated.status == 200)
            #expect([withNew.status, withOld.status] == [200, 200])
            #expect(nextDay.status == 401)
            #expect(newNextDay.status == 200)
        }
    }

    @Test func `A withdrawn key is refused at once`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let boss = try await admin(world)
            let key = try await make(boss)
            let before = try await world.client.authorized(key.secret).send(.get, Self.me)

            let revoked = try await boss.send(.delete, "/api/v1/api-keys/\(key.id)")
            let after = try await world.client.authorized(key.secret).send(.get, Self.me)
            let again = try await boss.send(.delete, "/api/v1/api-keys/\(key.id)")
            let rotated = try await boss.send(.post, "/api/v1/api-keys/\(key.id)/rotate")

            #expect([before.status, revoked.status, after.status, again.status, rotated.status] == [200, 204, 401, 404, 404])
        }
    }

    @Test func `A key ends by itself when it was made so`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let boss = try await admin(world)
            let key = try await make(boss, ["users:read"], [.init("expires_at", .string((Instant.now + .seconds(3_600)).description))])
            let past = try await boss.send(
                .post, "/api/v1/api-keys", body: ["name": "k", "scopes": ["users:read"], "expires_at": "2020-01-01T00:00:00Z"])

            let before = try await world.client.authorized(key.secret).send(.get, Self.me)
            try await world.test.execute("UPDATE identity.api_keys SET expires_at = now() - interval '1 second'")
            world.clock.advance(.seconds(31))
            let after = try await world.client.authorized(key.secret).send(.get, Self.me)

            #expect([before.status, after.status, past.status] == [200, 401, 422])
        }
    }

    @Test func `A key for other addresses is refused like any wrong one`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let boss = try await admin(world)
            let elsewhere = try await make(boss, ["users:read"], [.init("allowed_addresses", ["203.0.113.7"])])
            let here = try await make(boss, ["users:read"], [.init("allowed_addresses", ["203.0.113.7", "127.0.0.1"])])

            let refused = try await world.client.authorized(elsewhere.secret).send(.get, Self.me)
            let taken = try await world.client.authorized(here.secret).send(.get, Self.me)

            #expect(refused.status == 401)
            #expect(taken.status == 200)
        }
    }

    @Test func `A key with another tenant, id or secret in its text opens nothing and leaves no trace`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let key = try await make(try await admin(world))
            let parsed = try #require(APIKeyText(Secret(key.secret)))
            let wrong = [
                APIKeyText(tenant: world.zenith, key: parsed.key, secret: parsed.secret).text,
                APIKeyText(tenant: TenantID(), key: parsed.key, secret: parsed.secret).text,
                APIKeyText(tenant: parsed.tenant, key: APIKeyID(), secret: parsed.secret).text,
                APIKeyText(tenant: parsed.tenant, key: parsed.key, secret: RandomToken.make()).text,
                String(key.secret.dropLast()), key.secret + "A", key.secret.uppercased(), "tk___",
            ]

            var seen: Set<String> = []
            for text in wrong {
                let answer = try await world.client.authorized(text).send(
                    .get, Self.me, headers: ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"])
                seen.insert(answer.visible)
                #expect(answer.status == 401)
            }

            #expect(seen.count == 1)
            #expect(try await world.count("SELECT count(*) FROM identity.api_keys WHERE last_used_at IS NOT NULL") == 0)
        }
    }

    @Test func `A key's use is noted`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let key = try await make(try await admin(world))

            _ = try await world.client.authorized(key.secret).send(.get, Self.me)

            #expect(try await world.count("SELECT count(*) FROM identity.api_keys WHERE last_used_at IS NOT NULL") == 1)
        }
    }

    @Test func `A key has no session to end`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let key = try await make(try await admin(world))

            let answer = try await world.client.authorized(key.secret).send(.post, "/api/v1/auth/logout")

            #expect(answer.status == 409)
            #expect(answer.code == "no_session")
        }
    }

    @Test func `Another tenant's key is answered with the very bytes of one that is not there (statement 1)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let key = try await make(try await admin(world))
            try await world.user("boss@zenith.example", "admin", in: world.zenith)
            let other = try await world.signedIn("boss@zenith.example", tenant: "zenith")
            let id = ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"]

            let rotated = try await other.send(.post, "/api/v1/api-keys/\(key.id)/rotate", headers: id)
            let absent = try await other.send(.post, "/api/v1/api-keys/\(APIKeyID())/rotate", headers: id)
            let removed = try await other.send(.delete, "/api/v1/api-keys/\(key.id)", headers: id)
            let absentRemoved = try await other.send(.delete, "/api/v1/api-keys/\(APIKeyID())", headers: id)
            let still = try await world.client.authorized(key.secret).send(.get, Self.me)

            #expect(rotated.visible == absent.visible)
            #expect(removed.visible == absentRemoved.visible)
            #expect(removed.status == 404)
            #expect(still.status == 200)
        }
    }
}
