import Core
import Synchronization
import Testing

@testable import Web

struct AccessTests {
    @Test func `The matrix of callers and endpoints holds`() async throws {
        let matrix: [(token: String?, read: Int, write: Int, platform: Int)] = [
            ("a", 200, 204, 403), ("reader", 200, 403, 403), ("admin", 200, 204, 403), ("platform", 403, 403, 204), ("none", 403, 403, 403),
            (nil, 401, 401, 401), ("bogus", 401, 401, 401),
        ]
        try await Sample.serve { client in
            for (token, read, write, platform) in matrix {
                let caller = token.map { client.authorized($0) } ?? client

                let statuses = [
                    try await caller.send(.get, "/api/v1/campaigns").status,
                    try await caller.send(.delete, "/api/v1/campaigns/\(Sample.known.id)").status,
                    try await caller.send(.post, "/api/v1/admin/tenants").status,
                    try await caller.send(.get, "/health").status,
                ]

                #expect(statuses == [read, write, platform, token == "bogus" ? 401 : 200], "\(token ?? "nobody")")
            }
        }
    }

    @Test func `Who is not signed in is told how to be`() async throws {
        try await Sample.serve { client in
            let without = try await client.send(.get, "/api/v1/campaigns")
            let wrong = try await client.authorized("wrong").send(.get, "/api/v1/campaigns")

            #expect(without[header: "WWW-Authenticate"] == "Bearer")
            #expect(wrong[header: "WWW-Authenticate"] == "Bearer error=\"invalid_token\"")
            #expect(wrong.code == "unauthenticated")
        }
    }

    @Test func `Another tenant's thing is as absent as one that never was`() async throws {
        try await Sample.serve { client in
            let id = ["X-Request-Id": "same-request"]
            let foreign = try await client.authorized("b").send(.get, "/api/v1/campaigns/\(Sample.known.id)", headers: id)
            let absent = try await client.authorized("b").send(.get, "/api/v1/campaigns/\(CampaignID())", headers: id)
            let noID = try await client.authorized("b").send(.get, "/api/v1/campaigns/7", headers: id)
            let nowhere = try await client.send(.get, "/nowhere", headers: id)

            #expect(foreign.status == 404)
            #expect(foreign.body == absent.body)
            #expect(foreign.body == noID.body)
            #expect(foreign.body == nowhere.body)
            #expect(foreign.headers.map(\.name) == absent.headers.map(\.name))
        }
    }

    @Test func `Changes and denials are audited, and what the handler says of them`() async throws {
        let audit = RecordedAudit()

        try await Sample.serve(audit: audit) { client in
            _ = try await client.authorized("a").send(
                .post, "/api/v1/campaigns", headers: ["User-Agent": "test"], body: ["name": "Sale", "email": "a@b.example"])
            _ = try await client.authorized("a").send(.get, "/api/v1/campaigns")
            _ = try await client.authorized("reader").send(.delete, "/api/v1/campaigns/\(Sample.known.id)")
            _ = try await client.authorized("none").send(.get, "/api/v1/campaigns")
            _ = try await client.authorized("a").send(.post, "/api/v1/campaigns", body: [:])
        }

        #expect(audit.events.map(\.action) == ["campaign.create", "delete_campaigns_id", "get_campaigns", "post_campaigns"])
        #expect(audit.events.map(\.outcome) == [.success, .denied, .denied, .failure])
        #expect(audit.events[0].changes == ["name": "Sale"])
        #expect(audit.events[0].userAgent == "test")
        #expect(audit.events[0].address == "127.0.0.1")
        #expect(audit.events[1].resourceID == Sample.known.id.description)
        #expect(audit.events.allSatisfy { $0.tenant == Sample.tenantA && $0.actor.hasPrefix("user:") })
    }

    @Test func `Rates are told, and kept`() async throws {
        let audit = RecordedAudit()

        try await Sample.serve(limiter: CountingLimiter(2), audit: audit) { client in
            let first = try await client.authorized("a").send(.get, "/api/v1/campaigns")
            _ = try await client.authorized("a").send(.get, "/api/v1/campaigns")
            let third = try await client.authorized("a").send(.get, "/api/v1/campaigns")
            let fourth = try await client.authorized("a").send(.post, "/api/v1/campaigns", body: [:])

            #expect(first[header: "RateLimit-Policy"] == "\"minute\";q=100;w=60, \"hour\";q=1000;w=3600")
            #expect(first[header: "RateLimit"] == "\"minute\";r=1;t=30")
            #expect(third.status == 429)
            #expect(third.code == "rate_limited")
            #expect(third[header: "Retry-After"] == "7")
            #expect(fourth.status == 429)
            let health = try await client.send(.get, "/health")
            #expect(health.status == 200)
        }
        #expect(audit.events.map(\.outcome) == [.denied, .denied])
    }

    @Test func `A handler does not start for a key that was just denied`() async throws {
        let runs = Mutex(0)
        let counted = Endpoint(.get, "/counted", permission: .signedIn, summary: "Counts.", tag: "Test", output: .nothing) { _ in
            runs.withLock { $0 += 1 }
        }

        try await Sample.serve([counted], limiter: CountingLimiter(0)) { client in
            let first = try await client.authorized("a").send(.get, "/counted")
            let before = runs.withLock { $0 }
            let second = try await client.authorized("a").send(.get, "/counted")
            let after = runs.withLock { $0 }

            #expect(first.status == 429)
            #expect(second.status == 429)
            #expect(before == after)
        }
    }

    @Test func `Only listed origins may read, and only by name`() async throws {
        try await Sample.serve(configure: {
            $0.allowsOrigin = { origin, tenant in origin == "https://app.example" && (tenant == nil || tenant == Sample.tenantA) }
        }) { client in
            let mine = try await client.authorized("a").send(.get, "/api/v1/campaigns", headers: ["Origin": "https://app.example"])
            let others = try await client.authorized("b").send(.get, "/api/v1/campaigns", headers: ["Origin": "https://app.example"])
            let foreign = try await client.authorized("a").send(.get, "/api/v1/campaigns", headers: ["Origin": "https://app.example.evil"])
            let preflight = try await client.send(
                "OPTIONS", "/api/v1/campaigns", headers: ["Origin": "https://app.example", "Access-Control-Request-Method": "POST"])

            #expect(mine[header: "Access-Control-Allow-Origin"] == "https://app.example")
            #expect(mine[header: "Vary"] == "Origin")
            #expect(others[header: "Access-Control-Allow-Origin"] == nil)
            #expect(foreign[header: "Access-Control-Allow-Origin"] == nil)
            #expect(preflight.status == 204)
            #expect(preflight[header: "Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS")
        }
    }

    @Test func `A session cookie counts only where it is taken, and not from another site`() async throws {
        let page = Endpoint(
            .get, "/app", permission: .signedIn, summary: "A page.", tag: "Console", output: .html, options: .page(signIn: "/app/login")
        ) { _ in HTMLPage("hello") }
        let act = Endpoint(
            .post, "/app", permission: .signedIn, summary: "An act.", tag: "Console", output: .html, options: .page(signIn: "/app/login")
        ) { _ in HTMLPage.redirect(to: "/app") }

        try await Sample.serve([page, act]) { client in
            let cookie = ["Cookie": "tactics_session=a"]
            let shown = try await client.send(.get, "/app", headers: cookie)
            let unsigned = try await client.send(.get, "/app")
            let api = try await client.send(.get, "/api/v1/campaigns", headers: cookie)
            let acted = try await client.send(.post, "/app", headers: cookie.merging(["Origin": "http://localhost:\(client.port)"]) { $1 })
            let ridden = try await client.send(.post, "/app", headers: cookie.merging(["Origin": "https://evil.example"]) { $1 })

            #expect(shown.text == "hello")
            #expect(unsigned.status == 303)
            #expect(unsigned[header: "Location"] == "/app/login")
            #expect(api.status == 401)
            #expect(acted.status == 303)
            #expect(ridden.status == 403)
        }
    }

    @Test func `A forwarded address counts only from a listed proxy`() {
        let proxies = TrustedProxies(["127.0.0.1", "10.0.0.0/8", "::1"])

        #expect(proxies.client(remote: "127.0.0.1") { ["203.0.113.9, 10.1.2.3"] } == "203.0.113.9")
        #expect(proxies.client(remote: "203.0.113.1") { ["198.51.100.1"] } == "203.0.113.1")
        #expect(proxies.client(remote: "127.0.0.1") { ["nonsense"] } == "127.0.0.1")
        #expect(proxies.client(remote: "127.0.0.1") { ["6.6.6.6, 203.0.113.9"] } == "203.0.113.9")
        #expect(TrustedProxies.none.client(remote: "127.0.0.1") { ["203.0.113.9"] } == "127.0.0.1")
    }
}
