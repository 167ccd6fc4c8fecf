import Core
import Postgres
import Testing
import Web

@testable import Console

@Suite struct SignInPagesTests {
    private func open(_ client: WebTestClient, _ path: String = "/app/sign-in") async throws -> (cookie: String, token: String, page: TestResponse) {
        let page = try await client.page(path)
        let cookie = page.cookie(FormTokens.visitorCookie)?.prefix { $0 != ";" } ?? ""
        return (String(cookie), page.formToken, page)
    }

    @Test func `Signing in sets the session's cookie and goes on to the page that was asked for`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let (cookie, token, page) = try await open(client, "/app/sign-in?next=/app/connections/abc&said=ended")
            let answer = try await client.submit(
                "/app/sign-in",
                ["form_token": token, "next": "/app/connections/abc", "tenant": "north", "email": "a%40b.example", "password": "right"],
                cookie: cookie)

            #expect(page.text.contains("Your session has ended."))
            #expect(page.text.contains("name=\"next\" value=\"/app/connections/abc\""))
            #expect(answer.status == 303)
            #expect(answer[header: "Location"] == "/app/connections/abc")
            #expect(answer.cookie("tactics_session") == "tactics_session=manager; Path=/; HttpOnly; SameSite=Lax; Secure")
        }
    }

    @Test func `A wrong password is said in a sentence, and the password is not shown again`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let (cookie, token, _) = try await open(client)
            let answer = try await client.submit(
                "/app/sign-in", ["form_token": token, "tenant": "north", "email": "%22%3E%3Cscript%3E", "password": "wrong-one"], cookie: cookie)

            #expect(answer.status == 401)
            #expect(answer.text.contains("Tenant, e-mail or password are not right."))
            #expect(answer.text.contains("value=\"north\""))
            #expect(!answer.text.contains("wrong-one"))
            #expect(!answer.text.contains("<script"))
            #expect(answer.cookie("tactics_session") == nil)
        }
    }

    @Test func `Too many attempts say how long to wait`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let (cookie, token, _) = try await open(client)
            let answer = try await client.submit("/app/sign-in", ["form_token": token, "email": "a", "password": "often"], cookie: cookie)

            #expect(answer.status == 429)
            #expect(answer.text.contains("Wait 42 seconds, then try again."))
        }
    }

    @Test func `A form from elsewhere does not sign anyone in`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let (_, token, _) = try await open(client)
            let (cookie, _, _) = try await open(client)
            let form = ["form_token": token, "email": "a", "password": "right"]
            let otherVisitor = try await client.submit("/app/sign-in", form, cookie: cookie)
            let noVisitor = try await client.submit("/app/sign-in", form, cookie: "x=y")

            #expect(otherVisitor.status == 403)
            #expect(noVisitor.status == 403)
            #expect(otherVisitor.cookie("tactics_session") == nil)
        }
    }

    @Test func `Who is not signed in is sent to sign in, and says where from`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let new = try await client.page("/app/connections")
            let ended = try await client.page("/app/connections/\(world.running)", as: "gone")
            let home = try await client.page("/app")
            let homeSignedIn = try await client.page("/app", as: "manager")

            #expect(new[header: "Location"] == "/app/sign-in?next=/app/connections")
            #expect(ended[header: "Location"] == "/app/sign-in?next=/app/connections/\(world.running)&said=ended")
            #expect(home[header: "Location"] == "/app/sign-in")
            #expect(homeSignedIn[header: "Location"] == "/app/connections")
        }
    }

    @Test(arguments: [
        "https://evil.example", "//evil.example", "/app//evil.example", "/app/../x", "/app/\\evil", "/application", "/app/a\r\nb", "/app/sign-out",
        "/app/a?b",
    ])
    func `Only pages of the console may follow signing in`(path: String) {
        #expect(SafePath(path) == nil)
    }

    @Test func `Signing out ends the session and removes the cookie`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve(isSecure: false) { client in
            let token = try await client.page("/app/connections", as: "manager").formToken
            let refused = try await client.submit("/app/sign-out", [:], cookie: "tactics_session=manager")
            let answer = try await client.submit("/app/sign-out", ["form_token": token], cookie: "tactics_session=manager")

            #expect(refused.status == 403)
            #expect(answer[header: "Location"] == "/app/sign-in?said=out")
            #expect(answer.cookie("tactics_session") == "tactics_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
            #expect(await world.asked.notes == ["out \(world.session)"])
        }
    }

    @Test func `Signing in, failing to and signing out are in the audit trail, as they are for the API (statement 38)`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let (cookie, token, _) = try await open(client)
            func attempt(_ tenant: String, _ password: String) async throws {
                _ = try await client.submit(
                    "/app/sign-in", ["form_token": token, "tenant": tenant, "email": "a%40b.example", "password": password], cookie: cookie)
            }
            try await attempt("north", "wrong-one")
            try await attempt("nowhere", "wrong-one")
            try await attempt("north", "often")
            try await attempt("north", "right")
            let out = try await client.page("/app/connections", as: "manager").formToken
            _ = try await client.submit("/app/sign-out", ["form_token": out], cookie: "tactics_session=manager")

            let events = await world.audit.events
            #expect(events.map(\.action) == ["auth.login", "auth.login", "auth.logout"])
            #expect(events.map(\.outcome) == [.denied, .success, .success])
            #expect(events.map(\.actor) == ["anonymous", "user:\(world.user)", "user:\(world.user)"])
            #expect(events.map(\.resourceID) == [nil, world.session.description, world.session.description])
            #expect(events.map(\.status) == [401, 303, 303])
            #expect(events.allSatisfy { $0.tenant == world.tenant && $0.resourceType == "session" && $0.address == "127.0.0.1" })
            #expect(!"\(events)".contains("wrong-one"))
        }
    }

    @Test func `A missing folder of pages is named at start`() async throws {
        let world = try await ConsoleWorld.make()
        let identity = ConsoleIdentity(signIn: { _ in throw Problem.notFound }, signOut: { _, _ in })

        #expect(throws: ConsolePagesError.self) {
            _ = try Console(
                database: world.database, identity: identity, requestSync: { _, _, _ in }, key: Array(repeating: 1, count: 32), isSecure: true,
                pagesFolder: "/nowhere")
        }
        try await world.base.drop()
    }
}
