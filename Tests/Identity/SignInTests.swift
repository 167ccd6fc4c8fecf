import Core
import Postgres
import Sealing
import Testing
import Tokens
import Web

@testable import Identity

@Suite struct SignInTests {
    @Test func `A user signs in with tenant, address and password and may ask who they are`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let user = try await world.user("Ada@acme.example", "analyst")

            let answer = try await world.login("ada@acme.example")
            let token = try #require(answer.string("access_token"))
            let me = try await world.client.authorized(token).send(.get, "/api/v1/auth/me")

            #expect(answer.status == 200)
            #expect(answer.string("tenant_id") == world.acme.description)
            #expect(answer.string("user_id") == user.description)
            #expect(answer[header: "Cache-Control"]?.contains("no-store") == true)
            #expect(me.status == 200)
            #expect(me.json["user"]?["email"]?.string == "Ada@acme.example")
            #expect(me.json["roles"]?.array == ["analyst"])
        }
    }

    @Test func `The tenant may be left out where the address belongs to one alone`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            try await world.user("both@example.com")
            try await world.user("both@example.com", in: world.zenith)

            let alone = try await world.login("ADA@acme.example", tenant: nil)
            let ambiguous = try await world.login("both@example.com", tenant: nil)
            let named = try await world.login("both@example.com", tenant: "zenith")

            #expect(alone.status == 200)
            #expect(ambiguous.status == 401)
            #expect(ambiguous.code == "wrong_credentials")
            #expect(named.string("tenant_id") == world.zenith.description)
        }
    }

    @Test func `A wrong tenant, address and password get the very same bytes (statement 19)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let invited = try await world.identity.addUser(email: "new@acme.example", role: "viewer", password: nil, tenant: world.acme)
            let disabled = try await world.user("off@acme.example")
            try await world.test.execute("UPDATE identity.users SET state = 'disabled' WHERE id = '\(disabled)'")

            let answers = [
                try await world.login("ada@acme.example", password: "another pass phrase"),
                try await world.login("nobody@acme.example"),
                try await world.login("ada@acme.example", tenant: "nowhere"),
                try await world.login("ada@acme.example", tenant: "zenith"),
                try await world.login("nobody@acme.example", tenant: nil),
                try await world.login("new@acme.example"),
                try await world.login("off@acme.example"),
            ]

            #expect(answers[0].status == 401)
            #expect(Set(answers.map(\.visible)).count == 1)
            #expect(invited != disabled)
        }
    }

    @Test func `The hasher is asked whatever is wrong: when it has no room, all get the same 503 (statement 19)`() async throws {
        let full = try PasswordHasher(parameters: Argon2Parameters(memory: 64, passes: 1, lanes: 1), concurrency: 1, queueLimit: 0)
        try await IdentityWorld.lend(hasher: full) { (world) async throws in
            let user = try await world.identity.addUser(email: "ada@acme.example", role: "viewer", password: nil, tenant: world.acme)
            let hash = try await IdentityWorld.quick().hash(Secret(IdentityWorld.password)).text
            try await world.test.execute("UPDATE identity.users SET state = 'active', password_hash = '\(hash)' WHERE id = '\(user)'")

            let answers = [
                try await world.login("ada@acme.example"),
                try await world.login("ada@acme.example", password: "another pass phrase"),
                try await world.login("nobody@acme.example"),
                try await world.login("ada@acme.example", tenant: "nowhere"),
                try await world.login("nobody@acme.example", tenant: nil),
            ]

            #expect(answers.map(\.status) == [503, 503, 503, 503, 503])
            #expect(Set(answers.map(\.visible)).count == 1)
        }
    }

    @Test func `A tenant that has no data key is refused like one that is not there (statement 19)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            try await world.test.execute(
                "INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone) VALUES ('\(TenantID())', 'erased', 'Erased', 'free', 'EUR', 'UTC')"
            )

            let erased = try await world.login("ada@acme.example", tenant: "erased")
            let absent = try await world.login("ada@acme.example", tenant: "nowhere")

            #expect(erased.visible == absent.visible)
        }
    }

    @Test func `An access token says who, where, for whom and for at most 15 minutes (statement 17)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let user = try await world.user("ada@acme.example", "viewer")

            let token = try #require(try await world.login("ada@acme.example").string("access_token"))

            let header = try part(token, 0)
            let claims = try claims(token)
            #expect(header["typ"]?.string == "JWT")
            #expect(header["alg"]?.string == "HS256")
            #expect(header["kid"]?.string == "k1")
            #expect(claims["iss"]?.string == IdentityWorld.issuer)
            #expect(claims["aud"]?.string == IdentityWorld.audience)
            #expect(claims["sub"]?.string == user.description)
            #expect(claims["tenant_id"]?.string == world.acme.description)
            #expect(claims["token_use"]?.string == "access")
            #expect(claims["roles"]?.array == ["viewer"])
            #expect(claims["permissions"]?.array == Role.viewer.permissions.map(\.text).sorted().map { .string($0) })
            #expect(claims["sid"]?.string != nil && claims["jti"]?.string != nil && claims["nbf"]?.integer != nil)
            #expect((claims["exp"]?.integer ?? 0) - (claims["iat"]?.integer ?? 0) == 900)
        }
    }

    @Test func `An access token ends after 15 minutes (statement 17)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let client = try await world.signedIn("ada@acme.example")

            world.clock.advance(.seconds(890))
            let before = try await client.send(.get, "/api/v1/auth/me")
            world.clock.advance(.seconds(20))
            let after = try await client.send(.get, "/api/v1/auth/me")

            #expect(before.status == 200)
            #expect(after.status == 401)
        }
    }

    @Test func `A refresh token is no access token, and an access token no refresh token (statement 17)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let answer = try await world.login("ada@acme.example")
            let access = try #require(answer.string("access_token"))
            let refresh = try #require(answer.string("refresh_token"))

            let asAccess = try await world.client.authorized(refresh).send(.get, "/api/v1/auth/me")
            let asRefresh = try await world.refresh(String(access.prefix(200)))
            let unknown = try await world.refresh(RefreshToken(tenant: world.acme).text.reveal())
            let foreign = try await world.refresh(RefreshToken(tenant: TenantID()).text.reveal())

            #expect(asAccess.status == 401)
            #expect(asRefresh.status == 401)
            #expect(asRefresh.visible == unknown.visible)
            #expect(foreign.visible == unknown.visible)
        }
    }

    @Test func `A suspended tenant is closed to those who know the password, and to nobody else told so`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let client = try await world.signedIn("ada@acme.example")
            let refresh = try #require(try await world.login("ada@acme.example").string("refresh_token"))

            try await world.test.execute("UPDATE core.tenants SET state = 'suspended' WHERE slug = 'acme'")
            world.clock.advance(.seconds(31))
            let right = try await world.login("ada@acme.example")
            let wrong = try await world.login("ada@acme.example", password: "another pass phrase")
            let old = try await client.send(.get, "/api/v1/auth/me")
            let refreshed = try await world.refresh(refresh)

            #expect(right.status == 403)
            #expect(right.code == "tenant_closed")
            #expect(wrong.code == "wrong_credentials")
            #expect(old.status == 403)
            #expect(refreshed.status == 401)
        }
    }

    @Test func `Signing out ends the session at once, for access and refresh (statement 22)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let answer = try await world.login("ada@acme.example")
            let client = world.client.authorized(try #require(answer.string("access_token")))
            let other = try await world.signedIn("ada@acme.example")

            let out = try await client.send(.post, "/api/v1/auth/logout")
            let after = try await client.send(.get, "/api/v1/auth/me")
            let refreshed = try await world.refresh(try #require(answer.string("refresh_token")))
            let others = try await other.send(.get, "/api/v1/auth/me")

            #expect(out.status == 204)
            #expect(after.status == 401)
            #expect(refreshed.status == 401)
            #expect(others.status == 200)
        }
    }

    @Test func `A new password ends all sessions (statement 22)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let client = try await world.signedIn("ada@acme.example")

            try await world.identity.setPassword(Secret("another pass phrase"), email: "ada@acme.example", tenant: world.acme)
            world.clock.advance(.seconds(31))
            let after = try await client.send(.get, "/api/v1/auth/me")
            let old = try await world.login("ada@acme.example")
            let new = try await world.login("ada@acme.example", password: "another pass phrase")

            #expect(after.status == 401)
            #expect(old.status == 401)
            #expect(new.status == 200)
        }
    }

    @Test func `A user who is disabled is out at once, and within a minute on every other server (statement 10)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let user = try await world.user("ada@acme.example")
            try await world.user("boss@acme.example", "admin")
            let client = try await world.signedIn("ada@acme.example")
            let boss = try await world.signedIn("boss@acme.example")
            _ = try await client.send(.get, "/api/v1/auth/me")

            let changed = try await boss.send(.patch, "/api/v1/users/\(user)", body: ["state": "disabled"])
            let after = try await client.send(.get, "/api/v1/auth/me")
            let again = try await world.login("ada@acme.example")

            #expect(changed.status == 200)
            #expect(after.status == 401)
            #expect(again.status == 401)
        }
    }

    @Test func `A hash with less than today's costs is made anew at a sign-in`() async throws {
        try await IdentityWorld.lend(hasher: try PasswordHasher(parameters: Argon2Parameters(memory: 128, passes: 2, lanes: 1))) {
            (world) async throws in
            let user = try await world.user("ada@acme.example")
            let weak = try await IdentityWorld.quick().hash(Secret(IdentityWorld.password)).text
            try await world.test.execute("UPDATE identity.users SET password_hash = '\(weak)' WHERE id = '\(user)'")

            let first = try await world.login("ada@acme.example")
            let stored = try await world.test.query("SELECT password_hash FROM identity.users WHERE id = \(user)")[0].decode(String.self)
            let second = try await world.login("ada@acme.example")

            #expect(first.status == 200)
            #expect(stored.contains("m=128,t=2"))
            #expect(second.status == 200)
        }
    }

    @Test(arguments: [
        "", ".", "..", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "tk_", "tk_a_b_c", "rt_x_y", "null",
    ])
    func `What is no credential is answered with one and the same 401 (statement 14)`(token: String) async throws {
        try await IdentityWorld.lend { (world) async throws in
            let path = "/api/v1/auth/me"
            let id = ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"]
            let wrong = try await world.client.authorized("x.y.z").send(.get, path, headers: id)

            let answer = try await world.client.authorized(token).send(.get, path, headers: id)

            #expect(answer.status == 401)
            #expect(answer.visible == wrong.visible)
        }
    }

    @Test func `A token with any claim turned is answered like rubbish, over HTTP (statement 14)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let good = try #require(try await world.login("ada@acme.example").string("access_token"))
            let rubbish = try await world.client.authorized("x.y.z").send(.get, "/api/v1/auth/me", headers: Self.id)
            let accepted = try await world.client.authorized(good).send(.get, "/api/v1/auth/me")

            var seen: Set<String> = []
            for token in try Self.turned(good) {
                let answer = try await world.client.authorized(token).send(.get, "/api/v1/auth/me", headers: Self.id)
                seen.insert(answer.visible)
            }

            #expect(accepted.status == 200)
            #expect(rubbish.status == 401)
            #expect(seen == [rubbish.visible])
        }
    }

    private static let id = ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"]

    /// The same token with one thing wrong in each; all but the last group signed with the right key.
    private static func turned(_ good: String) throws -> [String] {
        let whole = try part(good, 1).members ?? []
        let header: JSON = ["alg": "HS256", "typ": "JWT", "kid": "k1"]
        func with(_ name: String, _ value: JSON?) -> JSON {
            .object(whole.filter { $0.name != name } + (value.map { [JSON.Member(name, $0)] } ?? []))
        }
        let now = Int(Instant.now.seconds)
        let payloads: [JSON] = [
            with("iss", "https://other.test"), with("aud", "other"), with("token_use", "refresh"), with("token_use", nil), with("exp", nil),
            with("exp", .integer(now - 60)), with("exp", "never"), with("exp", .integer(now + 90_000)), with("nbf", .integer(now + 600)),
            with("sub", nil),
            with("tenant_id", nil), with("tenant_id", .string(TenantID().description)), with("sid", .string(SessionID().description)),
            with("sid", nil),
            with("sub", .string(UserID().description)), with("jti", nil),
        ]
        let headers: [JSON] = [
            ["alg": "none", "typ": "JWT", "kid": "k1"], ["alg": "HS512", "typ": "JWT", "kid": "k1"], ["alg": "HS256", "typ": "JWT", "kid": "k2"],
            ["alg": "HS256", "typ": "JWT"], ["alg": "HS256", "typ": "JWT", "kid": "k1", "crit": ["x"]], ["alg": "RS256", "typ": "JWT", "kid": "k1"],
        ]
        return payloads.map { signed(header, $0) } + headers.map { signed($0, .object(whole)) } + [
            good + "=", good + ".", String(good.dropLast(4)) + "AAAA",
        ]
    }

    private static func signed(_ header: JSON, _ payload: JSON) -> String {
        let text = Base64URL.encode(header.encoded()) + "." + Base64URL.encode(payload.encoded())
        return text + "." + Base64URL.encode(hmacSHA256(key: Array(IdentityWorld.tokenSecret.utf8), message: Array(text.utf8)))
    }
}
