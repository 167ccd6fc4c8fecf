import Core
import Postgres
import Testing
import Web

@testable import Identity

@Suite struct RefreshTests {
    @Test func `A refresh token is exchanged for new tokens of the same session`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let first = try await world.login("ada@acme.example")

            let second = try await world.refresh(try #require(first.string("refresh_token")))
            let me = try await world.client.authorized(try #require(second.string("access_token"))).send(.get, "/api/v1/auth/me")

            #expect(second.status == 200)
            #expect(second.string("refresh_token") != first.string("refresh_token"))
            #expect(try claims(first.string("access_token") ?? "")["sid"] == claims(second.string("access_token") ?? "")["sid"])
            #expect(me.status == 200)
        }
    }

    @Test func `A lost answer may be asked for again within 10 seconds and gives the same successor (statement 16)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let token = try #require(try await world.login("ada@acme.example").string("refresh_token"))

            let first = try await world.refresh(token)
            world.clock.advance(.seconds(5))
            let again = try await world.refresh(token)
            let next = try await world.refresh(try #require(again.string("refresh_token")))

            #expect(again.status == 200)
            #expect(again.string("refresh_token") == first.string("refresh_token"))
            #expect(next.status == 200)
        }
    }

    @Test func `A token that was used before ends its whole family within that request (statement 16)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let first = try await world.login("ada@acme.example")
            let second = try await world.refresh(try #require(first.string("refresh_token")))
            let client = world.client.authorized(try #require(second.string("access_token")))
            let before = try await client.send(.get, "/api/v1/auth/me")

            world.clock.advance(.seconds(11))
            let reused = try await world.refresh(try #require(first.string("refresh_token")))
            let successor = try await world.refresh(try #require(second.string("refresh_token")))
            let after = try await client.send(.get, "/api/v1/auth/me")

            #expect(before.status == 200)
            #expect(reused.status == 401)
            #expect(successor.status == 401)
            #expect(after.status == 401)
            #expect(successor.visible == reused.visible)
            #expect(await world.audit.actions(.denied).contains("auth.refresh_reused"))
        }
    }

    @Test func `Fifty refreshes at once make exactly one child (statement 16)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let token = try #require(try await world.login("ada@acme.example").string("refresh_token"))
            // All of them within the grace, however slow the machine.
            world.clock.advance(.seconds(-300))

            let answers = try await withThrowingTaskGroup(of: TestResponse.self) { group in
                for _ in 0..<50 { group.addTask { try await world.refresh(token) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(Set(answers.map(\.status)) == [200])
            #expect(Set(answers.compactMap { $0.string("refresh_token") }).count == 1)
            #expect(try await world.count("SELECT count(*) FROM identity.refresh_tokens") == 2)
        }
    }

    @Test func `A refresh token ends after seven days`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let token = try #require(try await world.login("ada@acme.example").string("refresh_token"))
            try await world.test.execute("UPDATE identity.refresh_tokens SET expires_at = expires_at - interval '7 days 1 second'")

            let answer = try await world.refresh(token)

            #expect(answer.status == 401)
        }
    }

    @Test func `Refresh tokens are stored as hashes and sealed successors alone`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("ada@acme.example")
            let first = try #require(try await world.login("ada@acme.example").string("refresh_token"))
            let second = try #require(try await world.refresh(first).string("refresh_token"))

            let text = try await world.everything()

            #expect(!text.contains(first.suffix(43)))
            #expect(!text.contains(second.suffix(43)))
        }
    }

    @Test(
        arguments: [
            (nil, RefreshDecision.refuse),
            (RefreshDecisionTests.row(), .exchange),
            (RefreshDecisionTests.row(isCurrent: false), .refuse),
            (RefreshDecisionTests.row(isOpen: false), .refuse),
            (RefreshDecisionTests.row(used: 10), .repeatSuccessor),
            (RefreshDecisionTests.row(used: 11), .revokeFamily),
            (RefreshDecisionTests.row(used: 1, successor: nil), .revokeFamily),
            (RefreshDecisionTests.row(used: 11, isOpen: false), .refuse),
        ] as [(RefreshRow?, RefreshDecision)])
    func `What to do with a refresh token follows from its row and the time`(row: RefreshRow?, expected: RefreshDecision) {
        #expect(RefreshDecision(row, now: Instant(seconds: 1_000)) == expected)
    }
}

enum RefreshDecisionTests {
    static func row(used secondsAgo: Int64? = nil, successor: [UInt8]? = [1], isCurrent: Bool = true, isOpen: Bool = true) -> RefreshRow {
        RefreshRow(
            session: SessionID(), isCurrent: isCurrent, usedAt: secondsAgo.map { Instant(seconds: 1_000 - $0) }, successorSealed: successor,
            isSessionOpen: isOpen)
    }
}

extension IdentityWorld {
    /// Every row of every table of the tenants, as text; byte columns also as the text that their bytes may be.
    func everything() async throws -> String {
        let tables = try await test.query(
            """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname IN ('core', 'identity', 'audit', 'ingest', 'marketing', 'commerce', 'jobs')
            """
        ).decode(String.self)
        var text = ""
        for table in tables {
            try await test.execute(
                """
                CREATE TABLE IF NOT EXISTS public.seen (line text);
                SET bytea_output = 'escape';
                INSERT INTO public.seen SELECT t::text FROM \(table) t;
                SET bytea_output = 'hex';
                INSERT INTO public.seen SELECT t::text FROM \(table) t;
                """)
        }
        text += try await test.query("SELECT COALESCE(string_agg(line, E'\\n'), '') FROM public.seen")[0].decode(String.self)
        try await test.execute("DROP TABLE public.seen")
        return text
    }
}
