import Core
import Foundation
import Logging
import Postgres

/// PostgreSQL as `serve` and `work` would find it: reachable, new enough, migrated, and with isolation live.
enum DatabaseChecks {
    static func findings(_ environment: [String: String], program: Program) async -> [Finding] {
        do {
            let settings = try SettingsReader.read(environment) { DatabaseSettings(&$0) }
            let database = Database(try DatabaseConfiguration(url: settings.tenantURL.reveal(), poolSize: 1), logger: quiet)
            let platform = PlatformDatabase(try DatabaseConfiguration(url: settings.platformURL.reveal(), poolSize: 1), logger: quiet)
            let findings = await check(database, platform, migrations: environment[Setting.migrations.name] ?? program.find("migrations"))
            await database.close()
            await platform.close()
            return findings
        } catch let error as SettingsError {
            return [Finding(.fault, "PostgreSQL", error.summary)]
        } catch {
            return [Finding(.fault, "PostgreSQL", "\(error)")]
        }
    }

    private static func check(_ database: Database, _ platform: PlatformDatabase, migrations: String?) async -> [Finding] {
        do {
            let version = try await database.serverVersion()
            let reached = Finding(.good, "PostgreSQL", "version \(version / 10_000).\(version % 10_000).")
            guard let migrations else {
                return [reached, Finding(.fault, "Schema", "no folder `migrations` is found. Set \(Setting.migrations.name).")]
            }
            do {
                try await SchemaGate(folder: migrations).check(database, platform)
                return [reached, Finding(.good, "Schema and isolation", "up to date; row-level security is live for both roles.")]
            } catch let refusal as SchemaRefusal {
                return [reached, Finding(.fault, "Schema and isolation", refusal.description)]
            }
        } catch {
            return [Finding(.fault, "PostgreSQL", "\(error)")]
        }
    }

    /// The findings say what is wrong; a log beside them would say it twice.
    private static let quiet = Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() }
}
