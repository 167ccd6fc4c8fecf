package import Core

/// What a file of `tenants/` declares about one tenant. Secrets stand in it by name alone.
package struct TenantManifest: Sendable, Hashable {
    package var slug: Slug
    package var name: String
    package var plan: Plan
    package var shard: String
    package var currency: Currency
    /// An IANA name.
    package var timeZone: String
    package var quotas: Quotas
    /// Roles of the tenant's own, by name, as sets of permissions.
    package var roles: [String: [String]]
    package var users: [UserDeclaration]
    package var connections: [ConnectionDeclaration]
    /// Thresholds of metrics, kept as they are written.
    package var metrics: JSON
    /// How long rows of a kind are kept, in days.
    package var retentionDays: [String: Int]
    /// Web origins that may call the API from a browser.
    package var corsOrigins: [String]
}

/// What a tenant pays for: it sets the limits that a manifest does not name.
package enum Plan: String, Sendable, CaseIterable {
    case free, growth, enterprise

    /// The limits of the plan.
    package var quotas: Quotas {
        switch self {
        case .free: Quotas(connections: 2, seats: 3, rowsPerMonth: 1_000_000, apiPerMinute: 100)
        case .growth: Quotas(connections: 20, seats: 25, rowsPerMonth: 50_000_000, apiPerMinute: 600)
        case .enterprise: Quotas(connections: 200, seats: 500, rowsPerMonth: 1_000_000_000, apiPerMinute: 6_000)
        }
    }
}

/// Limits of a tenant.
package struct Quotas: Sendable, Hashable {
    package var connections: Int
    package var seats: Int
    package var rowsPerMonth: Int
    /// Requests a minute over all of the tenant's callers.
    package var apiPerMinute: Int

    package var json: JSON {
        [
            "connections": .integer(connections), "seats": .integer(seats), "rows_per_month": .integer(rowsPerMonth),
            "api_per_minute": .integer(apiPerMinute),
        ]
    }

    /// Reads what `json` wrote; a missing limit is that of the plan.
    package init(_ json: JSON, plan: Plan) {
        self = plan.quotas
        if let value = json["connections"]?.integer { connections = Int(value) }
        if let value = json["seats"]?.integer { seats = Int(value) }
        if let value = json["rows_per_month"]?.integer { rowsPerMonth = Int(value) }
        if let value = json["api_per_minute"]?.integer { apiPerMinute = Int(value) }
    }

    package init(connections: Int, seats: Int, rowsPerMonth: Int, apiPerMinute: Int) {
        self.connections = connections
        self.seats = seats
        self.rowsPerMonth = rowsPerMonth
        self.apiPerMinute = apiPerMinute
    }
}

/// A person that the manifest wants to be there.
package struct UserDeclaration: Sendable, Hashable {
    package let email: String
    package let role: String
}

/// A connection that the manifest wants to be there; its name is its identity.
package struct ConnectionDeclaration: Sendable, Hashable {
    package let connector: String
    package let name: String
    package let config: JSON
    /// The name of a secret in the environment or the secrets file.
    package let secret: String?
    /// Seconds between syncs; `nil` for the connector's own interval.
    package let scheduleSeconds: Int?
    /// A file to upload, absolute.
    package let upload: String?
}
