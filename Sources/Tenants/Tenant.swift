package import Core

/// A customer organisation: every row, key, job and event belongs to one.
package struct Tenant: Sendable, Hashable {
    package let id: TenantID
    package let slug: Slug
    package let name: String
    package let plan: Plan
    package let state: TenantState
    package let shard: String
    package let currency: Currency
    /// An IANA name.
    package let timeZone: String
    package let quotas: Quotas
    /// Roles of its own as sets of permissions.
    package let roles: [String: [String]]
    package let corsOrigins: [String]
    package let createdAt: Instant
    package let updatedAt: Instant
}

/// Where a tenant stands in its life.
package enum TenantState: String, Sendable, CaseIterable {
    case provisioning, active, suspended, deleting, deleted
}

/// A tenant as lists of the operator show it.
package struct TenantSummary: Sendable, Hashable {
    package let id: TenantID
    package let slug: String
    package let name: String
    package let plan: String
    package let state: String
    package let createdAt: Instant
}
