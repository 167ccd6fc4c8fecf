import Core
import Foundation
import Logging
import Postgres

/// `tactics migrate`: the schema brought up to date, and the two roles given the passwords that their addresses name.
package enum Migrate {
    /// Does it with the settings of an environment and says what was done.
    /// - Throws: `SettingsError`, `MigrationError`, or what the server said.
    package static func run(
        _ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current
    ) async throws -> String {
        let settings = try MigrateSettings(environment, program: program)
        let admin = try DatabaseConfiguration(url: settings.adminURL.reveal(), poolSize: 1, applicationName: "tactics migrate")
        let applied = try await Migrator(directory: settings.folder).apply(to: admin)
        try await RolePasswords(settings).set(on: admin)
        switch applied.count {
        case 0: return "up to date"
        case 1: return "applied \(applied[0])"
        default: return "applied \(applied.count) migrations, up to \(applied[applied.count - 1])"
        }
    }
}

/// The passwords of the roles that the product signs in as.
private struct RolePasswords {
    private let passwords: [(statement: Query, password: Secret)]

    init(_ settings: MigrateSettings) {
        var passwords: [(Query, Secret)] = []
        if let password = Self.password(in: settings.tenantURL) { passwords.append((Self.setTenantRole, password)) }
        if let password = Self.password(in: settings.platformURL) { passwords.append((Self.setPlatformRole, password)) }
        self.passwords = passwords
    }

    func set(on admin: DatabaseConfiguration) async throws {
        guard !passwords.isEmpty else { return }
        let database = PlatformDatabase(admin, logger: Logger(label: "migrate"))
        do {
            try await database.inPlatform("set the roles' passwords") { transaction in
                for (statement, password) in passwords {
                    // ALTER ROLE takes no bind: the password travels as a setting of this transaction, and the server itself quotes it.
                    _ = try await transaction.pipeline(["SELECT set_config('tactics.password', \(password.reveal()), true)", statement])
                }
            }
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    private static let setTenantRole: Query = """
        DO $$ BEGIN EXECUTE format('ALTER ROLE tactics_app PASSWORD %L', current_setting('tactics.password')); END $$
        """
    private static let setPlatformRole: Query = """
        DO $$ BEGIN EXECUTE format('ALTER ROLE tactics_platform PASSWORD %L', current_setting('tactics.password')); END $$
        """

    private static func password(in url: Secret?) -> Secret? {
        url.flatMap { URLComponents(string: $0.reveal())?.password }.map { Secret($0) }
    }
}
