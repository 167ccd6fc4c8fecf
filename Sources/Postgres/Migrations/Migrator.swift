/// Applies a folder of SQL files, forward only: each in a transaction of its own, each once, remembered by its SHA-256 in `core.schema_migrations`.
package struct Migrator: Sendable {
    /// One file and what became of it.
    package struct Status: Sendable, Hashable {
        package enum State: Sendable, Hashable {
            case applied, pending, changed, missing, outOfOrder
        }

        package let name: String
        package let state: State
    }

    private let directory: String

    /// - Parameter directory: the folder with `NNNN_name.sql`.
    package init(directory: String) { self.directory = directory }

    /// The names of all files in order, without `.sql`.
    package func names() throws(MigrationError) -> [String] { try MigrationFile.all(in: directory).map(\.name) }

    /// Every file, and every applied name without a file, by name. Changes nothing.
    package func status(of database: DatabaseConfiguration) async throws -> [Status] {
        let files = try MigrationFile.all(in: directory)
        return try await withConnection(to: database) { connection in
            let plan = try await plan(files, on: connection)
            let groups: [(Status.State, [String])] = [
                (.applied, plan.applied), (.pending, plan.pending), (.changed, plan.changed), (.missing, plan.missing),
                (.outOfOrder, plan.outOfOrder),
            ]
            return groups.flatMap { state, names in names.map { Status(name: $0, state: state) } }.sorted { $0.name < $1.name }
        }
    }

    /// Applies what is pending and returns its names. Two at once take turns; the second finds nothing to do.
    /// - Parameter database: with a user that may create roles and schemas.
    /// - Throws: `MigrationError`, or `PostgresError` when the server can not be reached.
    @discardableResult
    package func apply(to database: DatabaseConfiguration) async throws -> [String] {
        let files = try MigrationFile.all(in: directory)
        return try await withConnection(to: database) { connection in
            _ = try await connection.exchange(["SELECT pg_advisory_lock(\(Self.lock))"], within: Self.patience)
            try await connection.runScript(Self.memory, within: Self.patience)
            let plan = try await plan(files, on: connection)
            try plan.check()
            for file in files where plan.pending.contains(file.name) { try await apply(file, on: connection) }
            return plan.pending
        }
    }

    /// How the database stands to the folder, in the eyes of any role that may connect. A database without any migration is behind by all.
    package func state(of database: Database) async throws -> SchemaState {
        let known = try names()
        let exists =
            try await database.outsideTenants("SELECT to_regclass('core.schema_migrations') IS NOT NULL").first?.value(at: 0, as: Bool.self) ?? false
        guard exists else { return SchemaState(known: known, applied: []) }
        let applied = try await database.outsideTenants("SELECT name FROM core.schema_migrations").decode(String.self)
        return SchemaState(known: known, applied: applied)
    }

    private func apply(_ file: MigrationFile, on connection: Connection) async throws {
        do {
            _ = try await connection.exchange(["BEGIN"])
            try await connection.runScript(file.text, within: Self.patience)
            // A file may have taken on another role or settings; the record is written as who began.
            _ = try await connection.exchange(["RESET ROLE", Self.record(file), "COMMIT", "RESET ALL"], within: Self.patience)
        } catch {
            _ = try? await connection.exchange(["ROLLBACK"])
            throw MigrationError.failed(name: file.name, error)
        }
    }

    private func plan(_ files: [MigrationFile], on connection: Connection) async throws -> MigrationPlan {
        let sums: Query =
            "SELECT encode(sha256(convert_to(t, 'UTF8')), 'hex') FROM unnest(\(files.map(\.text))) WITH ORDINALITY AS f (t, n) ORDER BY n"
        let answers = try await connection.exchange([sums, "SELECT to_regclass('core.schema_migrations') IS NOT NULL"]).map { Rows(result: $0) }
        let checksums = try answers[0].decode(String.self)
        var recorded: [String: String] = [:]
        if try answers[1].first?.value(at: 0, as: Bool.self) == true {
            let rows = try await connection.exchange(["SELECT name, checksum FROM core.schema_migrations"]).map { Rows(result: $0) }
            for row in rows[0] {
                let (name, checksum) = try row.decode(String.self, String.self)
                recorded[name] = checksum
            }
        }
        return MigrationPlan(files: zip(files, checksums).map { ($0.name, $1) }, recorded: recorded)
    }

    private func withConnection<Value>(to database: DatabaseConfiguration, _ body: (Connection) async throws -> Value) async throws -> Value {
        var patient = database
        patient.statementTimeout = Self.patience
        patient.lockTimeout = .zero
        let connection = try await Connection.open(patient)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func record(_ file: MigrationFile) -> Query {
        """
        INSERT INTO core.schema_migrations (name, checksum)
        VALUES (\(file.name), encode(sha256(convert_to(\(file.text)::text, 'UTF8')), 'hex'))
        """
    }

    /// What one migration may take.
    private static let patience: Duration = .seconds(3_600)
    /// "tactics" as a number, so that nothing else takes the same lock by chance.
    private static let lock: Int64 = 0x7461_6374_6963_73

    private static let memory = """
        CREATE SCHEMA IF NOT EXISTS core;
        CREATE TABLE IF NOT EXISTS core.schema_migrations (
          name text PRIMARY KEY,
          checksum text NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT now()
        );
        GRANT USAGE ON SCHEMA core TO PUBLIC;
        GRANT SELECT ON core.schema_migrations TO PUBLIC;
        """
}
