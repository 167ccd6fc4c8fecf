import Core
import Postgres

@testable import Web

/// Ids of things that one tenant has, by the word that names them in paths.
struct ForeignThings: Sendable {
    let ids: [String: String]

    /// Words whose ids belong to no tenant: what connectors there are, and what problems mean, is the same for all.
    static let shared: Set = ["connectors", "problems", "assets"]

    private static let tables: [(kind: String, table: Query)] = [
        ("connections", "ingest.connections"), ("syncs", "ingest.syncs"), ("uploads", "ingest.uploads"), ("campaigns", "marketing.campaigns"),
        ("accounts", "marketing.ad_accounts"),
        ("orders", "commerce.orders"), ("customers", "commerce.customers"), ("products", "commerce.products"), ("users", "identity.users"),
        ("api-keys", "identity.api_keys"), ("sessions", "identity.sessions"), ("jobs", "jobs.jobs"),
        ("deliveries", "ingest.deliveries"),
    ]

    /// One of each kind that the tenant has.
    /// - Parameter hook: of one of its connections; its address names no row.
    init(of tenant: TenantID, hook: ShopHook, in database: ProductDatabase) async throws {
        var ids = ["hooks": hook.connection, "{connection}": hook.token]
        for (kind, table) in Self.tables {
            let rows = try await database.rows("SELECT id::text FROM \(table) WHERE tenant_id = \(tenant) ORDER BY id LIMIT 1")
            if let row = rows.first { ids[kind] = try row.decode(String.self) }
        }
        self.ids = ids
    }

    /// The ids that a path asks for; `nil` where it asks for none of a tenant's.
    /// - Throws: for a word that nobody has told this about: a new route must not go untested.
    func path(_ operation: Outline.Operation) throws -> [String]? {
        let kinds = operation.kinds
        guard !kinds.isEmpty, !kinds.allSatisfy({ Self.shared.contains($0) }) else { return nil }
        return try kinds.map { kind in
            guard let id = ids[kind] else { throw UnknownKind(operation: operation.description, kind: kind) }
            return id
        }
    }

    struct UnknownKind: Error, CustomStringConvertible {
        let operation: String
        let kind: String

        var description: String { "\(operation): no id of \(kind) is known; add its table to ForeignThings" }
    }
}
