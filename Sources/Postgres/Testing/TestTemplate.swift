/// The migrated database that tests are cloned from, one for each state of the migrations folder.
actor TestTemplate {
    static let shared = TestTemplate()

    private var making: Task<String, any Error>?

    /// The template's name; made at the first call of all processes that share the server.
    func name(on server: DatabaseConfiguration) async throws -> String {
        if let making { return try await making.value }
        // A task, so that all first callers wait for one and the same making, and the cancellation of one does not end it for the others.
        let task = Task { try await Self.make(on: server) }
        making = task
        do { return try await task.value } catch {
            making = nil
            throw error
        }
    }

    private static func make(on server: DatabaseConfiguration) async throws -> String {
        let name = "template_" + fingerprint(try MigrationFile.all(in: TestPostgres.migrations))
        let connection = try await Connection.open(server)
        do {
            // Other processes that share the server may make the same one now.
            _ = try await connection.exchange(["SELECT pg_advisory_lock(\(Int64(0x7465_6d70_6c61_7465)))"], within: .seconds(120))
            let found = try await connection.exchange(["SELECT FROM pg_database WHERE datname = \(name)"]).map { Rows(result: $0) }
            if found[0].isEmpty { try await build(name, on: connection, server) }
            await connection.close()
            return name
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Under another name first: a half-migrated database must never be taken for a template.
    private static func build(_ name: String, on connection: Connection, _ server: DatabaseConfiguration) async throws {
        _ = try await connection.exchange([Query(unchecked: "DROP DATABASE IF EXISTS \(name)_raw WITH (FORCE)")], within: .seconds(60))
        _ = try await connection.exchange([Query(unchecked: "CREATE DATABASE \(name)_raw TEMPLATE template0")], within: .seconds(60))
        try await Migrator(directory: TestPostgres.migrations).apply(to: server.with(database: "\(name)_raw"))
        _ = try await connection.exchange([Query(unchecked: "ALTER DATABASE \(name)_raw RENAME TO \(name)")], within: .seconds(60))
    }

    /// FNV-1a over names and texts: no secret hangs on it.
    private static func fingerprint(_ files: [MigrationFile]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in files.flatMap({ [$0.name, $0.text] }) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        }
        return String(hash, radix: 16)
    }
}
