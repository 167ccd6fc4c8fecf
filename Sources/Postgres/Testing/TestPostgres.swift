import Core

/// PostgreSQL for tests: the server that `TACTICS_TEST_ADMIN_URL` names, or a private one that is started at the first need and stopped at the end of
/// the process. Each test gets a database of its own.
package enum TestPostgres {
    /// A new database: with all of the repository's migrations (cloned from a template, which takes a fraction of a second), or an empty one.
    package static func database(migrated: Bool = true) async throws -> TestDatabase {
        let server = try await TestServer.shared.configuration()
        let name = "test_" + hexadecimal(UniqueID().bytes)
        let template = migrated ? try await TestTemplate.shared.name(on: server) : "template0"
        try await execute(Query(unchecked: "CREATE DATABASE \(name) TEMPLATE \(template)"), on: server)
        return TestDatabase(configuration: server.with(database: name), server: server, name: name)
    }

    /// An administrator's way to the server itself.
    package static func server() async throws -> DatabaseConfiguration { try await TestServer.shared.configuration() }

    /// The repository's migrations.
    package static let migrations: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/") + "/migrations"
    }()

    static func execute(_ statement: Query, on configuration: DatabaseConfiguration) async throws {
        let connection = try await Connection.open(configuration)
        do {
            _ = try await connection.exchange([statement], within: .seconds(60))
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }
}

/// One test's own database.
package struct TestDatabase: Sendable {
    /// As administrator.
    package let configuration: DatabaseConfiguration
    private let server: DatabaseConfiguration
    package let name: String

    init(configuration: DatabaseConfiguration, server: DatabaseConfiguration, name: String) {
        self.configuration = configuration
        self.server = server
        self.name = name
    }

    /// For processes that a test starts: as administrator, as `user`.
    package func url(user: String? = nil) -> String { configuration.with(user: user).url }

    /// The same as a text for an administrator.
    package var adminURL: String { url() }

    /// A pool in the role `tactics_app`. Close it when the test ends, or let `drop` cut it off.
    package func database(poolSize: Int = 4, user: String = "tactics_app") -> Database {
        var own = configuration.with(user: user)
        own.poolSize = poolSize
        return Database(own)
    }

    /// A pool in the role `tactics_platform`.
    package func platform(poolSize: Int = 2) -> PlatformDatabase {
        var own = configuration.with(user: "tactics_platform")
        own.poolSize = poolSize
        return PlatformDatabase(own)
    }

    /// Runs SQL as administrator, past row-level security: to arrange and to look, never to test with. Several statements at once are fine.
    package func execute(_ script: String) async throws {
        let connection = try await Connection.open(configuration)
        do { try await connection.runScript(script, within: .seconds(60)) } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    /// One query as administrator.
    package func query(_ query: Query) async throws -> Rows {
        let connection = try await Connection.open(configuration)
        do {
            let result = try await connection.exchange([query])
            await connection.close()
            return Rows(result: result[0])
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Removes the database, whoever is still connected.
    package func drop() async throws {
        try await TestPostgres.execute(Query(unchecked: "DROP DATABASE IF EXISTS \(name) WITH (FORCE)"), on: server)
    }
}
