package import Core
import Foundation

/// What `tactics serve` needs.
package struct ServeSettings: Sendable {
    package let process: ProcessSettings
    package let database: DatabaseSettings
    package let keys: KeySettings
    package let connectors: ConnectorSettings
    package let http: HTTPSettings
    /// Threads that answer requests.
    package let reactors: Int

    /// Reads the environment.
    /// - Throws: `SettingsError` with all faults at once.
    package init(_ environment: [String: String], program: Program) throws(SettingsError) {
        self = try SettingsReader.read(environment) { ServeSettings(&$0, program: program) }
    }

    private init(_ reader: inout SettingsReader, program: Program) {
        process = ProcessSettings(&reader)
        database = DatabaseSettings(&reader)
        keys = KeySettings(&reader)
        connectors = ConnectorSettings(&reader, program: program)
        http = HTTPSettings(&reader)
        // Four have two connections each of a pool of eight.
        reactors = reader.optional(.reactors) == nil ? min(4, ProcessInfo.processInfo.activeProcessorCount) : reader.integer(.reactors, in: 1...64)
    }
}

/// What `tactics work` needs.
package struct WorkSettings: Sendable {
    package let process: ProcessSettings
    package let database: DatabaseSettings
    package let keys: KeySettings
    package let connectors: ConnectorSettings
    package let queues: [String]
    package let concurrency: Int

    /// Reads the environment.
    /// - Throws: `SettingsError` with all faults at once.
    package init(_ environment: [String: String], program: Program) throws(SettingsError) {
        self = try SettingsReader.read(environment) { WorkSettings(&$0, program: program) }
    }

    private init(_ reader: inout SettingsReader, program: Program) {
        process = ProcessSettings(&reader)
        database = DatabaseSettings(&reader)
        keys = KeySettings(&reader)
        connectors = ConnectorSettings(&reader, program: program)
        queues = reader.list(.queues)
        if queues.isEmpty { reader.fault(.queues, "it names no queue.") }
        concurrency = reader.integer(.concurrency, in: 1...256)
    }
}

/// What the commands need that act on tenants, people and keys.
package struct OperatorSettings: Sendable {
    package let database: DatabaseSettings
    package let keys: KeySettings
    package let connectors: ConnectorSettings

    /// Reads the environment.
    /// - Throws: `SettingsError` with all faults at once.
    package init(_ environment: [String: String], program: Program) throws(SettingsError) {
        self = try SettingsReader.read(environment) { OperatorSettings(&$0, program: program) }
    }

    private init(_ reader: inout SettingsReader, program: Program) {
        database = DatabaseSettings(&reader)
        keys = KeySettings(&reader)
        connectors = ConnectorSettings(&reader, program: program)
    }
}

/// What `tactics migrate` needs.
package struct MigrateSettings: Sendable {
    package let adminURL: Secret
    /// Whose passwords give tactics_app and tactics_platform theirs; unset leaves the passwords alone.
    package let tenantURL: Secret?
    package let platformURL: Secret?
    package let folder: String

    /// Reads the environment.
    /// - Throws: `SettingsError` with all faults at once.
    package init(_ environment: [String: String], program: Program) throws(SettingsError) {
        self = try SettingsReader.read(environment) { MigrateSettings(&$0, program: program) }
    }

    private init(_ reader: inout SettingsReader, program: Program) {
        adminURL = reader.postgresURL(.adminURL, user: nil)
        tenantURL = reader.optionalSecret(.databaseURL)
        platformURL = reader.optionalSecret(.platformURL)
        if let folder = reader.optional(.migrations) ?? program.find("migrations") {
            self.folder = folder
        } else {
            reader.fault(.migrations, "no folder `migrations` stands beside the program or above it. Set it to the folder of SQL files.")
            folder = ""
        }
    }
}
