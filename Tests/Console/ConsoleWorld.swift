import Core
import Postgres
import Web

@testable import Console

/// A tenant with a connection that is running, one with rejects and a hostile name, another tenant, and the console over them.
struct ConsoleWorld: Sendable {
    let base: TestDatabase
    let database: Database
    let tenant = TenantID()
    let other = TenantID()
    let running = ConnectionID()
    let finished = ConnectionID()
    let foreign = ConnectionID()
    let waiting = ConnectionID()
    let parked = ConnectionID()
    let session = SessionID()
    let asked = Recorder()
    let audit = RecordedAudit()
    let user = UserID()

    static let hostile = "<script>alert(1)</script>\"'&"

    static func make() async throws -> ConsoleWorld {
        let base = try await TestPostgres.database(migrated: true)
        let world = ConsoleWorld(base: base, database: base.database())
        try await world.seed()
        return world
    }

    private func seed() async throws {
        let runningSync = SyncID()
        let finishedSync = SyncID()
        try await base.execute(
            """
            INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone) VALUES
              ('\(tenant)', 'north', 'North & Sons', 'growth', 'EUR', 'UTC'), ('\(other)', 'south', 'South', 'growth', 'EUR', 'UTC');
            INSERT INTO ingest.connections (tenant_id, id, connector, name, schedule_seconds, next_sync_at) VALUES
              ('\(tenant)', '\(running)', 'meta', 'Ads', 900, now() + interval '10 minutes'),
              ('\(other)', '\(foreign)', 'meta', 'Secret of south', 900, now());
            INSERT INTO ingest.connections (tenant_id, id, connector, name, schedule_seconds, next_sync_at)
              VALUES ('\(tenant)', '\(finished)', 'shopify', '\(Self.hostile.replacing("'", with: "''"))', 3600, now() + interval '1 hour');
            INSERT INTO ingest.connections (tenant_id, id, connector, name, state, state_reason)
              VALUES ('\(tenant)', '\(waiting)', 'klaviyo', 'Mail', 'reconnect_needed', 'Klaviyo does not renew its access any more.');
            INSERT INTO ingest.connections (tenant_id, id, connector, name) VALUES ('\(tenant)', '\(parked)', 'stripe', 'Payments');
            INSERT INTO ingest.syncs (tenant_id, id, connection_id, mode, cause, state, started_at, parked_until, error)
              VALUES ('\(tenant)', '\(SyncID())', '\(parked)', 'incremental', 'schedule', 'parked', now(), '2026-03-01T12:30:00Z',
                '{"kind": "transient", "message": "Stripe gave no new access token.", "detail": "timeout"}');
            INSERT INTO ingest.syncs (tenant_id, id, connection_id, mode, cause, state, started_at, rows_read, rows_written)
              VALUES ('\(tenant)', '\(runningSync)', '\(running)', 'incremental', 'schedule', 'running', now(), 12345, 12000);
            INSERT INTO ingest.sync_streams (tenant_id, sync_id, stream, ordinal, state, rows_read, estimate)
              VALUES ('\(tenant)', '\(runningSync)', 'ad_daily', 0, 'running', 250, 1000);
            INSERT INTO ingest.syncs (tenant_id, id, connection_id, mode, cause, state, started_at, finished_at, rows_read, rows_written, rows_rejected)
              VALUES ('\(tenant)', '\(finishedSync)', '\(finished)', 'full', 'request', 'completed', now(), now(), 10, 8, 2);
            INSERT INTO ingest.streams (tenant_id, connection_id, name, cursor, rows_stored, checkpoint_at)
              VALUES ('\(tenant)', '\(finished)', 'orders', '{}', 1234567, '2026-03-01T12:30:00Z');
            INSERT INTO ingest.rejects (tenant_id, sync_id, sequence, stream, line, field, reason)
              VALUES ('\(tenant)', '\(finishedSync)', 1, 'orders', 17, 'total', '<img src=x onerror=alert(1)> is no number');
            """)
    }

    private func principal(_ tenant: TenantID, _ permissions: Set<Permission>, roles: Set<String> = []) -> Principal {
        Principal(tenant: tenant, subject: .user(user), session: session, roles: roles, permissions: permissions)
    }

    /// Two platforms to connect; one of them wants a setting, and a name that is taken.
    private var consent: ConsoleConsent {
        let asked = asked
        let made = waiting
        return ConsoleConsent(
            platforms: [
                .init(connector: "klaviyo", name: "Klaviyo"),
                .init(connector: "shopify", name: "Shopify", settingTitle: "Shop", settingHint: "The part before .myshopify.com"),
            ],
            make: { _, user, connector, name, setting in
                guard name != "Taken" else { throw Problem.conflict("name_taken", "Another connection is named \"Taken\".") }
                await asked.note("make \(connector) \(name) \(setting ?? "-") \(user == nil ? "nobody" : "somebody")")
                return made
            },
            begin: { _, id, subject in
                await asked.note("begin \(id) \(subject)")
                let cookie = (name: "tactics_consent_1", value: Secret("v"), path: "/back", lifetime: Duration.seconds(900), isSecure: true)
                return .init(url: "https://platform.example.com/consent?a=1&b=%3Cx%3E", cookie: cookie)
            },
            offered: { _, id in id == made ? ["11", "12"] : [] },
            choose: { _, id, accounts in
                guard accounts.allSatisfy(["11", "12"].contains) else {
                    throw Problem.invalid([.init(pointer: "/accounts/0", code: "unknown_account", detail: "This account was not offered.")])
                }
                await asked.note("choose \(id) \(accounts.joined(separator: " "))")
            })
    }

    /// Stripe and Shopify deliver; the secret of a hook is told to the recorder.
    private var hooks: ConsoleHooks {
        let asked = asked
        return ConsoleHooks(
            takes: { ["stripe", "shopify"].contains($0) }, address: { _, id in "https://tactics.example/hooks/\(id)/t_…" },
            make: { _, id, secret in
                await asked.note("hook \(id) \(secret?.reveal() ?? "-")")
                return Secret("https://tactics.example/hooks/\(id)/t_whole")
            })
    }

    /// Serves the console: the cookies `manager`, `viewer` and `nobody` are people of the tenant.
    func serve(isSecure: Bool = true, _ body: @Sendable (WebTestClient) async throws -> Void) async throws {
        let asked = asked
        let (tenant, user, session) = (tenant, user, session)
        let identity = ConsoleIdentity(
            signIn: { attempt in
                switch attempt.password.reveal() {
                case "right": return .init(token: Secret("manager"), tenant: tenant, user: user, session: session)
                case "often":
                    throw Problem(status: 429, code: "too_many_attempts", title: "Too many attempts", retryAfter: .seconds(42))
                default: throw Problem(status: 401, code: "wrong_credentials", title: "Sign-in refused")
                }
            },
            findTenant: { $0.tenant?.text == "north" ? tenant : nil },
            signOut: { session, _ in await asked.note("out \(session)") })
        let console = try Console(
            database: database, identity: identity,
            requestSync: { _, id, _ in
                if await asked.has("sync \(id)") { throw Problem.conflict("sync_under_way", "A sync is under way already.") }
                await asked.note("sync \(id)")
            }, consent: consent, hooks: hooks, key: Array(repeating: 9, count: 32), isSecure: isSecure)
        let people = KnownTokens([
            "manager": principal(tenant, [Permission("connections:read"), Permission("connections:write"), Permission("syncs:run")]),
            "viewer": principal(tenant, [Permission("connections:read")]), "nobody": principal(tenant, []),
        ])
        let database = database
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await database.run() }
            try await WebApplication.test(console.endpoints, authenticator: people, audit: audit) { client in try await body(client) }
            group.cancelAll()
        }
        try await base.drop()
    }
}

/// Remembers what was asked of the rest of the product.
actor Recorder {
    private(set) var notes: [String] = []

    func note(_ text: String) { notes.append(text) }

    func has(_ text: String) -> Bool { notes.contains(text) }
}

/// Keeps audit events, to look at them.
actor RecordedAudit: AuditSink {
    private(set) var events: [AuditEvent] = []

    func record(_ event: AuditEvent) { events.append(event) }
}

extension WebTestClient {
    func page(_ path: String, as person: String? = nil) async throws -> TestResponse {
        try await send(.get, path, headers: person.map { ["Cookie": "\(Console.sessionCookie)=\($0)"] } ?? [:])
    }

    /// Sends a form as a browser does.
    func submit(_ path: String, _ form: [String: String], cookie: String) async throws -> TestResponse {
        let text = form.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        return try await send(
            "POST", path, headers: ["Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://localhost:\(port)"],
            bytes: Array(text.utf8))
    }
}

extension TestResponse {
    /// The hidden field of the first form.
    var formToken: String {
        let rest = text.split(separator: "name=\"form_token\" value=\"", maxSplits: 1).dropFirst().first ?? ""
        return String(rest.prefix { $0 != "\"" })
    }

    /// `name=value` of a cookie that the answer sets.
    func cookie(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == "set-cookie" && $0.value.hasPrefix("\(name)=") }?.value
    }
}
