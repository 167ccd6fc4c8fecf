import Core
import Foundation
import Logging
import Postgres
import Testing

@testable import App

/// The real migrations on a private PostgreSQL in a folder.
@Suite struct MigrateTests {
    @Test func `Migrating makes the schema, gives the roles their passwords, and does nothing the second time`() async throws {
        try await withServer { server in
            let first = try await Migrate.run(server.environment, program: server.program)
            let second = try await Migrate.run(server.environment, program: server.program)

            #expect(first.hasPrefix("applied "))
            #expect(second == "up to date")
            try await server.withDatabases { try await SchemaGate(folder: server.migrations).check($0, $1) }
        }
    }

    @Test func `A database that is not migrated is refused, with the command that helps`() async throws {
        try await withServer { server in
            try await server.withAdministrator { database, platform in
                let error = await #expect(throws: SchemaRefusal.self) { try await SchemaGate(folder: server.migrations).check(database, platform) }
                #expect(error?.description.hasSuffix("Run: tactics migrate") == true)
            }
        }
    }

    @Test func `A database that a newer program has migrated is refused`() async throws {
        try await withServer { server in
            _ = try await Migrate.run(server.environment, program: server.program)
            let older = try TemporaryFolder()
            try FileManager.default.copyItem(atPath: server.migrations + "/0001_create_tenants.sql", toPath: older.path + "/0001_create_tenants.sql")

            try await server.withDatabases { database, platform in
                let error = await #expect(throws: SchemaRefusal.self) { try await SchemaGate(folder: older.path).check(database, platform) }
                #expect(error?.description.hasPrefix("The database was migrated by a newer Tactics") == true)
            }
        }
    }

    @Test func `A role that could pass by row-level security is refused, and what is wrong is listed`() async throws {
        try await withServer { server in
            _ = try await Migrate.run(server.environment, program: server.program)

            try await server.withAdministrator { database, platform in
                let error = await #expect(throws: SchemaRefusal.self) { try await SchemaGate(folder: server.migrations).check(database, platform) }
                #expect(error?.description.contains("the role is superuser, may bypass row-level security") == true)
            }
        }
    }

    private func withServer(_ body: (Server) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let user = try ServiceUser.whenRoot(["postgres", "nobody"])
        let layout = Layout(folder: folder.path) { _ in true }
        try Folders.prepare(layout, postgresUser: user, redisUser: user)
        let postgres = try await EmbeddedPostgres(layout: layout, user: user)
        try await postgres.initialise(password: "administrator")
        let child = postgres.child { _ in }
        try await withThrowingTaskGroup { group in
            group.addTask { await child.run() }
            do {
                try await child.ready()
                try await body(Server(postgres: postgres))
            } catch {
                await child.stop()
                throw error
            }
            await child.stop()
        }
    }
}

private struct Server {
    let postgres: EmbeddedPostgres
    let program = Program.current

    var migrations: String { program.find("migrations") ?? "" }

    var environment: [String: String] {
        [
            "TACTICS_ADMIN_URL": postgres.url(role: "postgres", password: "administrator").reveal(),
            "TACTICS_DATABASE_URL": postgres.url(
                role: "tactics_app", password: "it's 100% \"odd\"".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            )
            .reveal(),
            "TACTICS_PLATFORM_URL": postgres.url(role: "tactics_platform", password: "platform").reveal(),
        ]
    }

    func withDatabases(_ body: (Database, PlatformDatabase) async throws -> Void) async throws {
        try await with(environment["TACTICS_DATABASE_URL"] ?? "", environment["TACTICS_PLATFORM_URL"] ?? "", body)
    }

    /// Both as the administrator: what must be refused.
    func withAdministrator(_ body: (Database, PlatformDatabase) async throws -> Void) async throws {
        try await with(environment["TACTICS_ADMIN_URL"] ?? "", environment["TACTICS_ADMIN_URL"] ?? "", body)
    }

    private func with(_ tenantURL: String, _ platformURL: String, _ body: (Database, PlatformDatabase) async throws -> Void) async throws {
        let database = Database(try DatabaseConfiguration(url: tenantURL, poolSize: 1))
        let platform = PlatformDatabase(try DatabaseConfiguration(url: platformURL, poolSize: 1))
        do {
            try await body(database, platform)
        } catch {
            await database.close()
            await platform.close()
            throw error
        }
        await database.close()
        await platform.close()
    }
}
