package import Core
package import Postgres
package import Sealing

/// One difference between a manifest and what stands.
package struct TenantChange: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case create, change, remove
    }

    package let kind: Kind
    /// What it is about: `tenant acme`, `user ops@acme.example`, `connection Meta EU`.
    package let subject: String
    /// What becomes different, in a few words.
    package let detail: String

    package init(_ kind: Kind, _ subject: String, _ detail: String = "") {
        self.kind = kind
        self.subject = subject
        self.detail = detail
    }

    package var description: String {
        let mark =
            switch kind {
            case .create: "+"
            case .change: "~"
            case .remove: "-"
            }
        return "\(mark) \(subject)\(detail.isEmpty ? "" : ": \(detail)")"
    }
}

/// What another slice does for a manifest, within the manifest's one transaction.
package struct ManifestPart: Sendable {
    /// What a part is given.
    package struct Task: Sendable {
        package let manifest: TenantManifest
        package let keyring: TenantKeyring
        /// Only tell; change nothing.
        package let isPlan: Bool
        /// Also remove what the manifest no longer declares.
        package let prunes: Bool
    }

    let reconcile: @Sendable (Task, borrowing TenantTransaction) async throws -> [TenantChange]

    package init(_ reconcile: @escaping @Sendable (Task, borrowing TenantTransaction) async throws -> [TenantChange]) {
        self.reconcile = reconcile
    }
}

/// Makes a tenant what its manifest says: everything in one transaction, or nothing. Applying twice changes nothing the second time.
package struct ManifestApplier: Sendable {
    private let database: Database
    private let platform: PlatformDatabase
    private let keys: TenantKeys
    private let parts: [ManifestPart]

    package init(database: Database, platform: PlatformDatabase, keys: TenantKeys, parts: [ManifestPart]) {
        self.database = database
        self.platform = platform
        self.keys = keys
        self.parts = parts
    }

    /// What applying would change. Nothing is written: the transaction that finds out is rolled back.
    package func plan(_ manifest: TenantManifest, prunes: Bool = false) async throws -> [TenantChange] {
        do {
            _ = try await run(manifest, isPlan: true, prunes: prunes)
            return []
        } catch let plan as PlannedChanges {
            return plan.changes
        }
    }

    /// Applies a manifest and says what it changed.
    package func apply(_ manifest: TenantManifest, prunes: Bool = false) async throws -> (tenant: TenantID, changes: [TenantChange]) {
        try await run(manifest, isPlan: false, prunes: prunes)
    }

    private func run(_ manifest: TenantManifest, isPlan: Bool, prunes: Bool) async throws -> (tenant: TenantID, changes: [TenantChange]) {
        let found = try await platform.inPlatform("find the tenant of a manifest") { tx in try await TenantStore.find(manifest.slug, tx) }
        let id = found?.id ?? TenantID()
        let changes = try await database.inTenant(id) { tx in
            var changes = try await reconcileTenant(manifest, tx)
            let keyring = try await keys.keyring(orMakeIn: tx)
            let task = ManifestPart.Task(manifest: manifest, keyring: keyring, isPlan: isPlan, prunes: prunes)
            for part in parts { changes += try await part.reconcile(task, tx) }
            if isPlan { throw PlannedChanges(changes: changes) }
            return changes
        }
        return (id, changes)
    }

    private func reconcileTenant(_ manifest: TenantManifest, _ tx: borrowing TenantTransaction) async throws -> [TenantChange] {
        guard let tenant = try await TenantStore.current(tx) else {
            try await TenantStore.insert(manifest, tx)
            return [TenantChange(.create, "tenant \(manifest.slug)", "\(manifest.name), \(manifest.plan.rawValue)")]
        }
        let documents = try await TenantStore.documents(tx)
        let differences = Self.differences(tenant, documents, manifest)
        guard !differences.isEmpty else { return [] }
        try await TenantStore.update(manifest, tx)
        return [TenantChange(.change, "tenant \(manifest.slug)", differences.joined(separator: ", "))]
    }

    private static func differences(_ tenant: Tenant, _ documents: (metrics: JSON, retention: JSON)?, _ manifest: TenantManifest) -> [String] {
        var differences: [String] = []
        func compare<Value: Equatable>(_ name: String, _ old: Value, _ new: Value) {
            if old != new { differences.append(name) }
        }
        compare("name", tenant.name, manifest.name)
        compare("plan", tenant.plan, manifest.plan)
        compare("currency", tenant.currency, manifest.currency)
        compare("time_zone", tenant.timeZone, manifest.timeZone)
        compare("quotas", tenant.quotas, manifest.quotas)
        compare("roles", tenant.roles, manifest.roles)
        compare("cors_origins", tenant.corsOrigins, manifest.corsOrigins)
        compare("metrics", documents?.metrics.sortedMembers, manifest.metrics.sortedMembers)
        compare("retention", documents?.retention.sortedMembers, manifest.retentionJSON.sortedMembers)
        return differences
    }
}

/// Carries a plan out of the transaction that is rolled back because of it.
private struct PlannedChanges: Error {
    let changes: [TenantChange]
}

extension JSON {
    /// The same value with the members of its objects in the order of their names: `jsonb` keeps no order.
    package var sortedMembers: JSON {
        switch self {
        case .object(let members): .object(members.sorted { $0.name < $1.name }.map { Member($0.name, $0.value.sortedMembers) })
        case .array(let items): .array(items.map(\.sortedMembers))
        default: self
        }
    }
}
