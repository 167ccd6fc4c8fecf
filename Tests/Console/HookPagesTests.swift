import Core
import Postgres
import Testing
import Web

@testable import Console

@Suite struct HookPagesTests {
    @Test func `A connection's page shows its hook, what arrived of late and when the last of it did`() async throws {
        let world = try await ConsoleWorld.make()
        try await world.deliver()

        try await world.serve { client in
            let page = try await client.page("/app/connections/\(world.parked)", as: "viewer")

            #expect(page.status == 200)
            for text in [
                "Webhooks", "https://tactics.example/hooks/\(world.parked)/t_…", "Last delivery", "2 hours ago",
                "3 arrived: 1 stored, 1 with nothing to store, 0 waiting, 1 given up", "payout.paid", "Given up", "Stripe is away.",
                "What the connection&#39;s credential says", "The address and the secret of before hold until",
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
            // Eleven came, some long ago: the newest ten are listed.
            #expect(page.text.split(separator: "<td>payout.").count == 11)
            #expect(!page.text.contains("t_whole") && !page.text.contains("Make a new address"))
            #expect(page.text.contains("&lt;b&gt;") && !page.text.contains("<b>"))
        }
    }

    @Test func `A connection without a hook gets one from its page, whose address is shown once`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let path = "/app/connections/\(world.finished)"
            let before = try await client.page(path, as: "manager")
            let fields = ["form_token": before.formToken, "secret": "a+signing+secret"]
            let made = try await client.submit("\(path)/hook", fields, cookie: "tactics_session=manager")
            let plain = try await client.submit("\(path)/hook", ["form_token": before.formToken, "secret": ""], cookie: "tactics_session=manager")
            let after = try await client.page(path, as: "manager")

            #expect(before.text.contains("There is no hook") && before.text.contains(">Make a hook</button>"))
            #expect([made, plain].map(\.status) == [200, 200])
            #expect(made.text.contains("https://tactics.example/hooks/\(world.finished)/t_whole") && made.text.contains("shown this one time"))
            #expect(!after.text.contains("t_whole"))
            #expect(await world.asked.notes == ["hook \(world.finished) a signing secret", "hook \(world.finished) -"])
            let events = await world.audit.events.filter { $0.action == "connections.hook" }
            #expect(events.count == 2)
        }
    }

    @Test func `Who may not, has no form token or gives a short secret makes no hook`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let path = "/app/connections/\(world.finished)"
            let token = try await client.page(path, as: "manager").formToken
            let viewer = try await client.page(path, as: "viewer")
            let refused = [
                try await client.submit("\(path)/hook", ["form_token": viewer.formToken], cookie: "tactics_session=viewer"),
                try await client.submit("\(path)/hook", [:], cookie: "tactics_session=manager"),
                try await client.submit("\(path)/hook", ["form_token": token, "secret": "short"], cookie: "tactics_session=manager"),
                try await client.submit("/app/connections/\(world.foreign)/hook", ["form_token": token], cookie: "tactics_session=manager"),
            ]

            #expect(refused.map(\.status) == [403, 403, 422, 404])
            #expect(refused[2].text.contains("A signing secret has at least 8 characters."))
            #expect(!viewer.text.contains("Make a hook"))
            #expect(await world.asked.notes.isEmpty)
        }
    }

    @Test func `Where a platform delivers nothing, nothing is said of it`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let page = try await client.page("/app/connections/\(world.running)", as: "manager")

            #expect(!page.text.contains("Webhooks") && !page.text.contains("/hook\""))
        }
    }

    @Test func `A sync that waits for something that failed says what that was, and not that the platform asked for it`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            for path in ["/app/connections", "/app/connections/\(world.parked)"] {
                let page = try await client.page(path, as: "viewer")

                #expect(page.text.contains("It is tried again at 2026-03-01 12:30 UTC.") && page.text.contains("Stripe gave no new access token."))
                #expect(!page.text.contains("The platform asked to wait"))
            }
        }
    }
}

extension ConsoleWorld {
    /// Gives the connection that waits a hook and eleven deliveries: three of the last hours, the others long ago.
    fileprivate func deliver() async throws {
        try await base.execute(
            """
            INSERT INTO ingest.hooks (tenant_id, connection_id, token_hash, previous_until)
              VALUES ('\(tenant)', '\(parked)', '\\x01', now() + interval '5 hours');
            INSERT INTO ingest.deliveries (tenant_id, id, connection_id, digest, scheme, topic, size, state, error, received_at, expires_at)
            SELECT '\(tenant)', gen_random_uuid(), '\(parked)', int4send(n), 'stripe', 'payout.<b>', 1, 'done', NULL,
              now() - interval '8 days' - make_interval(hours => n), now() + interval '1 day'
            FROM generate_series(1, 8) n;
            INSERT INTO ingest.deliveries (tenant_id, id, connection_id, digest, scheme, topic, size, state, error, received_at, expires_at)
            SELECT '\(tenant)', gen_random_uuid(), '\(parked)', int4send(100 + n), 'stripe', 'payout.paid', 1,
              (ARRAY['done', 'dead', 'ignored'])[n],
              CASE WHEN n = 2 THEN '{"kind": "transient", "message": "Stripe is away."}'::jsonb END,
              now() - interval '1 hour' - make_interval(hours => n), now() + interval '1 day'
            FROM generate_series(1, 3) n;
            """)
    }
}
