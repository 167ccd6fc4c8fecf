import Core
import Foundation
import Postgres
import Web

/// HTTP of the caller's own tenant.
struct TenantRoutes {
    let database: Database

    var endpoints: [Endpoint] { [read, change, usage, limits] }

    private var read: Endpoint {
        Endpoint(
            .get, "/api/v1/tenant", permission: .tenantRead, summary: "Read your tenant", tag: "Tenant", output: .json(.tenant)
        ) { call in try await tenant(call.tenant) }
    }

    private var change: Endpoint {
        Endpoint(
            .patch, "/api/v1/tenant", permission: .tenantWrite, summary: "Change your tenant's settings", tag: "Tenant",
            body: .json(.tenantChange), output: .json(.tenant)
        ) { call in
            let wanted = call.body
            try await database.inTenant(call.tenant) { tx in
                try await TenantStore.change(name: wanted.name, currency: wanted.currency, timeZone: wanted.timeZone, tx)
            }
            call.audit("tenant.change", resource: "tenant", id: call.tenant.description)
            return try await tenant(call.tenant)
        }
    }

    private var usage: Endpoint {
        Endpoint(
            .get, "/api/v1/tenant/usage", permission: .tenantRead, summary: "Read what your tenant uses", tag: "Tenant", output: .json(.usage)
        ) { call in
            let row = try await database.once(call.tenant, Self.usage(call.tenant)).first
            guard let counts = try row?.decode(Int64.self, Int64.self, Int64.self) else { throw Problem.notFound }
            return Usage(connections: counts.0, seats: counts.1, rowsThisMonth: counts.2)
        }
    }

    private var limits: Endpoint {
        Endpoint(
            .get, "/api/v1/tenant/limits", permission: .tenantRead, summary: "Read your tenant's limits", tag: "Tenant", output: .json(.quotas)
        ) { call in try await tenant(call.tenant).quotas }
    }

    private func tenant(_ id: TenantID) async throws -> Tenant {
        let tenant = try await database.inTenant(id, .readOnly) { tx in try await TenantStore.current(tx) }
        guard let tenant else { throw Problem.notFound }
        return tenant
    }

    private static func usage(_ tenant: TenantID) -> Query {
        """
        SELECT
          (SELECT count(*) FROM ingest.connections WHERE tenant_id = \(tenant)),
          (SELECT count(*) FROM identity.users WHERE tenant_id = \(tenant) AND state <> 'disabled'),
          (SELECT COALESCE(sum(rows_written), 0)::bigint FROM ingest.syncs WHERE tenant_id = \(tenant) AND started_at >= date_trunc('month', now()))
        """
    }
}

/// What may be changed by the tenant itself; the rest is the operator's.
struct TenantChangeInput: Sendable {
    let name: String?
    let currency: Currency?
    let timeZone: String?
}

/// What a tenant uses of its limits.
struct Usage: Sendable {
    let connections: Int64
    let seats: Int64
    /// Rows written by syncs that started in this calendar month (UTC).
    let rowsThisMonth: Int64
}

extension Schema where Value == Tenant {
    static let tenant = Schema.record(
        "Tenant",
        field("id", \.id, .id(), "The tenant's id."),
        field("slug", \.slug.text, .string(), "Its name in addresses and sign-ins."),
        field("name", \.name, .string(), "Its name for people."),
        field("plan", \.plan, .enumeration(), "What it pays for."),
        field("state", \.state, .enumeration(), "Where it stands in its life."),
        field("currency", \.currency, .currency, "The currency that figures are shown in."),
        field("time_zone", \.timeZone, .string(), "An IANA time zone."),
        field("created_at", \.createdAt, .instant, "When it was made."),
        field("updated_at", \.updatedAt, .instant, "When its settings last changed."))
}

extension Schema where Value == TenantChangeInput {
    static let tenantChange = Schema.object(
        "TenantChange",
        field("name", \.name, .optional(.string(min: 1, max: 200)), "Its name for people."),
        field("currency", \.currency, .optional(.currency), "The currency that figures are shown in."),
        field("time_zone", \.timeZone, .optional(.string(min: 1, max: 64)), "An IANA time zone."),
        make: { name, currency, timeZone in
            if let timeZone, TimeZone(identifier: timeZone) == nil { throw Refusal("time_zone", code: "invalid", "This is no IANA time zone.") }
            return TenantChangeInput(name: name, currency: currency, timeZone: timeZone)
        })
}

extension Schema where Value == Usage {
    static let usage = Schema.record(
        "Usage",
        field("connections", \.connections, .integer(), "Connections."),
        field("seats", \.seats, .integer(), "Users who are not disabled."),
        field("rows_this_month", \.rowsThisMonth, .integer(), "Rows written by syncs that started in this calendar month, UTC."))
}

extension Schema where Value == Quotas {
    static let quotas = Schema.record(
        "Limits",
        field("connections", \.connections, .integer(), "Connections at most."),
        field("seats", \.seats, .integer(), "Users at most."),
        field("rows_per_month", \.rowsPerMonth, .integer(), "Rows that syncs may write in a month."),
        field("api_per_minute", \.apiPerMinute, .integer(), "Requests a minute over all callers."))
}
