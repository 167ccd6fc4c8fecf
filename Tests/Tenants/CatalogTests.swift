import Core
import Postgres
import Testing

@testable import Tenants

/// What isolation rests on, read from PostgreSQL's own catalog.
@Suite struct CatalogTests {
    static let schemas = "('core', 'identity', 'ingest', 'marketing', 'commerce', 'metrics', 'insight', 'engage', 'audit', 'jobs')"
    static let tables = """
        SELECT c.oid, c.oid::regclass::text AS name, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text AS owner,
          CASE WHEN c.oid = 'core.tenants'::regclass THEN 'id' ELSE 'tenant_id' END AS tenant
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname IN \(schemas)
        """

    /// Tables that know no tenant: each with its reason.
    static let withoutTenant = [
        // Which migrations ran.
        "core.schema_migrations",
        // Which schedules of the product itself ran last.
        "jobs.schedules",
    ]

    func lines(_ test: TestDatabase, _ sql: String) async throws -> [String] {
        try await test.execute("CREATE TABLE public.found AS SELECT x::text AS line FROM (\(sql)) s (x)")
        let found = try await test.query("SELECT line FROM public.found ORDER BY line").decode(String.self)
        try await test.execute("DROP TABLE public.found")
        return found
    }

    func lend(_ body: (TestDatabase) async throws -> Void) async throws {
        let test = try await TestPostgres.database(migrated: true)
        do { try await body(test) } catch {
            try? await test.drop()
            throw error
        }
        try await test.drop()
    }

    @Test func `Every table but the listed ones belongs to tenants, under forced row-level security with a restrictive guard (statement 4)`()
        async throws
    {
        try await lend { (test) async throws in
            let all = try await lines(test, "SELECT name FROM (\(Self.tables)) t")
            let free = try await lines(
                test,
                """
                SELECT name FROM (\(Self.tables)) t
                WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = t.tenant AND a.attnotnull)
                """)
            let open = try await lines(
                test,
                """
                SELECT name FROM (\(Self.tables)) t
                WHERE NOT (relrowsecurity AND relforcerowsecurity) OR owner <> 'tactics_owner'
                  OR NOT EXISTS (
                    SELECT FROM pg_policy p
                    WHERE p.polrelid = t.oid AND NOT p.polpermissive AND p.polcmd = '*' AND p.polroles = '{0}'
                      AND pg_get_expr(p.polqual, p.polrelid) = format('(%s = ( SELECT core.tenant() AS tenant))', t.tenant)
                      AND pg_get_expr(p.polwithcheck, p.polrelid) = format('(%s = ( SELECT core.tenant() AS tenant))', t.tenant))
                """)

            #expect(all.count > 30)
            #expect(Set(free).isSubset(of: Self.withoutTenant), "\(free)")
            #expect(Set(open).isSubset(of: Self.withoutTenant), "\(open)")
        }
    }

    @Test func `The tenant comes first in every primary key, unique index and foreign key (statement 4)`() async throws {
        try await lend { (test) async throws in
            let unique = try await lines(
                test,
                """
                SELECT i.indexrelid::regclass FROM (\(Self.tables)) t
                JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = t.tenant
                WHERE i.indkey[0] <> a.attnum
                """)
            let keyless = try await lines(
                test,
                """
                SELECT name FROM (\(Self.tables)) t
                WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)
                """)
            let foreign = try await lines(
                test,
                """
                SELECT conname FROM (\(Self.tables)) t
                JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = t.tenant
                WHERE k.conkey[1] <> a.attnum
                """)

            // The one name that is unique over all tenants is what a tenant is found by; the application can not look through it.
            #expect(unique.filter { $0 != "core.tenants_slug_key" }.isEmpty, "\(unique)")
            #expect(keyless.isEmpty, "\(keyless)")
            #expect(foreign.isEmpty, "\(foreign)")
        }
    }

    @Test func `The application's role owns nothing, bypasses nothing and may neither create nor truncate (statement 5)`() async throws {
        try await lend { (test) async throws in
            let attributes = try await lines(
                test,
                """
                SELECT rolname FROM pg_roles
                WHERE rolname IN ('tactics_app', 'tactics_platform') AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolinherit OR rolreplication)
                """)
            let memberships = try await lines(
                test, "SELECT roleid::regrole FROM pg_auth_members WHERE member IN ('tactics_app'::regrole, 'tactics_platform'::regrole)")
            let owned = try await lines(
                test,
                """
                SELECT c.oid::regclass FROM pg_class c WHERE c.relowner IN ('tactics_app'::regrole, 'tactics_platform'::regrole)
                  AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg_%')
                """)
            let rights = try await lines(
                test,
                """
                SELECT format('%s %s', role, name) FROM (\(Self.tables)) t, unnest(ARRAY['tactics_app', 'tactics_platform']) role
                WHERE has_table_privilege(role, t.oid, 'TRUNCATE') OR has_table_privilege(role, t.oid, 'REFERENCES') OR has_table_privilege(role, t.oid, 'TRIGGER')
                """)
            let schemas = try await lines(
                test,
                """
                SELECT format('%s %s', role, nspname) FROM pg_namespace, unnest(ARRAY['tactics_app', 'tactics_platform']) role
                WHERE nspname NOT LIKE 'pg_%' AND has_schema_privilege(role, oid, 'CREATE')
                """)
            let platform = try await lines(
                test,
                """
                SELECT name FROM (\(Self.tables)) t
                WHERE has_any_column_privilege('tactics_platform', t.oid, 'SELECT') OR has_any_column_privilege('tactics_platform', t.oid, 'UPDATE')
                  OR has_any_column_privilege('tactics_platform', t.oid, 'INSERT') OR has_table_privilege('tactics_platform', t.oid, 'DELETE')
                """)

            #expect(attributes.isEmpty, "\(attributes)")
            #expect(memberships.isEmpty, "\(memberships)")
            #expect(owned.isEmpty, "\(owned)")
            #expect(rights.isEmpty, "\(rights)")
            #expect(schemas.isEmpty, "\(schemas)")
            #expect(Set(platform).isSubset(of: Self.withoutTenant), "\(platform)")
        }
    }

    @Test func `Views see with the eyes of who asks`() async throws {
        try await lend { (test) async throws in
            let views = try await lines(
                test,
                "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND n.nspname IN \(Self.schemas)"
            )
            let blind = try await lines(
                test,
                """
                SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('v', 'm') AND n.nspname IN \(Self.schemas)
                  AND NOT COALESCE('security_invoker=true' = ANY (c.reloptions), false)
                """)

            #expect(!views.isEmpty)
            #expect(blind.isEmpty, "\(blind)")
        }
    }

    @Test func `A statement without a tenant fails, and one with a tenant asks for it within its plan`() async throws {
        try await lend { (test) async throws in
            let database = test.database()
            let error = await #expect(throws: PostgresError.self) {
                _ = try await database.outsideTenants("SELECT count(*) FROM marketing.campaigns")
            }
            let plan = try await database.once(
                TenantID(), "EXPLAIN (VERBOSE, COSTS OFF) SELECT id FROM marketing.campaigns"
            ).decode(String.self).joined(separator: "\n")
            await database.close()

            #expect(error?.sqlState == "42501" && "\(error as Any)".contains("no tenant is set for this transaction"))
            #expect(plan.contains("current_setting") && !plan.contains("core.tenant()"), "\(plan)")
        }
    }

    @Test func `Partitions are not granted directly, and functions that cross tenants have a fixed search path (statement 4)`() async throws {
        try await lend { (test) async throws in
            let partitions = try await lines(
                test,
                "SELECT c.oid::regclass FROM pg_class c WHERE c.relispartition AND c.relkind = 'r' AND has_table_privilege('tactics_app', c.oid, 'SELECT, INSERT')"
            )
            let loose = try await lines(
                test,
                """
                SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname IN \(Self.schemas) AND p.prosecdef AND NOT COALESCE(p.proconfig::text LIKE '%search_path=%', false)
                """)
            let everyone = try await lines(
                test,
                """
                SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname IN \(Self.schemas) AND p.prosecdef AND has_function_privilege('public', p.oid, 'EXECUTE')
                """)
            let bypassing = try await lines(
                test,
                "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tactics%' AND rolbypassrls AND (rolname <> 'tactics_definer' OR rolcanlogin)")

            #expect(partitions.isEmpty, "\(partitions)")
            #expect(loose.isEmpty, "\(loose)")
            #expect(everyone.isEmpty, "\(everyone)")
            #expect(bypassing.isEmpty, "\(bypassing)")
        }
    }

    @Test func `The check of the running system finds nothing in a sound database, and each fault when it is made (statement 5)`() async throws {
        try await lend { (test) async throws in
            let app = test.database(poolSize: 1)
            func faults(_ database: Database) async throws -> [String] {
                try await database.outsideTenants("SELECT subject || ': ' || fault FROM core.isolation_faults() ORDER BY 1").decode(String.self)
            }
            #expect(try await faults(app).isEmpty)

            try await test.execute("DROP POLICY tenant_guard ON commerce.orders")
            let unguarded = try await faults(app)
            try await test.execute("ALTER TABLE identity.users DISABLE ROW LEVEL SECURITY")
            let disabled = try await faults(app)
            try await test.execute("ALTER TABLE audit.entries NO FORCE ROW LEVEL SECURITY")
            let unforced = try await faults(app)
            try await test.execute("CREATE TABLE engage.forgotten (tenant_id uuid PRIMARY KEY)")
            let forgotten = try await faults(app)
            try await test.execute("ALTER TABLE engage.forgotten OWNER TO tactics_app")
            let owned = try await faults(app)
            await app.close()

            #expect(unguarded == ["commerce.orders: no restrictive policy guards it"])
            #expect(disabled.contains("identity.users: row-level security is not enabled and forced"))
            #expect(unforced.contains("audit.entries: row-level security is not enabled and forced"))
            #expect(forgotten.filter { $0.hasPrefix("engage.forgotten") }.count == 2)
            #expect(owned.contains("engage.forgotten: it is owned by the role of this connection"))
        }
    }

    @Test func `A role that may become the owner, bypasses security or is superuser is found (statement 5)`() async throws {
        try await lend { (test) async throws in
            let member = "t_member_" + hexadecimal(UniqueID().bytes)
            let bypass = "t_bypass_" + hexadecimal(UniqueID().bytes)
            try await test.execute(
                """
                CREATE ROLE \(member) LOGIN NOINHERIT IN ROLE tactics_owner;
                CREATE ROLE \(bypass) LOGIN BYPASSRLS;
                GRANT USAGE ON SCHEMA core TO \(member), \(bypass);
                GRANT EXECUTE ON FUNCTION core.isolation_faults() TO \(member), \(bypass);
                """)
            var found: [[String]] = []
            for role in [member, bypass] {
                let database = test.database(poolSize: 1, user: role)
                found.append(try await database.outsideTenants("SELECT fault FROM core.isolation_faults()").decode(String.self))
                await database.close()
            }
            try await test.execute("DROP OWNED BY \(member), \(bypass); DROP ROLE \(member); DROP ROLE \(bypass)")

            #expect(found[0] == ["the role may become tactics_owner"])
            #expect(found[1].contains { $0.hasPrefix("the role is superuser, may bypass") })
        }
    }

    @Test func `Without a tenant every table refuses with 42501 (statement 6)`() async throws {
        try await lend { (test) async throws in
            let names = try await lines(
                test, "SELECT name FROM (\(Self.tables)) t WHERE relrowsecurity AND has_table_privilege('tactics_app', oid, 'SELECT')")
            let refused = try await test.database(poolSize: 1).countingRefusals(of: names)

            #expect(names.count > 20)
            #expect(refused == names.count)
        }
    }
}

extension Database {
    /// How many of the tables refuse to be read outside of a tenant.
    fileprivate func countingRefusals(of tables: [String]) async throws -> Int {
        var refused = 0
        for table in tables {
            do {
                _ = try await outsideTenants("SELECT query_to_xml('SELECT count(*) FROM ' || \(table), true, true, '')")
            } catch let error as PostgresError where error.sqlState == "42501" {
                refused += 1
            }
        }
        await close()
        return refused
    }
}
