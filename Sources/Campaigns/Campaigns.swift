package import Postgres
package import Web

/// The campaigns of a tenant, of all platforms in one shape, and how they perform from day to day.
package struct Campaigns: Sendable {
    let database: Database

    package init(database: Database) { self.database = database }

    package var endpoints: [Endpoint] { CampaignRoutes(database: database).endpoints }
}

extension Access where Self == Permission {
    /// May see campaigns and their performance.
    package static var campaignsRead: Permission { Permission("campaigns:read") }
}
