import Core
import Foundation
import Identity
import Postgres
import Tenants
import Web

extension UpSteps {
    /// The steps as the product does them.
    package static let standard = UpSteps(
        migrate: { try await Migrate.run($0) },
        provision: { environment, manifests, known in try await DemoProvisioning(manifests: manifests, known: known).run(environment) },
        unfinishedSyncs: { environment in
            try await OperatorSession.onDatabases(environment) { _, backbone in try await FirstSyncs(backbone: backbone).unfinished() }
        })
}

/// Applies the demo manifests, and makes for each tenant a sign-in of its first admin and an API key. What was made before stays.
private struct DemoProvisioning: Sendable {
    let manifests: String
    let known: [DemoTenant]

    func run(_ environment: [String: String]) async throws -> [DemoTenant] {
        let manifests = try ManifestFiles.read(manifests)
        return try await OperatorSession.run(environment) { session in
            var tenants: [DemoTenant] = []
            for manifest in manifests {
                let id = try await session.applier.apply(manifest).tenant
                let kept = known.first { $0.id == id.description }
                if let kept { tenants.append(kept) } else { tenants.append(try await make(manifest, id, session)) }
            }
            return tenants
        }
    }

    private func make(_ manifest: TenantManifest, _ id: TenantID, _ session: OperatorSession) async throws -> DemoTenant {
        guard let admin = manifest.users.first(where: { $0.role == "admin" }) else { throw NoAdmin(tenant: manifest.slug.text) }
        let password = Randomness.word(20)
        try await session.slices.identity.setPassword(Secret(password), email: admin.email, tenant: id)
        let scopes = Permissions.all.subtracting([.usersWrite, .keysWrite])
        let key = try await session.slices.identity.makeAPIKey(name: "demo", scopes: scopes, tenant: id)
        return DemoTenant(slug: manifest.slug.text, id: id.description, apiKey: key.reveal(), email: admin.email, password: password)
    }
}

/// A demo tenant without an admin can not be signed in to.
private struct NoAdmin: Error, CustomStringConvertible {
    let tenant: String

    var description: String { "The manifest of \(tenant) names no user with the role admin." }
}

/// Which connections have not completed a sync yet.
private struct FirstSyncs {
    let backbone: Backbone

    /// `tenant/connection` for each.
    /// - Throws: `UpError.syncFailed` where a connection's last sync failed.
    func unfinished() async throws -> [String] {
        let tenants = try await backbone.platform.inPlatform("list tenants", .readOnly) { tx in try await TenantStore.list(tx) }
        var unfinished: [String] = []
        for tenant in tenants where tenant.state == "active" {
            let rows = try await backbone.database.once(
                tenant.id,
                """
                SELECT c.name, s.state, s.error ->> 'message'
                FROM ingest.connections c
                LEFT JOIN LATERAL (
                  SELECT state, error
                  FROM ingest.syncs
                  WHERE tenant_id = c.tenant_id
                    AND connection_id = c.id
                  ORDER BY requested_at DESC
                  LIMIT 1
                ) s ON true
                WHERE c.tenant_id = \(tenant.id)
                  AND c.schedule_seconds IS NOT NULL
                  AND NOT EXISTS (
                    SELECT
                    FROM ingest.syncs d
                    WHERE d.tenant_id = c.tenant_id
                      AND d.connection_id = c.id
                      AND d.state = 'completed')
                """)
            for (name, state, message) in try rows.decode(String.self, String?.self, String?.self) {
                if state == "failed" || state == "partial" || state == "cancelled" {
                    throw UpError.syncFailed("\(tenant.slug)/\(name): \(message ?? state ?? "unknown")")
                }
                unfinished.append("\(tenant.slug)/\(name)")
            }
        }
        return unfinished
    }
}
