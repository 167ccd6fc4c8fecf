import Core
import Postgres
import Testing
import Web

@testable import Campaigns

@Suite struct CampaignTests {
    /// Two tenants with campaigns over HTTP; tokens `acme`, `zenith`, `nothing`.
    struct World: Sendable {
        let test: TestDatabase
        let client: WebTestClient
        let acme: TenantID
        let zenith: TenantID
        let endpoints: [Endpoint]

        var acmeClient: WebTestClient { client.authorized("acme") }
        var zenithClient: WebTestClient { client.authorized("zenith") }

        /// Adds campaigns `c1…` to a tenant.
        func add(_ count: Int, to tenant: TenantID, prefix: String = "c") async throws {
            try await test.execute(
                """
                INSERT INTO marketing.campaigns (tenant_id, id, platform, external_id, name, status, currency, daily_budget_micros, document)
                SELECT '\(tenant)', gen_random_uuid(), CASE WHEN n % 2 = 0 THEN 'meta' ELSE 'google' END, '\(prefix)' || n, 'Name ' || (n % 50),
                  (ARRAY['active', 'paused', 'ended'])[1 + n % 3], 'EUR', n * 1000000, ''
                FROM generate_series(1, \(count)) n
                """)
        }

        func ids(_ condition: String = "true", tenant: TenantID? = nil, order: String = "id") async throws -> [String] {
            try await test.execute(
                """
                CREATE TABLE public.ids AS
                SELECT id::text, row_number() OVER (ORDER BY \(order)) AS n FROM marketing.campaigns WHERE tenant_id = '\(tenant ?? acme)' AND \(condition)
                """)
            let ids = try await test.query("SELECT id FROM public.ids ORDER BY n").decode(String.self)
            try await test.execute("DROP TABLE public.ids")
            return ids
        }

        /// All pages of a list.
        func all(_ query: String, _ between: (Int) async throws -> Void = { _ in }) async throws -> [JSON] {
            var rows: [JSON] = []
            var cursor: String?
            var page = 0
            repeat {
                let answer = try await acmeClient.send(.get, "/api/v1/campaigns?\(query)" + (cursor.map { "&cursor=\($0)" } ?? ""))
                try #require(answer.status == 200, "\(answer.text)")
                let json = answer.json
                rows += json["data"]?.array ?? []
                cursor = json["next_cursor"]?.string
                page += 1
                try await between(page)
            } while cursor != nil
            return rows
        }
    }

    static func lend(_ body: @Sendable @escaping (World) async throws -> Void) async throws {
        let test = try await TestPostgres.database(migrated: true)
        let database = test.database()
        let (acme, zenith) = (TenantID(), TenantID())
        do {
            try await test.execute(
                """
                INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone) VALUES
                  ('\(acme)', 'acme', 'Acme', 'free', 'EUR', 'UTC'), ('\(zenith)', 'zenith', 'Zenith', 'free', 'EUR', 'UTC');
                """)
            let callers = KnownTokens([
                "acme": Principal(tenant: acme, subject: .user(UserID()), permissions: [.campaignsRead]),
                "zenith": Principal(tenant: zenith, subject: .user(UserID()), permissions: [.campaignsRead]),
                "nothing": Principal(tenant: acme, subject: .apiKey(APIKeyID())),
            ])
            let endpoints = Campaigns(database: database).endpoints
            try await WebApplication.test(endpoints, authenticator: callers) { client in
                try await body(World(test: test, client: client, acme: acme, zenith: zenith, endpoints: endpoints))
            }
        } catch {
            await database.close()
            try? await test.drop()
            throw error
        }
        await database.close()
        try await test.drop()
    }

    static let id = ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"]

    @Test func `Pages over a thousand campaigns give each of them once, in order`() async throws {
        try await Self.lend { (world) async throws in
            try await world.add(1_010, to: world.acme)
            try await world.add(10, to: world.zenith)

            let rows = try await world.all("limit=250")

            #expect(rows.compactMap { $0["id"]?.string } == (try await world.ids()))
        }
    }

    @Test(arguments: [("sort=name", "COALESCE(name, ''), id"), ("sort=-name", "COALESCE(name, '') DESC, id DESC"), ("sort=id", "id")])
    func `Every order goes over page ends without loss, also through equal and missing names`(query: String, order: String) async throws {
        try await Self.lend { (world) async throws in
            try await world.add(120, to: world.acme)
            try await world.test.execute("UPDATE marketing.campaigns SET name = NULL WHERE external_id LIKE 'c1_'")

            let rows = try await world.all("limit=37&\(query)")

            #expect(rows.compactMap { $0["id"]?.string } == (try await world.ids(order: order)))
        }
    }

    @Test func `Rows that come and go between pages move no others`() async throws {
        try await Self.lend { (world) async throws in
            try await world.add(200, to: world.acme)
            let before = try await world.ids()

            let rows = try await world.all("limit=100") { page in
                try await world.add(5, to: world.acme, prefix: "late\(page)-")
                try await world.test.execute("UPDATE marketing.campaigns SET is_deleted = true WHERE external_id = 'late\(page)-1'")
            }

            let seen = rows.compactMap { $0["id"]?.string }
            #expect(Set(seen).count == seen.count)
            #expect(Set(before).isSubset(of: Set(seen)))
            #expect(seen == seen.sorted())
        }
    }

    @Test func `Filters show what they say, and the total counts exactly that`() async throws {
        try await Self.lend { (world) async throws in
            try await world.add(300, to: world.acme)
            try await world.add(70, to: world.zenith)
            let account = AdAccountID()
            try await world.test.execute(
                "UPDATE marketing.campaigns SET account_id = '\(account)' WHERE external_id IN ('c2', 'c4') AND tenant_id = '\(world.acme)'")
            try await world.test.execute("UPDATE marketing.campaigns SET is_deleted = true WHERE external_id = 'c6'")

            for (query, condition) in [
                ("platform=meta", "platform = 'meta'"), ("status=paused", "status = 'paused'"),
                ("platform=meta&status=active", "platform = 'meta' AND status = 'active'"),
                ("account_id=\(account)", "account_id = '\(account)'"), ("platform=nothing", "false"), ("", "true"),
            ] {
                let expected = try await world.ids("NOT is_deleted AND \(condition)")
                let answer = try await world.acmeClient.send(.get, "/api/v1/campaigns?limit=500&include=total&\(query)")
                #expect((answer.json["data"]?.array ?? []).compactMap { $0["id"]?.string } == expected, "\(query)")
                #expect(answer.json["total"]?["count"]?.integer == Int64(expected.count), "\(query)")
            }
        }
    }

    @Test(arguments: ["colour=red", "status=running", "sort=spend", "limit=0", "limit=501", "account_id=7", "include=everything", "platform="])
    func `Unknown and impossible parameters are refused`(query: String) async throws {
        try await Self.lend { (world) async throws in
            let answer = try await world.acmeClient.send(.get, "/api/v1/campaigns?\(query)")

            #expect(answer.status == 422)
            #expect(answer.faults.count == 1)
        }
    }

    @Test func `A cursor that is made up, of another tenant or of another query is refused (statement 3)`() async throws {
        try await Self.lend { (world) async throws in
            try await world.add(20, to: world.acme)
            try await world.add(20, to: world.zenith)
            let cursor = try #require(try await world.acmeClient.send(.get, "/api/v1/campaigns?limit=5").json["next_cursor"]?.string)

            let own = try await world.acmeClient.send(.get, "/api/v1/campaigns?limit=7&cursor=\(cursor)")
            let foreign = try await world.zenithClient.send(.get, "/api/v1/campaigns?limit=5&cursor=\(cursor)", headers: Self.id)
            let otherQuery = try await world.acmeClient.send(.get, "/api/v1/campaigns?limit=5&platform=meta&cursor=\(cursor)")
            let madeUp = try await world.zenithClient.send(.get, "/api/v1/campaigns?limit=5&cursor=\(String(cursor.reversed()))", headers: Self.id)

            #expect(own.json["data"]?.array?.count == 7)
            #expect(foreign.status == 422 || foreign.status == 400)
            #expect(foreign.body == madeUp.body)
            #expect(otherQuery.status == foreign.status)
        }
    }

    @Test func `Another tenant's campaign is answered with the very bytes of one that is not there (statement 1)`() async throws {
        try await Self.lend { (world) async throws in
            try await world.add(3, to: world.acme)
            let theirs = try #require(try await world.ids().first)
            for suffix in ["", "/performance", "/performance?range=7d"] {
                let own = try await world.acmeClient.send(.get, "/api/v1/campaigns/\(theirs)\(suffix)")
                let foreign = try await world.zenithClient.send(.get, "/api/v1/campaigns/\(theirs)\(suffix)", headers: Self.id)
                let absent = try await world.zenithClient.send(.get, "/api/v1/campaigns/\(CampaignID())\(suffix)", headers: Self.id)
                #expect(own.status == 200, "\(own.text)")
                #expect(foreign.status == 404)
                #expect(foreign.body == absent.body)
                #expect(
                    foreign.headers.filter { $0.name.lowercased() != "date" }.map(\.value)
                        == absent.headers.filter { $0.name.lowercased() != "date" }.map(\.value))
            }
        }
    }

    @Test func `Two tenants have the same external id, and neither sees the other's (statement 7)`() async throws {
        try await Self.lend { (world) async throws in
            try await world.add(2, to: world.acme)
            try await world.add(2, to: world.zenith)

            let first = try await world.acmeClient.send(.get, "/api/v1/campaigns?include=total")
            let second = try await world.zenithClient.send(.get, "/api/v1/campaigns?include=total")

            let ids = [first, second].map { Set(($0.json["data"]?.array ?? []).compactMap { $0["id"]?.string }) }
            #expect([first, second].map { $0.json["total"]?["count"]?.integer } == [2, 2])
            #expect(ids[0].isDisjoint(with: ids[1]))
        }
    }

    @Test func `The stored document is the row, after every change`() async throws {
        try await Self.lend { (world) async throws in
            try await world.add(1, to: world.acme)
            let id = try #require(try await world.ids().first)
            let changes = [
                "name = 'Sömmer \"sale\" \\ 2026', status = 'paused', raw_status = 'PAUSED'",
                "daily_budget_micros = 1234567, lifetime_budget_micros = NULL",
                "currency = 'JPY', daily_budget_micros = 5000000", "currency = 'KWD', lifetime_budget_micros = 9007199254740993000",
                "start_day = '2026-01-01', end_day = '2026-12-31', platform_updated_at = '2026-05-01 12:34:56.789+02'",
                "name = NULL, status = NULL, currency = NULL",
            ]
            for change in changes {
                try await world.test.execute(
                    "SET timezone = 'Asia/Tokyo'; UPDATE marketing.campaigns SET \(change), updated_at = now() WHERE id = '\(id)'")
                let row = try await world.test.query(
                    """
                    SELECT name, status, currency, daily_budget_micros, lifetime_budget_micros, start_day, end_day, platform_updated_at, updated_at
                    FROM marketing.campaigns WHERE id = \(CampaignID(id))
                    """)[0].decode(
                        String?.self, String?.self, String?.self, Int64?.self, Int64?.self, Day?.self, Day?.self, Instant?.self, Instant.self)

                let answer = try await world.acmeClient.send(.get, "/api/v1/campaigns/\(id)")

                #expect(answer.status == 200, "\(answer.text)")
                let json = answer.json
                #expect(json["name"]?.string == row.0)
                #expect(json["status"]?.string == row.1)
                #expect(json["daily_budget"]?["amount_micros"]?.string == (row.2 == nil ? nil : row.3.map(String.init)))
                #expect(json["lifetime_budget"]?["amount_micros"]?.string == (row.2 == nil ? nil : row.4.map(String.init)))
                #expect(json["start_day"]?.string == row.5?.description)
                #expect(json["end_day"]?.string == row.6?.description)
                #expect(json["platform_updated_at"]?.string.flatMap { Instant($0) } == row.7)
                #expect(json["updated_at"]?.string.flatMap { Instant($0) } == row.8)
                if let micros = row.3, let code = row.2, let currency = Currency(code) {
                    #expect(json["daily_budget"]?["display"]?.string == Money(micros: micros, currency: currency).display)
                }
            }
        }
    }

    @Test func `A deleted campaign is not there`() async throws {
        try await Self.lend { (world) async throws in
            try await world.add(1, to: world.acme)
            let id = try #require(try await world.ids().first)
            try await world.test.execute("UPDATE marketing.campaigns SET is_deleted = true")

            let one = try await world.acmeClient.send(.get, "/api/v1/campaigns/\(id)")
            let performance = try await world.acmeClient.send(.get, "/api/v1/campaigns/\(id)/performance")

            #expect([one.status, performance.status] == [404, 404])
        }
    }

    @Test func `Every endpoint of campaigns asks for its permission (statement 8)`() async throws {
        try await Self.lend { (world) async throws in
            let expected = ["GET /api/v1/campaigns", "GET /api/v1/campaigns/{id}", "GET /api/v1/campaigns/{id}/performance"]

            #expect(Set(world.endpoints.map { "\($0.method.rawValue) \($0.path)" }) == Set(expected))
            for endpoint in world.endpoints {
                let path = endpoint.path.replacing("{id}", with: CampaignID().description)
                let nobody = try await world.client.send(.get, path)
                let nothing = try await world.client.authorized("nothing").send(.get, path)
                let reader = try await world.acmeClient.send(.get, path)
                #expect(endpoint.permission?.text == "campaigns:read")
                #expect([nobody.status, nothing.status] == [401, 403])
                #expect([200, 404].contains(reader.status))
            }
        }
    }
}
