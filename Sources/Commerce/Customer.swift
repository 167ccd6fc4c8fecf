import Core
import Postgres
import Sealing
import Web

/// A customer as the API shows them, personal fields opened.
struct Customer: Sendable {
    let id: CustomerID
    let platform: String
    let externalID: String
    let connectionID: ConnectionID
    let email: String?
    let phone: String?
    let firstName: String?
    let lastName: String?
    let ordersCount: Int64?
    let spent: Money?
    let country: String?
    let platformCreatedAt: Instant?
    let platformUpdatedAt: Instant?
}

extension Schema where Value == Customer {
    static let customer = Schema.record(
        "Customer",
        field("id", \.id, .id(), "The customer's id here; it stays the same over all syncs."),
        field("platform", \.platform, .string(), "The connector that brought them."),
        field("external_id", \.externalID, .string(), "The platform's own id."),
        field("connection_id", \.connectionID, .id(), "The connection that owns them."),
        field("email", \.email, .nullable(.string()), "Personal: stored sealed."),
        field("phone", \.phone, .nullable(.string()), "Personal: stored sealed."),
        field("first_name", \.firstName, .nullable(.string()), "Personal: stored sealed."),
        field("last_name", \.lastName, .nullable(.string()), "Personal: stored sealed."),
        field("orders_count", \.ordersCount, .nullable(.integer()), "As the platform counts."),
        field("spent", \.spent, .nullable(.money), "As the platform counts."),
        field("country", \.country, .nullable(.string()), "ISO 3166-1, two letters."),
        field("platform_created_at", \.platformCreatedAt, .nullable(.instant), "When the platform first saw them."),
        field("platform_updated_at", \.platformUpdatedAt, .nullable(.instant), "When the platform last changed them."))
}

extension Customer {
    /// The columns of `CustomerStore`, in their order.
    init(_ row: Row, _ keyring: TenantKeyring) throws {
        let values = try row.decode(
            CustomerID.self, String.self, String.self, ConnectionID.self, [UInt8]?.self, [UInt8]?.self, [UInt8]?.self, [UInt8]?.self,
            Int64?.self, Int64?.self, String?.self, String?.self, Instant?.self, Instant?.self)
        let id = values.0
        func opened(_ sealed: [UInt8]?, _ column: StaticString) throws -> String? {
            try sealed.map { try keyring.openText($0, in: FieldPlace(table: "commerce.customers", column: column, row: id)).reveal() }
        }
        let currency = values.10.flatMap { Currency($0) }
        self.init(
            id: id, platform: values.1, externalID: values.2, connectionID: values.3,
            email: try opened(values.4, "email"), phone: try opened(values.5, "phone"),
            firstName: try opened(values.6, "first_name"), lastName: try opened(values.7, "last_name"),
            ordersCount: values.8, spent: values.9.flatMap { micros in currency.map { Money(micros: micros, currency: $0) } },
            country: values.11, platformCreatedAt: values.12, platformUpdatedAt: values.13)
    }
}

/// The SQL of customers.
enum CustomerStore {
    private static let columns: Query = """
        id, platform, external_id, connection_id, email_sealed, phone_sealed, first_name_sealed, last_name_sealed,
        orders_count, spent_micros, currency, country, platform_created_at, platform_updated_at
        """

    /// By id, one row more than asked for.
    static func page(_ tenant: TenantID, emailIndex: [UInt8]?, _ page: PageRequest) -> Query {
        let after = page.after?["id"]?.string.flatMap { CustomerID($0) }
        let position: Query = after.map { " AND id > \($0)" } ?? ""
        let email: Query = emailIndex.map { " AND email_index = \($0)" } ?? ""
        return """
            SELECT \(columns)
            FROM commerce.customers
            WHERE tenant_id = \(tenant)
              AND NOT is_deleted\(email)\(position)
            ORDER BY id
            LIMIT \(page.limit + 1)
            """
    }

    static func one(_ tenant: TenantID, _ id: CustomerID) -> Query {
        """
        SELECT \(columns)
        FROM commerce.customers
        WHERE tenant_id = \(tenant)
          AND id = \(id)
          AND NOT is_deleted
        """
    }
}
