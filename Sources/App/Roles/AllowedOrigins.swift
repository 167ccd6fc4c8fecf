import Core
import Postgres
import Tenants

/// Which web origins may call the API: those of the operator for every tenant, and each tenant's own for itself.
struct AllowedOrigins: Sendable {
    let operators: Set<String>
    let database: Database
    let platform: PlatformDatabase

    /// - Parameter tenant: `nil` for a browser's question before it shows who it is: any tenant's origin may go on to ask then.
    func allow(_ origin: String, _ tenant: TenantID?) async -> Bool {
        if operators.contains(origin) { return true }
        do {
            guard let tenant else { return try await isKnown(origin) }
            let found = try await database.inTenant(tenant, .readOnly) { tx in try await TenantStore.current(tx) }
            return found?.corsOrigins.contains(origin) ?? false
        } catch {
            return false
        }
    }

    private func isKnown(_ origin: String) async throws -> Bool {
        try await platform.inPlatform("ask for an origin", .readOnly) { tx in
            try await tx.first("SELECT core.knows_origin(\(origin))")?.decode(Bool.self) ?? false
        }
    }
}
