import Core
import Testing
import Web

@testable import Console

@Suite struct ConnectPagesTests {
    @Test func `A connection that has to be connected again says so and has a button`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let list = try await client.page("/app/connections", as: "manager")
            let one = try await client.page("/app/connections/\(world.waiting)", as: "manager")
            let seen = try await client.page("/app/connections", as: "viewer")

            for page in [list, one] {
                #expect(page.text.contains("Needs to be connected again") && page.text.contains(">Reconnect</button>"))
                #expect(page.text.contains("action=\"/app/connections/\(world.waiting)/connect\""))
                #expect(page.text.split(separator: ">Reconnect</button>").count == 2)
            }
            #expect(list.text.contains("href=\"/app/connect\""))
            #expect(!seen.text.contains("Reconnect") && !seen.text.contains("/app/connect\""))
        }
    }

    @Test func `The button leads on to the platform and gives the browser its cookie`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let path = "/app/connections/\(world.waiting)"
            let token = try await client.page(path, as: "manager").formToken
            let page = try await client.submit("\(path)/connect", ["form_token": token], cookie: "tactics_session=manager")

            #expect(page.status == 200)
            #expect(page.text.contains("<meta http-equiv=\"refresh\" content=\"1; url=https://platform.example.com/consent?a=1&amp;b=%3Cx%3E\">"))
            #expect(page.text.contains("href=\"https://platform.example.com/consent?a=1&amp;b=%3Cx%3E\"") && page.text.contains("Go on to Klaviyo"))
            #expect(page.cookie("tactics_consent_1") == "tactics_consent_1=v; Path=/back; Max-Age=900; HttpOnly; SameSite=Lax; Secure")
            #expect(await world.asked.notes == ["begin \(world.waiting) user:\(world.user)"])
        }
    }

    @Test func `A new connection is made with its setting and connected`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let form = try await client.page("/app/connect", as: "manager")
            let fields = ["form_token": form.formToken, "connector": "shopify", "name": "+My+shop+", "setting": "acme"]
            let page = try await client.submit("/app/connect", fields, cookie: "tactics_session=manager")

            #expect(form.text.contains("Klaviyo") && form.text.contains("The part before .myshopify.com"))
            #expect(form.text.split(separator: "name=\"setting\"").count == 2)
            #expect(page.status == 200 && page.text.contains("Go on to Shopify"))
            #expect(await world.asked.notes.first == "make shopify My shop acme somebody")
        }
    }

    @Test func `What can not be made is told on the page, and nothing begins`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let token = try await client.page("/app/connect", as: "manager").formToken
            func submit(_ fields: [String: String], _ person: String = "manager") async throws -> TestResponse {
                try await client.submit(
                    "/app/connect", fields.merging(["form_token": token]) { first, _ in first }, cookie: "tactics_session=\(person)")
            }
            let taken = try await submit(["connector": "klaviyo", "name": "Taken"])
            let unknown = try await submit(["connector": "stripe", "name": "Payments"])
            let nameless = try await submit(["connector": "klaviyo", "name": "+"])
            let forged = try await submit(["connector": "klaviyo", "name": "Mail", "form_token": "x"])
            let viewer = try await submit(["connector": "klaviyo", "name": "Mail"], "viewer")
            let foreign = try await client.submit(
                "/app/connections/\(world.foreign)/connect", ["form_token": token], cookie: "tactics_session=manager")

            #expect([taken, unknown, nameless, forged, viewer, foreign].map(\.status) == [409, 422, 422, 403, 403, 404])
            #expect(taken.text.contains("Another connection is named"))
            #expect(await world.asked.notes.isEmpty)
        }
    }

    @Test func `Of the accounts that a consent named a person chooses one or all`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let path = "/app/connections/\(world.waiting)"
            let connection = try await client.page(path, as: "manager")
            let page = try await client.page("\(path)/accounts", as: "manager")
            func submit(_ fields: [String: String]) async throws -> TestResponse {
                try await client.submit(
                    "\(path)/accounts", fields.merging(["form_token": page.formToken]) { first, _ in first }, cookie: "tactics_session=manager")
            }
            let one = try await submit(["account": "12"])
            let all = try await submit(["account": "*"])
            let unknown = try await submit(["account": "13"])
            let forged = try await submit(["account": "11", "form_token": "x"])

            #expect(connection.text.contains("href=\"\(path)/accounts\""))
            #expect(page.text.contains("value=\"11\"") && page.text.contains("value=\"12\""))
            #expect([one, all, unknown, forged].map(\.status) == [303, 303, 422, 403])
            #expect(await world.asked.notes == ["choose \(world.waiting) 12", "choose \(world.waiting) 11 12"])
        }
    }
}
