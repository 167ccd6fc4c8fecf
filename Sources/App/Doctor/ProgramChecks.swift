import ConnectorHost
import Foundation

/// What must be there beside the databases: the runner, the bundles, the programs of `tactics up`, the signing keys.
enum ProgramChecks {
    static func findings(_ environment: [String: String], program: Program) -> [Finding] {
        [keys(environment), runner(environment, program)] + connectors(environment, program) + [servers]
    }

    private static func keys(_ environment: [String: String]) -> Finding {
        do {
            _ = try SettingsReader.read(environment) { KeySettings(&$0) }
            return Finding(.good, "Keys", "all are there and long enough.")
        } catch {
            return Finding(.fault, "Keys", error.summary)
        }
    }

    private static func runner(_ environment: [String: String], _ program: Program) -> Finding {
        let path = environment[Setting.runner.name] ?? program.sibling("connector-runner")
        return Executables.isExecutable(path)
            ? Finding(.good, "connector-runner", "\(path).")
            : Finding(.fault, "connector-runner", "\(path) is not there. Build it, or set \(Setting.runner.name).")
    }

    private static func connectors(_ environment: [String: String], _ program: Program) -> [Finding] {
        do {
            let catalog = try ConnectorCommands.catalog(environment, program: program)
            let good = catalog.bundles.map { Finding(.good, "Connector \($0.manifest.id)", "\($0.manifest.version) in \($0.directory).") }
            let refused = catalog.refusals.map { Finding(.fault, "Connector", $0.sentence) }
            return (good + refused).isEmpty
                ? [Finding(.warning, "Connectors", "none is installed. Run `make bundles`, or set \(Setting.connectors.name).")] : good + refused
        } catch {
            return [Finding(.fault, "Connectors", "\(error)")]
        }
    }

    /// For `tactics up` alone: a warning, since a server may have its databases elsewhere.
    private static var servers: Finding {
        do throws(UpError) {
            _ = try Executables.find("redis-server")
            _ = try Executables.find("setpriv")
            return Finding(.good, "Programs of `tactics up`", "redis-server and setpriv are there.")
        } catch {
            return Finding(.warning, "Programs of `tactics up`", "\(error)")
        }
    }
}
