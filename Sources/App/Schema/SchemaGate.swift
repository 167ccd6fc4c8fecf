import Core
package import Postgres

/// Why a process does not start on a database.
package enum SchemaRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case behind([String])
    case ahead([String])
    case tooOld(Int)
    /// `subject: fault`, one for each that `core.isolation_faults()` tells.
    case notIsolated(role: String, [String])

    package var description: String {
        switch self {
        case .behind(let names):
            "The database lacks \(names.count) migration\(names.count == 1 ? "" : "s") (\(names.joined(separator: ", "))). Run: tactics migrate"
        case .ahead(let names):
            "The database was migrated by a newer Tactics (\(names.joined(separator: ", "))). Use that version; `tactics migrate` never goes back."
        case .tooOld(let version):
            "PostgreSQL 15.20 or newer is needed; the server is \(version / 10_000).\(version % 10_000). Older ones have faults in row-level security."
        case .notIsolated(let role, let faults):
            "Tenants are not kept apart for the role \(role), so that this process does not start:\n"
                + faults.map { "  \($0)" }.joined(separator: "\n")
        }
    }
}

/// What `serve` and `work` make sure of before they touch any tenant's data: the server's version, the schema's state, and that isolation is live.
package struct SchemaGate: Sendable {
    private let migrator: Migrator

    /// - Parameter folder: the migrations that this program was built with.
    package init(folder: String) { migrator = Migrator(directory: folder) }

    /// - Throws: `SchemaRefusal`, or what the server said.
    package func check(_ database: Database, _ platform: PlatformDatabase) async throws {
        let version = try await database.serverVersion()
        guard version >= 150_020 else { throw SchemaRefusal.tooOld(version) }
        switch try await migrator.state(of: database) {
        case .current: break
        case .behind(let names): throw SchemaRefusal.behind(names)
        case .ahead(let names): throw SchemaRefusal.ahead(names)
        }
        let faults = try await Self.faults(database)
        if !faults.isEmpty { throw SchemaRefusal.notIsolated(role: "tactics_app", faults) }
        let platformFaults = try await Self.faults(platform)
        if !platformFaults.isEmpty { throw SchemaRefusal.notIsolated(role: "tactics_platform", platformFaults) }
    }

    /// What keeps tenants from being apart for the role of tenant work; nothing, on a sound database.
    package static func faults(_ database: Database) async throws -> [String] {
        try await database.outsideTenants(question).decode(String.self)
    }

    /// The same for the platform's role.
    package static func faults(_ platform: PlatformDatabase) async throws -> [String] {
        try await platform.inPlatform("check isolation", .readOnly) { try await $0.query(question).decode(String.self) }
    }

    private static let question: Query = "SELECT subject || ': ' || fault FROM core.isolation_faults() ORDER BY 1"
}
