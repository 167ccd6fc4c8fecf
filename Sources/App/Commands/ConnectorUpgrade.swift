import ConnectorHost
import Core
import Foundation

/// Whether a version keeps what the one before it promised.
enum ConnectorUpgrade {
    /// - Throws: `ConnectorCommandFault` that names what breaks, and the version to use.
    static func check(from old: ConnectorManifest, to new: ConnectorManifest) throws {
        guard old.id == new.id else {
            throw ConnectorCommandFault(
                "other_connector", "The previous version is of \(old.id), and this is \(new.id). Name a bundle or connector.json of \(new.id).")
        }
        let changes = ManifestChange.breaking(from: old, to: new)
        guard changes.isEmpty || old.version.major < new.version.major else {
            throw ConnectorCommandFault(
                "breaking_change",
                "\(new.id) \(new.version) breaks what \(old.version) promised: \(changes.map(\.sentence).joined(separator: "; ")). "
                    + "Such a change needs a new major version: \(old.version.successor(isBreaking: true)). "
                    + "Connections that stay on \(old.version.major) keep working.")
        }
        guard old.version < new.version else {
            throw ConnectorCommandFault(
                "old_version",
                "\(new.id) \(new.version) is not newer than \(old.version). Use \(old.version.successor(isBreaking: false)).")
        }
    }

    /// The manifest of a bundle, a folder or an archive, or of a connector.json alone.
    static func manifest(of path: String) throws -> ConnectorManifest {
        if path.hasSuffix(".json") { return try read(path) }
        return try ConnectorSource.withFolder(of: path) { try read("\($0)/connector.json") }
    }

    private static func read(_ path: String) throws -> ConnectorManifest {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConnectorCommandFault(
                "missing_previous", "\(path) can not be read. --previous names the bundle of the version before, or its connector.json.")
        }
        do throws(ManifestFaults) { return try ConnectorManifest(parsing: [UInt8](data)) } catch {
            throw BundleRefusal(path, .manifest(error.faults.map { "\($0.pointer.isEmpty ? "it" : $0.pointer) \($0.detail)" }))
        }
    }
}
