import Core

@testable import Postgres

/// What of a tenant's rows stands in the product's database, a line for each, to be held against the truth.
struct StoredFigures: Sendable {
    private let database: ProductDatabase
    let tenant: TenantID

    init(of slug: String) async throws {
        let product = try await SharedProduct.get()
        database = try ProductDatabase(product)
        tenant = try product.tenant(slug).id
    }

    /// The only column of a query's rows.
    func lines(_ query: Query) async throws -> [String] { try await database.rows(query).decode(String.self) }

    /// Members of the records of a connector's own stream, as texts.
    func records(_ stream: String, _ members: [String]) async throws -> [String] {
        let parts = try await database.rows(
            """
            SELECT concat_ws('|', VARIADIC ARRAY(
              SELECT coalesce(r.document ->> m.name, '-')
              FROM unnest(string_to_array(\(members.joined(separator: ",")), ',')) WITH ORDINALITY AS m (name, place)
              ORDER BY m.place))
            FROM ingest.records r
            WHERE r.tenant_id = \(tenant)
              AND r.stream = \(stream)
            """)
        return try parts.decode(String.self)
    }
}
