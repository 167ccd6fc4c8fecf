import Core
import Postgres
import Sealing
import Testing
import Web

@testable import Commerce

@Suite struct CommerceTests {
    /// Two tenants with orders, customers and products over HTTP; tokens `acme`, `zenith`, `nothing`.
    struct World: Sendable {
        let test: TestDatabase
        let client: WebTestClient
        let acme: TenantID
        let zenith: TenantID
        let keyrings: [TenantID: TenantKeyring]
        let audit: RecordedAudit
        let endpoints: [Endpoint]

        var acmeClient: WebTestClient { client.authorized("acme") }
        var zenithClient: WebTestClient { client.authorized("zenith") }

        func addOrders(_ count: Int, to tenant: TenantID, prefix: String = "o") async throws {
            try await test.execute(
                """
                INSERT INTO commerce.orders (
                  tenant_id, id, platform, external_id, connection_id, number, customer_external_id, placed_at, day, currency, total_micros, quantity, is_test,
                  cancelled_at, is_deleted)
                SELECT '\(tenant)', gen_random_uuid(), CASE WHEN n % 3 = 0 THEN 'shopify' ELSE 'files' END, '\(prefix)' || n,
                  '00000000-0000-7000-8000-00000000000a', '#' || n, CASE WHEN n % 7 > 0 THEN 'k' || (n % 40) END,
                  '2026-03-01'::timestamptz + (n / 5) * interval '1 hour', ('2026-03-01'::timestamp + (n / 5) * interval '1 hour')::date,
                  CASE WHEN n % 4 = 0 THEN 'USD' ELSE 'EUR' END, n * 1230001, n % 5, n % 11 = 0, CASE WHEN n % 13 = 0 THEN now() END, n % 17 = 0
                FROM generate_series(1, \(count)) n
                """)
        }

        func addCustomer(_ external: String, email: String, to tenant: TenantID) async throws -> CustomerID {
            let id = CustomerID()
            let keys = try #require(keyrings[tenant])
            let sealed = hexadecimal(try keys.seal(email, in: FieldPlace(table: "commerce.customers", column: "email", row: id)))
            let index = hexadecimal(keys.blindIndex.digest(of: BlindIndex.normalizedEmail(email), column: "email"))
            try await test.execute(
                """
                INSERT INTO commerce.customers (tenant_id, id, platform, external_id, connection_id, email_sealed, email_index, orders_count, spent_micros, currency)
                VALUES ('\(tenant)', '\(id)', 'shopify', '\(external)', '00000000-0000-7000-8000-00000000000a', '\\x\(sealed)', '\\x\(index)', 3, 4500000, 'EUR')
                """)
            return id
        }
    }

    actor RecordedAudit: AuditSink {
        private(set) var events: [AuditEvent] = []
        func record(_ event: AuditEvent) { events.append(event) }
    }

    static let id = ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"]

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
            let masters = try MasterKeys(parsing: Secret(String(repeating: "ab", count: 32)))
            let keyrings = try [acme, zenith].reduce(into: [TenantID: TenantKeyring]()) {
                $0[$1] = try #require(TenantKeyring([masters.makeTenantKey($1)]))
            }
            let all: Set<Permission> = [.commerceRead, .customersRead]
            let callers = KnownTokens([
                "acme": Principal(tenant: acme, subject: .user(UserID()), permissions: all),
                "zenith": Principal(tenant: zenith, subject: .user(UserID()), permissions: all),
                "orders": Principal(tenant: acme, subject: .user(UserID()), permissions: [.commerceRead]),
                "nothing": Principal(tenant: acme, subject: .apiKey(APIKeyID())),
            ])
            let endpoints = Commerce(database: database, keyring: { keyrings[$0].unsafelyUnwrapped }).endpoints
            let audit = RecordedAudit()
            try await WebApplication.test(endpoints, authenticator: callers, audit: audit) { client in
                try await body(World(test: test, client: client, acme: acme, zenith: zenith, keyrings: keyrings, audit: audit, endpoints: endpoints))
            }
        } catch {
            await database.close()
            try? await test.drop()
            throw error
        }
        await database.close()
        try await test.drop()
    }

    @Test func `Pages over a thousand orders give each of them once, newest first, also among new ones`() async throws {
        try await Self.lend { (world) async throws in
            try await world.addOrders(1_100, to: world.acme)
            try await world.addOrders(5, to: world.zenith)
            let expected = try await world.test.query(
                "SELECT id::text FROM commerce.orders WHERE tenant_id = \(world.acme) AND NOT is_deleted ORDER BY placed_at DESC, id DESC"
            ).decode(String.self)

            var seen: [String] = []
            var cursor: String?
            repeat {
                let answer = try await world.acmeClient.send(.get, "/api/v1/orders?limit=170" + (cursor.map { "&cursor=\($0)" } ?? ""))
                try #require(answer.status == 200, "\(answer.text)")
                let json = answer.json
                seen += (json["data"]?.array ?? []).compactMap { $0["id"]?.string }
                cursor = json["next_cursor"]?.string
                try await world.test.execute(
                    """
                    INSERT INTO commerce.orders (tenant_id, id, platform, external_id, connection_id, placed_at, day, currency, total_micros)
                    VALUES ('\(world.acme)', gen_random_uuid(), 'files', 'new\(seen.count)', gen_random_uuid(), now() + interval '1 day', '2026-12-01', 'EUR', 1)
                    """)
            } while cursor != nil

            #expect(seen == expected)
        }
    }

    @Test(arguments: [
        ("", "true"), ("platform=shopify", "platform = 'shopify'"), ("customer_external_id=k3", "customer_external_id = 'k3'"),
        ("since=2026-03-02&until=2026-03-04", "day BETWEEN '2026-03-02' AND '2026-03-04'"), ("platform=none", "false"),
        ("connection_id=00000000-0000-7000-8000-00000000000a&since=2026-03-03", "day >= '2026-03-03'"),
    ])
    func `The total of a list is exact: orders, customers and revenue by currency`(query: String, condition: String) async throws {
        try await Self.lend { (world) async throws in
            try await world.addOrders(460, to: world.acme)
            try await world.addOrders(90, to: world.zenith)
            try await world.test.execute(
                """
                CREATE TABLE public.expected AS SELECT * FROM commerce.orders WHERE tenant_id = '\(world.acme)' AND NOT is_deleted AND \(condition);
                """)
            let (orders, customers) = try await world.test.query("SELECT count(*), count(DISTINCT customer_external_id) FROM public.expected")[0]
                .decode(Int64.self, Int64.self)
            let revenue = try await world.test.query(
                "SELECT currency, sum(total_micros)::text FROM public.expected WHERE NOT is_test AND cancelled_at IS NULL GROUP BY 1 ORDER BY 1"
            ).decode(String.self, String.self)

            let answer = try await world.acmeClient.send(.get, "/api/v1/orders?include=total&limit=1&\(query)")

            let total = answer.json["total"]
            #expect(answer.status == 200, "\(answer.text)")
            #expect(total?["count"]?.integer == orders)
            #expect(total?["customers"]?.integer == customers)
            #expect((total?["revenue"]?.array ?? []).map { $0["currency"]?.string } == revenue.map { $0.0 })
            #expect((total?["revenue"]?.array ?? []).map { $0["amount_micros"]?.string } == revenue.map { $0.1 })
        }
    }

    @Test func `One order comes with its lines and refunds, and not with those of others`() async throws {
        try await Self.lend { (world) async throws in
            try await world.addOrders(2, to: world.acme)
            let ids = try await world.test.query("SELECT id FROM commerce.orders ORDER BY external_id").decode(OrderID.self)
            try await world.test.execute(
                """
                INSERT INTO commerce.order_lines (tenant_id, id, order_id, external_id, sku, quantity, unit_micros, total_micros, currency, is_deleted)
                SELECT '\(world.acme)', gen_random_uuid(), o.id, 'l' || n, 'SKU', n, 1500000, n * 1500000, 'EUR', n = 3
                FROM commerce.orders o, generate_series(1, 3) n;
                INSERT INTO commerce.refunds (tenant_id, id, order_id, external_id, amount_micros, currency, refunded_at, day)
                VALUES ('\(world.acme)', gen_random_uuid(), '\(ids[0])', 'r1', 990000, 'EUR', '2026-03-05 10:00+00', '2026-03-05');
                """)

            let answer = try await world.acmeClient.send(.get, "/api/v1/orders/\(ids[0])")

            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["order"]?["id"]?.string == ids[0].description)
            #expect(answer.json["lines"]?.array?.map { $0["external_id"]?.string } == ["l1", "l2"])
            #expect(answer.json["lines"]?.array?.last?["total"]?["display"]?.string == "3.00")
            #expect(answer.json["refunds"]?.array?.map { $0["amount"]?["amount_micros"]?.string } == ["990000"])
        }
    }

    @Test func `Another tenant's order and customer are answered with the very bytes of absent ones (statement 1)`() async throws {
        try await Self.lend { (world) async throws in
            try await world.addOrders(1, to: world.acme)
            let order = try await world.test.query("SELECT id FROM commerce.orders")[0].decode(OrderID.self)
            let customer = try await world.addCustomer("k1", email: "ann@example.com", to: world.acme)
            for (path, theirs) in [("orders", order.description), ("customers", customer.description)] {
                let own = try await world.acmeClient.send(.get, "/api/v1/\(path)/\(theirs)")
                let foreign = try await world.zenithClient.send(.get, "/api/v1/\(path)/\(theirs)", headers: Self.id)
                let absent = try await world.zenithClient.send(.get, "/api/v1/\(path)/\(OrderID())", headers: Self.id)
                #expect(own.status == 200, "\(own.text)")
                #expect(foreign.status == 404)
                #expect(foreign.body == absent.body)
            }
        }
    }

    @Test func `Filters by another tenant's ids and cursors of another tenant give nothing (statements 2 and 3)`() async throws {
        try await Self.lend { (world) async throws in
            try await world.addOrders(60, to: world.acme)
            let cursor = try #require(try await world.acmeClient.send(.get, "/api/v1/orders?limit=5").json["next_cursor"]?.string)

            let filtered = try await world.zenithClient.send(.get, "/api/v1/orders?connection_id=00000000-0000-7000-8000-00000000000a&include=total")
            let continued = try await world.zenithClient.send(.get, "/api/v1/orders?limit=5&cursor=\(cursor)")

            #expect(filtered.json["data"] == [])
            #expect(filtered.json["total"]?["count"]?.integer == 0)
            #expect(continued.status == 422 || continued.status == 400)
        }
    }

    @Test func `Two tenants have orders with the same external id (statement 7)`() async throws {
        try await Self.lend { (world) async throws in
            try await world.addOrders(3, to: world.acme)
            try await world.addOrders(3, to: world.zenith)

            let answers = [try await world.acmeClient.send(.get, "/api/v1/orders"), try await world.zenithClient.send(.get, "/api/v1/orders")]
            let ids = answers.map { Set(($0.json["data"]?.array ?? []).compactMap { $0["id"]?.string }) }

            #expect(ids.map(\.count) == [3, 3])
            #expect(ids[0].isDisjoint(with: ids[1]))
        }
    }

    @Test func `Customers are found by their address, opened for who may see them, and their reading is an audit event`() async throws {
        try await Self.lend { (world) async throws in
            let ann = try await world.addCustomer("k1", email: "Ann@example.com", to: world.acme)
            _ = try await world.addCustomer("k2", email: "bob@example.com", to: world.acme)
            _ = try await world.addCustomer("k1", email: "ann@example.com", to: world.zenith)

            let found = try await world.acmeClient.send(.get, "/api/v1/customers?email=ANN@example.com")
            let one = try await world.acmeClient.send(.get, "/api/v1/customers/\(ann)")
            let list = try await world.acmeClient.send(.get, "/api/v1/customers?limit=1")
            let rest = try await world.acmeClient.send(.get, "/api/v1/customers?limit=1&cursor=\(list.json["next_cursor"]?.string ?? "")")

            #expect(found.json["data"]?.array?.map { $0["id"]?.string } == [ann.description])
            #expect(one.json["email"]?.string == "Ann@example.com")
            #expect(one.json["spent"]?["display"]?.string == "4.50")
            #expect(rest.json["data"]?.array?.count == 1)
            #expect(rest.json["next_cursor"] == .null)
            #expect(await world.audit.events.map(\.action) == ["customers.list", "customers.read", "customers.list", "customers.list"])
        }
    }

    @Test func `A sealed address in another row does not open (statement 36)`() async throws {
        try await Self.lend { (world) async throws in
            let ann = try await world.addCustomer("k1", email: "ann@example.com", to: world.acme)
            let bob = try await world.addCustomer("k2", email: "bob@example.com", to: world.acme)
            try await world.test.execute(
                "UPDATE commerce.customers SET email_sealed = (SELECT email_sealed FROM commerce.customers WHERE id = '\(ann)') WHERE id = '\(bob)'")

            let answer = try await world.acmeClient.send(.get, "/api/v1/customers/\(bob)")

            #expect(answer.status == 500)
            #expect(!answer.text.contains("ann"))
        }
    }

    @Test func `Products of all shops come in pages`() async throws {
        try await Self.lend { (world) async throws in
            try await world.test.execute(
                """
                INSERT INTO commerce.products (tenant_id, id, platform, external_id, connection_id, title, variants, platform_updated_at)
                SELECT '\(world.acme)', gen_random_uuid(), CASE WHEN n % 2 = 0 THEN 'shopify' ELSE 'files' END, 'p' || n, gen_random_uuid(), 'Title ' || n,
                  '[{"id": "v1", "price_micros": 1000000}]', now()
                FROM generate_series(1, 30) n
                """)

            let first = try await world.acmeClient.send(.get, "/api/v1/products?limit=20")
            let second = try await world.acmeClient.send(.get, "/api/v1/products?limit=20&cursor=\(first.json["next_cursor"]?.string ?? "")")
            let shopify = try await world.acmeClient.send(.get, "/api/v1/products?platform=shopify")
            let other = try await world.zenithClient.send(.get, "/api/v1/products")

            #expect(first.status == 200, "\(first.text)")
            #expect([first, second, shopify, other].map { $0.json["data"]?.array?.count } == [20, 10, 15, 0])
        }
    }

    @Test(arguments: ["colour=red", "since=yesterday", "connection_id=1", "include=all", "limit=1000"])
    func `Unknown and impossible parameters are refused`(query: String) async throws {
        try await Self.lend { (world) async throws in
            let answer = try await world.acmeClient.send(.get, "/api/v1/orders?\(query)")

            #expect(answer.status == 422)
        }
    }

    @Test func `Every endpoint of commerce asks for its permission (statement 8)`() async throws {
        try await Self.lend { (world) async throws in
            let expected = [
                "GET /api/v1/orders": "commerce:read", "GET /api/v1/orders/{id}": "commerce:read", "GET /api/v1/products": "commerce:read",
                "GET /api/v1/customers": "customers:read", "GET /api/v1/customers/{id}": "customers:read",
            ]

            #expect(Dictionary(uniqueKeysWithValues: world.endpoints.map { ("\($0.method.rawValue) \($0.path)", $0.permission?.text) }) == expected)
            for endpoint in world.endpoints {
                let path = endpoint.path.replacing("{id}", with: OrderID().description)
                let nobody = try await world.client.send(.get, path)
                let nothing = try await world.client.authorized("nothing").send(.get, path)
                let orders = try await world.client.authorized("orders").send(.get, path)
                #expect([nobody.status, nothing.status] == [401, 403])
                #expect((orders.status == 403) == path.contains("customers"))
            }
        }
    }
}
