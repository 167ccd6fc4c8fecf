import Core
import Postgres
import Sealing
import Synchronization
import Testing
import Web

@testable import Syncs

/// Taking deliveries in.
@Suite(.serialized) struct WebhookReceiverTests {
    /// An answer without what differs between any two requests.
    private static func plain(_ response: TestResponse) -> [String] {
        let head = response.headers.filter { !["date", "x-request-id"].contains($0.name.lowercased()) }.map { "\($0.name): \($0.value)" }.sorted()
        return ["\(response.status)", String(decoding: response.json.setting("instance", nil).encoded(), as: UTF8.self)] + head
    }

    @Test func `A signed delivery is stored sealed and answered at once, with a job`() async throws {
        try await WebhookStand.run { stand in
            let path = try await stand.hook(try await stand.connection())

            let response = try await stand.stripe(path, WebhookStand.payout("po_1"))

            let delivery = try #require(try await stand.deliveries().first)
            let jobs = try await stand.fixture.json("SELECT jsonb_agg(jsonb_build_array(kind, queue, state)) FROM jobs.jobs")
            #expect(response.status == 200 && response.json == ["received": true])
            #expect(delivery["state"] == "queued" && delivery["scheme"] == "stripe" && delivery["signed_at"]?.string != nil)
            #expect(delivery["body_sealed"]?.string?.contains(hexadecimal("po_1".utf8)) == false)
            #expect(jobs == [["webhook", "default", "queued"]])
        }
    }

    @Test func `Whatever is refused gets the very same answer`() async throws {
        try await WebhookStand.run { stand in
            let connection = try await stand.connection()
            let path = try await stand.hook(connection)
            let body = WebhookStand.payout("po_1")
            let signature = WebhookStand.signature(body)
            let strange = HookToken(tenant: SyncFixture.a).text
            let foreign = HookToken(tenant: TenantID()).text
            let good = ["Stripe-Signature": signature]
            #expect(try await stand.deliver(path, body, good).status == 200)

            let refused = [
                "signature": try await stand.deliver(path, body + " ", good),
                "no signature": try await stand.deliver(path, WebhookStand.payout("po_2"), [:]),
                "old": try await stand.stripe(path, WebhookStand.payout("po_2"), age: 301),
                "secret": try await stand.stripe(path, WebhookStand.payout("po_2"), secret: "another_secret_0123456789"),
                "token": try await stand.deliver("/api/v1/hooks/\(connection)/\(strange)", body, good),
                "tenant": try await stand.deliver("/api/v1/hooks/\(connection)/\(foreign)", body, good),
                "connection": try await stand.deliver(path.replacing(connection.description, with: ConnectionID().description), body, good),
                "no token": try await stand.deliver("/api/v1/hooks/\(connection)/x", body, good),
                "no id": try await stand.deliver("/api/v1/hooks/x/\(strange)", body, good),
            ]

            let first = try #require(refused["signature"])
            #expect(first.status == 404 && first.code == "not_found")
            for (name, response) in refused { #expect(Self.plain(response) == Self.plain(first), "\(name)") }
            #expect(try await stand.deliveries().count == 1)
        }
    }

    @Test func `Of fifty that come at once one is taken, and all are thanked for`() async throws {
        try await WebhookStand.run { stand in
            let path = try await stand.hook(try await stand.connection())
            let body = WebhookStand.payout("po_1")
            let headers = ["Stripe-Signature": WebhookStand.signature(body)]

            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await stand.deliver(path, body, headers).status } }
                return try await group.reduce(into: [Int: Int]()) { counts, status in counts[status, default: 0] += 1 }
            }

            #expect(statuses == [200: 50])
            #expect(try await stand.deliveries().count == 1)
            #expect(try await stand.fixture.json("SELECT to_jsonb(count(*)) FROM jobs.jobs") == 1)
        }
    }

    @Test func `What the platform signs anew is known, and has no second effect`() async throws {
        try await WebhookStand.run { stand in
            let path = try await stand.hook(try await stand.connection())

            let first = try await stand.stripe(path, WebhookStand.payout("po_1"), age: 20)
            let again = try await stand.stripe(path, WebhookStand.payout("po_1"), age: 10)
            let older = try await stand.stripe(path, WebhookStand.payout("po_1"), age: 15)

            #expect(first.status == 200 && again.status == 200 && older.status == 200)
            #expect(try await stand.deliveries().map { $0["repeats"] } == [1])
            #expect(try await stand.fixture.json("SELECT to_jsonb(count(*)) FROM jobs.jobs") == 1)
        }
    }

    @Test func `The very same bytes are answered like the first time, and change nothing, whatever became of them`() async throws {
        try await WebhookStand.run { stand in
            let path = try await stand.hook(try await stand.connection())
            let body = WebhookStand.payout("po_1")
            let headers = ["Stripe-Signature": WebhookStand.signature(body)]
            let first = try await stand.deliver(path, body, headers)
            let waiting = try await stand.deliveries()

            let early = try await stand.deliver(path, body, headers)
            let unchanged = try await stand.deliveries()
            #expect(try await stand.work().isEmpty)
            let done = try await stand.deliveries()
            let late = try await stand.deliver(path, body, headers)

            #expect([first, early, late].map(\.status) == [200, 200, 200] && Self.plain(early) == Self.plain(first))
            #expect(unchanged == waiting && done.map { $0["state"] } == ["done"])
            #expect(try await stand.deliveries() == done)
            #expect(try await stand.fixture.json("SELECT to_jsonb(count(*)) FROM jobs.jobs") == 1)
        }
    }

    @Test func `What was taken is refused like anything else once the time of its signature is over`() async throws {
        let late = Mutex(Duration.zero)
        try await WebhookStand.run(time: TimeSource { .now + late.withLock { $0 } }) { stand in
            let path = try await stand.hook(try await stand.connection())
            let body = WebhookStand.payout("po_1")
            let headers = ["Stripe-Signature": WebhookStand.signature(body)]

            let fresh = try await stand.deliver(path, body, headers)
            let taken = try await stand.deliveries()
            late.withLock { $0 = .seconds(301) }
            let stale = try await stand.deliver(path, body, headers)
            let signedAnew = try await stand.stripe(path, body, age: -301)

            #expect([fresh, stale, signedAnew].map(\.status) == [200, 404, 200])
            #expect(stale.code == "not_found" && taken.count == 1)
            #expect(try await stand.deliveries().map { $0["repeats"] } == [1])
        }
    }

    @Test func `A body over the bound is refused, one of several megabytes is not`() async throws {
        try await WebhookStand.run { stand in
            let path = try await stand.hook(try await stand.connection())
            let large = "{\"pad\":\"\(String(repeating: "x", count: 4 << 20))\"}"
            let headers = ["Content-Length": String((16 << 20) + 1), "Stripe-Signature": WebhookStand.signature("{}")]

            let tooLarge = try await stand.deliver(path, "{}", headers)
            let unknown = try await stand.deliver("/api/v1/hooks/x/y", "{}", headers)
            let taken = try await stand.stripe(path, large)

            #expect(tooLarge.status == 413 && Self.plain(unknown) == Self.plain(tooLarge) && taken.status == 200, "\(tooLarge.text)")
            #expect(try await stand.deliveries().map { $0["size"] } == [.integer(large.utf8.count)])
        }
    }

    @Test func `Shopify's deliveries are told apart by topic`() async throws {
        try await WebhookStand.run { stand in
            let path = try await stand.hook(try await stand.connection("shopify"))
            let signature =
                Base64URL.encode(hmacSHA256(key: WebhookStand.secret.utf8, message: "{}".utf8))
                .replacing("-", with: "+").replacing("_", with: "/") + "="
            func send(_ topic: String) async throws -> Int {
                try await stand.deliver(path, "{}", ["X-Shopify-Hmac-Sha256": signature, "X-Shopify-Topic": topic]).status
            }

            let statuses = [try await send("orders/create"), try await send("orders/paid"), try await send("orders/create")]

            #expect(statuses == [200, 200, 200])
            #expect(try await stand.deliveries().count == 2)
            #expect(Set(try await stand.deliveries().compactMap { $0["topic"]?.string }) == ["orders/create", "orders/paid"])
        }
    }

    @Test func `Meta's handshake gives the challenge to who knows the token`() async throws {
        try await WebhookStand.run { stand in
            let path = try await stand.hook(try await stand.connection("meta"))
            let stripe = try await stand.hook(try await stand.connection())
            let token = path.split(separator: "/").last.map(String.init) ?? ""
            func ask(_ path: String, _ token: String, mode: String = "subscribe", challenge: String = "1158201444") async throws -> TestResponse {
                try await stand.client.send(.get, "\(path)?hub.mode=\(mode)&hub.verify_token=\(token)&hub.challenge=\(challenge)")
            }

            let good = try await ask(path, token)
            let refused = [
                try await ask(path, "wrong"), try await ask(path, token, mode: "unsubscribe"),
                try await ask(path, token, challenge: "%3Cscript%3E"), try await ask(stripe, token), try await stand.client.send(.get, path),
            ]
            let body = "{\"object\":\"page\"}"
            let signature = "sha256=" + hexadecimal(hmacSHA256(key: WebhookStand.secret.utf8, message: body.utf8))
            let delivered = try await stand.deliver(path, body, ["X-Hub-Signature-256": signature])

            #expect(good.status == 200 && good.text == "1158201444" && good[header: "content-type"]?.hasPrefix("text/plain") == true)
            for response in refused { #expect(Self.plain(response) == Self.plain(refused[0]) && response.status == 404) }
            #expect(delivered.status == 200)
        }
    }

    @Test func `A new address leaves the one before and its secret valid for a day`() async throws {
        try await WebhookStand.run { stand in
            let connection = try await stand.connection()
            let first = try await stand.hook(connection, secret: "the first secret")
            let second = try await stand.hook(connection, secret: "the second secret")

            let old = try await stand.stripe(first, WebhookStand.payout("po_1"), secret: "the first secret")
            let new = try await stand.stripe(second, WebhookStand.payout("po_2"), secret: "the second secret")
            let mixed = try await stand.stripe(first, WebhookStand.payout("po_3"), secret: "the second secret")
            let credential = try await stand.stripe(second, WebhookStand.payout("po_4"))
            let shown = try await stand.a.send(.get, "/api/v1/connections/\(connection)/hook").json
            try await stand.fixture.stand.execute("UPDATE ingest.hooks SET previous_until = now() - interval '1 second'")
            let late = try await stand.stripe(first, WebhookStand.payout("po_5"), secret: "the second secret")
            let lateSecret = try await stand.stripe(second, WebhookStand.payout("po_6"), secret: "the first secret")

            #expect(shown["has_secret"] == true && shown["rotated_at"]?.string != nil && shown["previous_until"]?.string != nil)
            #expect([old, new, mixed].map(\.status) == [200, 200, 200])
            #expect([credential, late, lateSecret].map(\.status) == [404, 404, 404])
            let hooks = try await stand.fixture.json("SELECT jsonb_agg(to_jsonb(h)) FROM ingest.hooks h")
            #expect(!String(decoding: hooks.encoded(), as: UTF8.self).contains(hexadecimal("the second secret".utf8)))
        }
    }

    @Test func `A hook says where it is, without its secret, and what arrived`() async throws {
        try await WebhookStand.run { stand in
            let connection = try await stand.connection()
            let path = try await stand.hook(connection)
            let address = "/api/v1/connections/\(connection)/hook"
            let before = try await stand.a.send(.get, address).json
            _ = try await stand.stripe(path, WebhookStand.payout("po_1"))
            _ = try await stand.stripe(path, WebhookStand.payout("po_2"))
            try await stand.work()
            _ = try await stand.stripe(path, WebhookStand.payout("po_3"))
            try await stand.fixture.stand.execute(
                """
                INSERT INTO ingest.deliveries (tenant_id, id, connection_id, digest, scheme, size, state, received_at, expires_at)
                VALUES ('\(SyncFixture.a)', gen_random_uuid(), '\(connection)', '\\x01', 'stripe', 1, 'dead', now() - interval '8 days', now() + interval '1 day')
                """)

            let shown = try await stand.a.send(.get, address).json

            let token = Base32.encode(SyncFixture.a.value.bytes)
            #expect(before["address"]?.string == "https://tactics.example/api/v1/hooks/\(connection)/\(token)_…", "\(before)")
            #expect(path.hasPrefix("/api/v1/hooks/\(connection)/\(token)_") && before["last_delivery_at"] == .null)
            #expect(shown["last_delivery_at"]?.string != nil, "\(shown)")
            #expect(["queued", "done", "ignored", "dead"].map { shown["recent_\($0)"]?.integer } == [1, 2, 0, 0], "\(shown)")
        }
    }

    @Test func `Hooks and deliveries are their tenant's, and a suspended tenant takes none`() async throws {
        try await WebhookStand.run { stand in
            let connection = try await stand.connection()
            let path = try await stand.hook(connection)
            let files = try await stand.connection("files")

            let shown = try await stand.a.send(.get, "/api/v1/connections/\(connection)/hook")
            let foreign = [
                try await stand.b.send(.post, "/api/v1/connections/\(connection)/hook", body: [:]),
                try await stand.b.send(.get, "/api/v1/connections/\(connection)/hook"),
                try await stand.b.send(.get, "/api/v1/connections/\(connection)/deliveries"),
                try await stand.b.send(.delete, "/api/v1/connections/\(connection)/hook"),
            ]
            let none = try await stand.a.send(.post, "/api/v1/connections/\(files)/hook", body: [:])
            try await stand.fixture.stand.execute("UPDATE core.tenants SET state = 'suspended' WHERE slug = 'acme'")
            let suspended = try await stand.stripe(path, WebhookStand.payout("po_1"))
            try await stand.fixture.stand.execute("UPDATE core.tenants SET state = 'active'")
            let gone = try await stand.a.send(.delete, "/api/v1/connections/\(connection)/hook")
            let after = try await stand.stripe(path, WebhookStand.payout("po_1"))

            #expect(shown.status == 200 && shown.json["has_secret"] == false && shown.json["previous_until"] == .null, "\(shown.text)")
            #expect(foreign.map(\.status) == [404, 404, 404, 404] && none.code == "no_webhooks")
            #expect([suspended, gone, after].map(\.status) == [404, 204, 404])
        }
    }

    @Test func `Who asks too often is told to wait`() async throws {
        try await WebhookStand.run(limiter: Denying()) { stand in
            let path = try await stand.hook(try await stand.connection())

            let response = try await stand.stripe(path, WebhookStand.payout("po_1"))

            #expect(response.status == 429 && response[header: "retry-after"] != nil)
        }
    }

    /// Denies what comes to a hook.
    private struct Denying: RateLimiter {
        func take(_ key: RateKey, rules: [RateRule]) async -> RateDecision? {
            guard case .operation("webhooks", _, _) = key, let rule = rules.first else { return nil }
            return RateDecision(isAllowed: false, rule: rule, remaining: 0, resetAfter: .seconds(9), retryAfter: .seconds(9))
        }
    }
}
