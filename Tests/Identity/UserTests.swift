import Core
import Postgres
import Sealing
import Testing
import Web

@testable import Identity

@Suite struct UserTests {
    @Test func `An admin adds, reads, changes and removes a user`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("boss@acme.example", "admin")
            let boss = try await world.signedIn("boss@acme.example")

            let added = try await boss.send(.post, "/api/v1/users", body: ["email": "new@acme.example", "role": "analyst", "name": "New"])
            let id = try #require(added.string("id"))
            let read = try await boss.send(.get, "/api/v1/users/\(id)")
            let changed = try await boss.send(.patch, "/api/v1/users/\(id)", body: ["role": "viewer", "name": .null])
            let listed = try await boss.send(.get, "/api/v1/users")
            let removed = try await boss.send(.delete, "/api/v1/users/\(id)")
            let after = try await boss.send(.get, "/api/v1/users/\(id)")

            #expect(added.status == 201)
            #expect(added.string("state") == "invited")
            #expect(read.json == added.json)
            #expect(changed.string("role") == "viewer")
            #expect(changed.json["name"] == .null)
            #expect(listed.json["data"]?.array?.count == 2)
            #expect(removed.status == 204)
            #expect(after.status == 404)
        }
    }

    @Test func `Fields that are unknown or not the caller's are refused by name and never stored (statement 11)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("boss@acme.example", "admin")
            let boss = try await world.signedIn("boss@acme.example")
            let ada = try await world.user("ada@acme.example")
            let extras: [(String, JSON)] = [
                ("tenant_id", .string(world.zenith.description)), ("id", .string(UserID().description)), ("created_at", "2020-01-01T00:00:00Z"),
                ("password_hash", "x"), ("email_index", "x"), ("permissions", ["users:write"]), ("is_admin", true),
            ]

            for (name, value) in extras {
                let added = try await boss.send(
                    .post, "/api/v1/users", body: .object([.init("email", "x@acme.example"), .init("role", "viewer"), .init(name, value)]))
                let changed = try await boss.send(.patch, "/api/v1/users/\(ada)", body: .object([.init(name, value)]))
                #expect(added.status == 422, "\(name)")
                #expect(changed.status == 422, "\(name)")
                #expect(added.faults.contains { $0.hasPrefix("/\(name) ") })
            }
            let email = try await boss.send(.patch, "/api/v1/users/\(ada)", body: ["email": "other@acme.example"])

            #expect(email.status == 422)
            #expect(try await world.count("SELECT count(*) FROM identity.users WHERE tenant_id = \(world.acme)") == 2)
        }
    }

    @Test func `A tenant keeps an admin who can sign in`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let bossID = try await world.user("boss@acme.example", "admin")
            let invited = try await world.identity.addUser(email: "invited@acme.example", role: "admin", password: nil, tenant: world.acme)
            let boss = try await world.signedIn("boss@acme.example")

            let demoted = try await boss.send(.patch, "/api/v1/users/\(bossID)", body: ["role": "viewer"])
            let disabled = try await boss.send(.patch, "/api/v1/users/\(bossID)", body: ["state": "disabled"])
            let reinvited = try await boss.send(.patch, "/api/v1/users/\(bossID)", body: ["state": "invited"])
            let removed = try await boss.send(.delete, "/api/v1/users/\(bossID)")
            let other = try await boss.send(.delete, "/api/v1/users/\(invited)")

            #expect(demoted.code == "last_admin")
            #expect(disabled.code == "yourself")
            #expect(reinvited.status == 422)
            #expect(removed.code == "yourself")
            #expect(other.status == 204)
        }
    }

    @Test func `Of two admins who remove each other at once, one stays`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            for _ in 0..<5 {
                try await world.test.execute("DELETE FROM identity.users")
                let first = try await world.user("one@acme.example", "admin")
                let second = try await world.user("two@acme.example", "admin")
                let users = world.users
                async let one: Void? = try? users.remove(
                    second, tenant: world.acme, by: Principal(tenant: world.acme, subject: .user(first), roles: ["admin"]))
                async let two: Void? = try? users.remove(
                    first, tenant: world.acme, by: Principal(tenant: world.acme, subject: .user(second), roles: ["admin"]))

                _ = await (one, two)

                #expect(try await world.count("SELECT count(*) FROM identity.users WHERE role = 'admin'") == 1)
            }
        }
    }

    @Test func `Unknown roles, taken addresses and weak passwords are refused`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("boss@acme.example", "admin")
            let boss = try await world.signedIn("boss@acme.example")
            func add(_ email: String, _ role: String, _ password: JSON? = nil) async throws -> TestResponse {
                var members: [JSON.Member] = [.init("email", .string(email)), .init("role", .string(role))]
                if let password { members.append(.init("password", password)) }
                return try await boss.send(.post, "/api/v1/users", body: .object(members))
            }

            let unknown = try await add("x@acme.example", "emperor")
            let own = try await add("buyer@acme.example", "buyer")
            let taken = try await add("BOSS@acme.example", "viewer")
            let common = try await add("y@acme.example", "viewer", "password1234")
            let short = try await add("y@acme.example", "viewer", "short")
            let elsewhere = try await world.identity.addUser(email: "boss@acme.example", role: "viewer", password: nil, tenant: world.zenith)

            #expect(unknown.faults == ["/role unknown_role"])
            #expect(own.status == 201)
            #expect(taken.status == 409)
            #expect(taken.code == "email_taken")
            #expect(common.status == 422)
            #expect(short.status == 422)
            #expect(elsewhere.description.isEmpty == false)
        }
    }

    @Test func `Seats are counted, also when many are added or enabled at once`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let users = world.users
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<14 {
                    group.addTask {
                        (try? await users.add(
                            UserInput(email: "u\(number)@acme.example", role: "viewer", name: nil, password: nil), tenant: world.acme, by: nil))
                            != nil
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }

            let some = try await world.test.query("SELECT id FROM identity.users LIMIT 1")[0].decode(UserID.self)
            try await world.test.execute("UPDATE identity.users SET state = 'disabled' WHERE id = '\(some)'")
            let boss = try await world.user("boss@acme.example", "admin")
            let enabled = try await world.signedIn("boss@acme.example").send(.patch, "/api/v1/users/\(some)", body: ["state": "active"])

            #expect(outcomes.filter { $0 }.count == 8)
            #expect(enabled.status == 409)
            #expect(enabled.code == "quota_reached")
            #expect(boss != some)
        }
    }

    @Test func `Nobody gives a role that can do more than they can themselves`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("recruiter@acme.example", "recruiter")
            let ada = try await world.user("ada@acme.example", "buyer")
            let bossID = try await world.user("boss@acme.example", "admin")
            let recruiter = try await world.signedIn("recruiter@acme.example")

            let made = try await recruiter.send(
                .post, "/api/v1/users", body: ["email": "new@acme.example", "role": "admin", "password": "a very long pass phrase"])
            let raised = try await recruiter.send(.patch, "/api/v1/users/\(ada)", body: ["role": "admin"])
            let lowered = try await recruiter.send(.patch, "/api/v1/users/\(bossID)", body: ["role": "recruiter"])
            let same = try await recruiter.send(.post, "/api/v1/users", body: ["email": "peer@acme.example", "role": "recruiter"])

            #expect(made.status == 403)
            #expect(raised.status == 403)
            #expect(lowered.status == 403)
            #expect(same.status == 201)
            #expect(try await world.count("SELECT count(*) FROM identity.users WHERE role = 'admin'") == 1)
        }
    }

    @Test func `Another tenant's user is answered with the very bytes of one that is not there (statement 1)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let ada = try await world.user("ada@acme.example")
            try await world.user("boss@zenith.example", "admin", in: world.zenith)
            let boss = try await world.signedIn("boss@zenith.example", tenant: "zenith")
            let id = ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"]

            for method in [Web.Method.get, .patch, .delete] {
                let body: JSON? = method == .patch ? ["role": "viewer"] : nil
                let foreign = try await boss.send(method, "/api/v1/users/\(ada)", headers: id, body: body)
                let absent = try await boss.send(method, "/api/v1/users/\(UserID())", headers: id, body: body)
                #expect(foreign.status == 404)
                #expect(foreign.visible == absent.visible)
            }

            #expect(try await world.count("SELECT count(*) FROM identity.users WHERE id = \(ada) AND role = 'viewer'") == 1)
        }
    }

    @Test func `Addresses and names stand nowhere in the clear (statement 36)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            try await world.user("boss@acme.example", "admin")
            let boss = try await world.signedIn("boss@acme.example")
            _ = try await boss.send(.post, "/api/v1/users", body: ["email": "quokka@acme.example", "role": "viewer", "name": "Quentin Wombat"])
            _ = try await world.login("quokka@acme.example", password: "another pass phrase")

            let text = try await world.everything().lowercased()

            #expect(text.contains("viewer"))
            #expect(!text.contains("quokka"))
            #expect(!text.contains("wombat"))
            #expect(!text.contains("violet tractors"))
        }
    }

    @Test func `Pages of users are whole and stable, and a cursor of another tenant is refused (statement 3)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            let boss = try await {
                try await world.user("boss@acme.example", "admin"); return try await world.signedIn("boss@acme.example")
            }()
            for number in 0..<5 { try await world.user("u\(number)@acme.example") }
            try await world.user("boss@zenith.example", "admin", in: world.zenith)
            let other = try await world.signedIn("boss@zenith.example", tenant: "zenith")

            let first = try await boss.send(.get, "/api/v1/users?limit=4")
            let cursor = try #require(first.string("next_cursor"))
            let second = try await boss.send(.get, "/api/v1/users?limit=4&cursor=\(cursor)")
            let foreign = try await other.send(.get, "/api/v1/users?limit=4&cursor=\(cursor)")
            let bad = try await boss.send(.get, "/api/v1/users?limit=4&cursor=\(cursor)x")

            #expect(first.json["data"]?.array?.count == 4)
            #expect(second.json["data"]?.array?.count == 2)
            #expect(second.json["next_cursor"] == .null)
            #expect(foreign.status >= 400 && foreign.status < 500)
            #expect(foreign.status == bad.status)
        }
    }
}

extension IdentityWorld {
    /// The rules of users, without HTTP.
    var users: Users {
        let keyrings = keyrings
        return Users(
            database: database, keyring: { keyrings[$0].unsafelyUnwrapped }, hasher: IdentityWorld.hasher,
            locator: EmailLocator(key: Array(repeating: 9, count: 32)))
    }
}
