import ConnectorHost
import Foundation

/// `tactics connector`: what is installed, and whether a bundle would be accepted. Nothing of a bundle is loaded.
package enum ConnectorCommands {
    /// One line for each bundle of the settings' folders, and one for each that is refused.
    package static func list(_ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current) throws -> String {
        let catalog = try catalog(environment, program: program)
        let lines = catalog.bundles.map { "\($0.manifest.id)\t\($0.manifest.version)\t\($0.manifest.name)\t\($0.directory)" }
        let refused = catalog.refusals.map { "refused\t\($0.sentence)" }
        return (lines + refused).isEmpty ? "No connector is installed." : (lines + refused).joined(separator: "\n")
    }

    /// What a bundle is.
    /// - Throws: `BundleRefusal` with the reason.
    package static func verify(_ path: String) throws -> String {
        let bundle = try ConnectorBundle.open(path)
        return "\(bundle.manifest.id) \(bundle.manifest.version) (\(bundle.manifest.name)) is in order."
    }

    static func catalog(_ environment: [String: String], program: Program) throws -> ConnectorCatalog {
        let settings = try SettingsReader.read(environment) { ConnectorSettings(&$0, program: program) }
        return ConnectorCatalog(directories: settings.folders)
    }
}
