import Core
package import Postgres
package import Web

/// The tenants: what they are, their data keys, and how a manifest makes them.
package struct Tenants: Sendable {
    private let database: Database

    package init(database: Database) { self.database = database }

    package var endpoints: [Endpoint] { TenantRoutes(database: database).endpoints }
}

extension Access where Self == Permission {
    /// May see the tenant's own settings and limits.
    package static var tenantRead: Permission { Permission("tenant:read") }
    /// May change the tenant's own settings.
    package static var tenantWrite: Permission { Permission("tenant:write") }
}
