import Core
import Postgres
import Web

/// A product as the API shows it: its JSON is built by PostgreSQL, this declares its shape.
struct Product: Sendable {
    let id: ProductID
    let platform: String
    let externalID: String
    let connectionID: ConnectionID
    let title: String?
    let handle: String?
    let status: String?
    let vendor: String?
    let productType: String?
    let variants: JSON?
    let platformCreatedAt: Instant?
    let platformUpdatedAt: Instant?
}

extension Schema where Value == Product {
    static let product = Schema.record(
        "Product",
        field("id", \.id, .id(), "The product's id here; it stays the same over all syncs."),
        field("platform", \.platform, .string(), "The connector that brought it."),
        field("external_id", \.externalID, .string(), "The platform's own id."),
        field("connection_id", \.connectionID, .id(), "The connection that owns it."),
        field("title", \.title, .nullable(.string()), "Its name."),
        field("handle", \.handle, .nullable(.string()), "Its name in addresses."),
        field("status", \.status, .nullable(.string()), "The platform's word for its state."),
        field("vendor", \.vendor, .nullable(.string()), "Who makes it."),
        field("product_type", \.productType, .nullable(.string()), "The shop's own kind."),
        field("variants", \.variants, .nullable(.json), "Its variants: id, sku, price_micros, cost_micros, inventory."),
        field("platform_created_at", \.platformCreatedAt, .nullable(.instant), "When the platform first saw it."),
        field("platform_updated_at", \.platformUpdatedAt, .nullable(.instant), "When the platform last changed it."))
}

/// HTTP and SQL of products.
struct ProductRoutes {
    let database: Database

    var endpoints: [Endpoint] { [list] }

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/products", permission: .commerceRead, summary: "List products", tag: "Commerce",
            query: .page(parameter("platform", .optional(.string(min: 1, max: 64)), "Only products of this platform.")), output: .page(of: .product)
        ) { call in
            let (page, platform) = call.query
            let rows = try await database.once(call.tenant, Self.page(call.tenant, platform: platform, page))
            return try Listing(documents: rows.count, limit: page.limit) { index in
                ["id": .string(try rows[index].decode(ProductID.self).description)]
            } write: { index, writer in
                try rows[index].withUnsafeBytes(at: 1) { writer.raw($0) }
            }
        }
    }

    /// By id, one row more than asked for. A row is (id, document).
    private static func page(_ tenant: TenantID, platform: String?, _ page: PageRequest) -> Query {
        let after = page.after?["id"]?.string.flatMap { ProductID($0) }
        let position: Query = after.map { " AND id > \($0)" } ?? ""
        let only: Query = platform.map { " AND platform = \($0)" } ?? ""
        return """
            SELECT p.id, row_to_json(p)
            FROM (
              SELECT id, platform, external_id, connection_id, title, handle, status, vendor, product_type, variants,
                platform_created_at, platform_updated_at
              FROM commerce.products
              WHERE tenant_id = \(tenant)
                AND NOT is_deleted\(only)\(position)
              ORDER BY id
              LIMIT \(page.limit + 1)
            ) p
            ORDER BY p.id
            """
    }
}
