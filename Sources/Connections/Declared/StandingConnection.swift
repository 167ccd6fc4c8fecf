import Core
import Postgres

/// A connection that stands where a manifest declares one, as far as the two are compared.
struct StandingConnection: Sendable {
    let id: ConnectionID
    let connector: String
    let config: JSON
    let sealed: [UInt8]?
    let state: ConnectionState
    let schedule: Schedule?
    let isDeclared: Bool

    /// The file that its settings name.
    var upload: UploadID? { config[ConnectionSettings.uploadSetting]?.string.flatMap { UploadID($0) } }

    /// The connection of that name, held until the transaction ends.
    static func find(_ name: String, _ tx: borrowing TenantTransaction) async throws -> StandingConnection? {
        let row = try await tx.first(
            """
            SELECT id, connector, config, credential_sealed, state, schedule_seconds, declared
            FROM ingest.connections
            WHERE tenant_id = \(tx.tenant)
              AND name = \(name)
            FOR UPDATE
            """)
        guard let row else { return nil }
        let values = try row.decode(ConnectionID.self, String.self, JSON.self, [UInt8]?.self, String.self, Int?.self, Bool.self)
        guard let state = ConnectionState(rawValue: values.4) else { throw PostgresError(.decoding, "a connection has an unknown state") }
        return StandingConnection(
            id: values.0, connector: values.1, config: values.2, sealed: values.3, state: state, schedule: values.5.flatMap { Schedule(seconds: $0) },
            isDeclared: values.6)
    }

    /// Whether the stored settings are these. PostgreSQL compares: `jsonb` keeps neither the order of members nor the form of numbers.
    static func has(_ config: JSON, _ id: ConnectionID, _ tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.first("SELECT config = \(config) FROM ingest.connections WHERE tenant_id = \(tx.tenant) AND id = \(id)")?.decode(Bool.self)
            ?? false
    }
}
