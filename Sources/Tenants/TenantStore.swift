package import Core
package import Postgres

/// The SQL of tenants.
package enum TenantStore {
    /// The tenant of this transaction; `nil` before it was applied.
    package static func current(_ tx: borrowing TenantTransaction) async throws -> Tenant? {
        let row = try await tx.first(
            """
            SELECT id, slug, name, plan, state, shard, currency, time_zone, quotas, roles, cors_origins, created_at, updated_at
            FROM core.tenants
            WHERE id = \(tx.tenant)
            """)
        return try row.map(tenant)
    }

    /// The id and state of a tenant, by its slug.
    package static func find(_ slug: Slug, _ tx: borrowing PlatformTransaction) async throws -> (id: TenantID, state: TenantState)? {
        guard let row = try await tx.first("SELECT id, state FROM core.find_tenant(\(slug.text))") else { return nil }
        let (id, state) = try row.decode(TenantID.self, String.self)
        return (id, TenantState(rawValue: state) ?? .suspended)
    }

    /// All tenants, by slug.
    package static func list(_ tx: borrowing PlatformTransaction) async throws -> [TenantSummary] {
        try await tx.query("SELECT id, slug, name, plan, state, created_at FROM core.list_tenants()")
            .decode(TenantID.self, String.self, String.self, String.self, String.self, Instant.self)
            .map { TenantSummary(id: $0.0, slug: $0.1, name: $0.2, plan: $0.3, state: $0.4, createdAt: $0.5) }
    }

    static func insert(_ manifest: TenantManifest, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            INSERT INTO core.tenants (id, slug, name, plan, shard, currency, time_zone, quotas, roles, metrics, retention, cors_origins)
            VALUES (
              \(tx.tenant), \(manifest.slug.text), \(manifest.name), \(manifest.plan.rawValue), \(manifest.shard), \(manifest.currency),
              \(manifest.timeZone), \(manifest.quotas.json), \(manifest.rolesJSON), \(manifest.metrics), \(manifest.retentionJSON), \(manifest.corsOrigins))
            """)
    }

    static func update(_ manifest: TenantManifest, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            UPDATE core.tenants
            SET name = \(manifest.name), plan = \(manifest.plan.rawValue), currency = \(manifest.currency), time_zone = \(manifest.timeZone),
              quotas = \(manifest.quotas.json), roles = \(manifest.rolesJSON), metrics = \(manifest.metrics), retention = \(manifest.retentionJSON),
              cors_origins = \(manifest.corsOrigins), updated_at = now()
            WHERE id = \(tx.tenant)
            """)
    }

    /// Metrics and retention as they are stored.
    static func documents(_ tx: borrowing TenantTransaction) async throws -> (metrics: JSON, retention: JSON)? {
        try await tx.first("SELECT metrics, retention FROM core.tenants WHERE id = \(tx.tenant)")?.decode(JSON.self, JSON.self)
    }

    static func change(name: String?, currency: Currency?, timeZone: String?, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            UPDATE core.tenants
            SET name = COALESCE(\(name), name), currency = COALESCE(\(currency), currency), time_zone = COALESCE(\(timeZone), time_zone), updated_at = now()
            WHERE id = \(tx.tenant)
            """)
    }

    private static func tenant(_ row: Row) throws -> Tenant {
        let values = try row.decode(
            TenantID.self, String.self, String.self, String.self, String.self, String.self, Currency.self, String.self, JSON.self, JSON.self,
            [String].self, Instant.self, Instant.self)
        guard let slug = Slug(values.1), let plan = Plan(rawValue: values.3), let state = TenantState(rawValue: values.4) else {
            throw PostgresError(.decoding, "the tenant \(values.0) has a slug, plan or state that this version does not know")
        }
        let roles = (values.9.members ?? []).map { ($0.name, ($0.value.array ?? []).compactMap(\.string)) }
        return Tenant(
            id: values.0, slug: slug, name: values.2, plan: plan, state: state, shard: values.5, currency: values.6, timeZone: values.7,
            quotas: Quotas(values.8, plan: plan), roles: Dictionary(roles) { first, _ in first }, corsOrigins: values.10, createdAt: values.11,
            updatedAt: values.12)
    }
}

extension TenantManifest {
    var rolesJSON: JSON {
        .object(roles.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .array($0.value.map { .string($0) })) })
    }

    var retentionJSON: JSON {
        .object(retentionDays.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .integer($0.value)) })
    }
}
