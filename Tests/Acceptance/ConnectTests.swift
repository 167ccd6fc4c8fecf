import ConnectorHost
import Core
import Foundation
import Testing

@testable import App
@testable import Syncs
@testable import Web

extension Acceptance {
    /// Connecting a platform by consent in the browser, against the simulator's screens, and what becomes of its token.
    @Suite struct ConnectTests {
        @Test func `A person connects a platform in the browser, and again when its access is gone`() async throws {
            let product = try await SharedProduct.get()
            let admin = try await SignIns.shared.admin("north")
            var browser = try await Browser.signedIn(product, "north")
            let name = "Mail \(UInt32.random(in: .min ... .max))"

            let form = try await browser.get("/app/connect")
            let leaving = try await browser.post("/app/connect", ["form_token": form.formToken, "connector": "klaviyo", "name": name])
            let back = try await Self.allow(leaving)
            let id = try await RunningConnection.find(admin, name: name).id
            #expect(try await admin.send(.get, "/api/v1/connections/\(id)").json["state"] == "reconnect_needed")

            var lured = try await Browser.signedIn(product, "north")
            let elsewhere = try await lured.get(back)
            let arrived = try await browser.get(back)
            let again = try await browser.get(back)
            #expect(elsewhere.status == 403 && elsewhere.text.contains("other_browser"))
            #expect(arrived.status == 200 && arrived.text.contains("data-outcome=\"connected\""), "\(arrived.text)")
            #expect(again.status == 400 && again.text.contains("state_used"))
            #expect(try await Self.check(admin, id)["ok"] == true)

            // The platform no longer knows the refresh token.
            try await Self.store(
                ["access_token": "sim-7-x", "refresh_token": "gone", "expires_at": "2020-01-01T00:00:00Z", "grant": "oauth"], admin, id)
            let checked = try await Self.check(admin, id)
            let page = try await browser.get("/app/connections/\(id)")
            #expect(checked["ok"] == false && checked["problem"]?["code"] == "auth", "\(checked)")
            #expect(page.text.contains("Needs to be connected again") && page.text.contains(">Reconnect</button>"))

            let second = try await browser.post("/app/connections/\(id)/connect", ["form_token": page.formToken])
            let connected = try await browser.get(try await Self.allow(second))
            #expect(connected.status == 200, "\(connected.text)")
            #expect(try await admin.send(.get, "/api/v1/connections/\(id)").json["state"] == "active")
        }

        @Test func `Two hundred requests of two processes renew a token that rotates once, beside the product's own`() async throws {
            let product = try await SharedProduct.get()
            let admin = try await SignIns.shared.admin("north")
            let tenant = try product.tenant("north").id
            var browser = try await Browser.signedIn(product, "north")
            let name = "Rotating \(UInt32.random(in: .min ... .max))"
            let form = try await browser.get("/app/connect")
            let leaving = try await browser.post("/app/connect", ["form_token": form.formToken, "connector": "klaviyo", "name": name])
            _ = try await browser.get(try await Self.allow(leaving))
            let id = try await RunningConnection.find(admin, name: name).id
            let connection = try #require(ConnectionID(id))
            let processes = try (0..<2).map { _ in try Self.process(product) }

            let stored = try #require(try await processes[0].slices.syncs.environment.credential(tenant, connection))
            let granted = try JSON(parsing: stored.reveal())
            let stale = granted.setting("expires_at", .string((Instant.now - .seconds(1)).description))
            try await Self.store(stale, admin, id)

            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<200 {
                    let environment = processes[number % 2].slices.syncs.environment
                    group.addTask { try await Self.ask(environment, tenant, connection, holding: stale) }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            var tokens: [String?] = []
            for process in processes {
                let now = try await process.slices.syncs.environment.credential(tenant, connection)
                tokens.append(try now.map { try JSON(parsing: $0.reveal()) }?["access_token"]?.string)
            }
            for process in processes { await process.backbone.close() }

            #expect(statuses.count == 200 && Set(statuses) == [200])
            #expect(tokens.count == 2 && tokens[0] == tokens[1])
            // The simulator numbers what it gives.
            #expect(Self.number(tokens[0]) == Self.number(granted["access_token"]?.string).map { $0 + 1 })
            #expect(try await admin.send(.get, "/api/v1/connections/\(id)").json["state"] == "active")
        }

        /// What a worker makes of its settings.
        private static func process(_ product: RunningProduct) throws -> (backbone: Backbone, slices: Slices) {
            let settings = try WorkSettings(product.settings, program: Program(path: Binaries.tactics, workingFolder: Binaries.repository))
            let backbone = try Backbone(settings.database, redisURL: settings.process.redisURL, name: "acceptance")
            return (backbone, try Slices(backbone, keys: settings.keys, connectors: settings.connectors))
        }

        /// A request of a sync that began with this credential.
        private static func ask(
            _ environment: SyncEnvironment, _ tenant: TenantID, _ connection: ConnectionID, holding credential: JSON
        ) async throws -> Int {
            let manifest = try #require(environment.catalog.newest("klaviyo")).manifest
            let requests = try HostRequests(
                environment, manifest, tenant: tenant, config: [:], credential: Secret(credential.description),
                renewal: environment.renewal(tenant, connection), tally: CallTally())
            let request: JSON = [
                "method": "GET", "url": "https://a.klaviyo.com/api/accounts", "credential": "default", "headers": [["revision", "2026-07-15"]],
            ]
            return try await requests.perform(request, body: []).status
        }

        /// Clicks "Allow" on the screen that a page leads to; where the platform sends the browser back to.
        private static func allow(_ leaving: TestResponse) async throws -> String {
            let address = try #require(leaving.text.firstMatch(of: /content="1; url=http:\/\/127\.0\.0\.1:([0-9]+)([^"]+)"/), "\(leaving.text)")
            let simulator = WebTestClient(port: try #require(Int(address.output.1)))
            let screen = String(address.output.2).replacing("&amp;", with: "&")
            let page = try await simulator.send(.get, screen)
            #expect(page.status == 200 && page.text.contains("Allow"))
            let back = try await simulator.send(.get, screen + "&decision=allow")[header: "Location"] ?? ""
            return String(try #require(back.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+(\/.*)/), "\(back)").output.1)
        }

        private static func check(_ admin: WebTestClient, _ id: String) async throws -> JSON {
            try await admin.patient("POST", "/api/v1/connections/\(id)/check").json
        }

        private static func store(_ credential: JSON, _ admin: WebTestClient, _ id: String) async throws {
            let body: JSON = ["credential": .string(credential.description)]
            let answer = try await admin.patient("PATCH", "/api/v1/connections/\(id)", bytes: body.encoded())
            #expect(answer.status == 200, "\(answer.text)")
        }

        private static func number(_ token: String?) -> Int? { token?.split(separator: "granted").last.flatMap { Int($0) } }
    }
}
