import Logging
import Telemetry

/// The log of one process: JSON lines on standard error.
enum Logs {
    /// Once, as the first thing that a process does with its settings.
    static func begin(_ level: Logger.Level) {
        LoggingSystem.bootstrap { label in JSONLogHandler(label: label, level: level) }
    }
}
