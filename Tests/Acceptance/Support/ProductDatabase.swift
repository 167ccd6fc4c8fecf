import Core
import Foundation

@testable import App
@testable import Postgres

/// The product's own PostgreSQL, seen by its administrator: past row-level security, to count and to compare. Every query has a connection of its
/// own, so that nothing of it outlives a server that a test kills.
struct ProductDatabase: Sendable {
    private let database: TestDatabase

    /// - Parameter name: another database of the same server.
    init(_ product: RunningProduct, database name: String = "tactics") throws {
        let server = try DatabaseConfiguration(
            url: Self.url(product, role: "postgres", password: Credentials.load(product.layout).postgresAdmin), poolSize: 1,
            statementTimeout: .seconds(120), connectTimeout: .seconds(10), applicationName: "acceptance")
        database = TestDatabase(configuration: server.with(database: name), server: server, name: name)
    }

    static func url(_ product: RunningProduct, role: String, password: String, database: String = "tactics") -> String {
        let host = product.layout.postgresSocketFolder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "postgres://\(role):\(password)@/\(database)?host=\(host)&port=5432"
    }

    @discardableResult
    func rows(_ query: Query) async throws -> Rows { try await database.query(query) }

    func value<Value: PostgresDecodable & Sendable>(_ query: Query, as type: Value.Type = Value.self) async throws -> Value {
        guard let row = try await rows(query).first else { throw PostgresError(.misuse, "the query gave no row") }
        return try row.decode(Value.self)
    }

    /// Statements that need no answer, as they stand.
    func execute(_ script: String) async throws { try await database.execute(script) }

    func drop() async throws { try await database.drop() }
}

extension ProductDatabase {
    /// Every table that holds tenants' rows, as `schema.table`, with the column that names the tenant. Partitions count with their parent.
    func tenantTables() async throws -> [(table: String, column: String)] {
        let rows = try await rows(
            """
            SELECT c.oid::regclass::text, CASE WHEN c.oid = 'core.tenants'::regclass THEN 'id' ELSE 'tenant_id' END
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p')
              AND NOT c.relispartition
              AND n.nspname IN ('core', 'identity', 'ingest', 'marketing', 'commerce', 'metrics', 'insight', 'engage', 'audit', 'jobs')
              AND (c.oid = 'core.tenants'::regclass
                OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped))
            ORDER BY 1
            """)
        return try rows.decode(String.self, String.self).map { (table: $0.0, column: $0.1) }
    }

    /// A digest of every row of a tenant in every table.
    func checksum(of tenant: TenantID, except: Set<String> = []) async throws -> [String: String] {
        var sums: [String: String] = [:]
        for (table, column) in try await tenantTables() where !except.contains(table) {
            let query =
                Query(
                    unchecked:
                        "SELECT count(*) || ':' || md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM \(table) t WHERE \(column) = "
                )
                + "\(tenant)"
            sums[table] = try await value(query, as: String.self)
        }
        return sums
    }

    /// A digest of all orders of a tenant, every column but the time of storing.
    func ordersChecksum(_ tenant: TenantID) async throws -> String {
        try await value(
            """
            SELECT count(*) || ':' || md5(coalesce(string_agg((to_jsonb(o) - 'stored_at')::text, E'\\n' ORDER BY o.id), ''))
            FROM commerce.orders o
            WHERE o.tenant_id = \(tenant)
            """)
    }

    /// A digest of the orders' row versions: it changes with any write, even one of the same values.
    func orderVersions(_ tenant: TenantID) async throws -> String {
        try await value(
            """
            SELECT count(*) || ':' || md5(coalesce(string_agg(o.id || ' ' || o.xmin || ' ' || o.ctid, E'\\n' ORDER BY o.id), ''))
            FROM commerce.orders o
            WHERE o.tenant_id = \(tenant)
            """)
    }
}
