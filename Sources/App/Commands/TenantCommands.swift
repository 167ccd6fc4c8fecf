import Core
import Foundation
import Postgres
import Tenants

/// `tactics tenant`: manifests planned and applied, tenants listed.
package enum TenantCommands {
    /// What applying would change, one line for each difference.
    /// - Throws: `ManifestFaults` with all faults of all files; nothing is looked at then.
    package static func plan(_ path: String, prune: Bool) async throws -> String {
        let manifests = try ManifestFiles.read(path)
        return try await OperatorSession.run { session in
            var lines: [String] = []
            for manifest in manifests { lines += try await session.applier.plan(manifest, prunes: prune).map(\.description) }
            return lines.isEmpty ? "Nothing to change." : lines.joined(separator: "\n")
        }
    }

    /// Applies manifests, each in one transaction, and says what it changed.
    /// - Throws: `ManifestFaults` with all faults of all files; nothing is applied then.
    package static func apply(_ path: String, prune: Bool) async throws -> String {
        let manifests = try ManifestFiles.read(path)
        return try await OperatorSession.run { session in
            var lines: [String] = []
            for manifest in manifests { lines += try await session.applier.apply(manifest, prunes: prune).changes.map(\.description) }
            return lines.isEmpty ? "Nothing to change." : lines.joined(separator: "\n")
        }
    }

    /// One line a tenant.
    package static func list() async throws -> String {
        try await OperatorSession.run { session in
            let tenants = try await session.backbone.platform.inPlatform("list tenants", .readOnly) { tx in try await TenantStore.list(tx) }
            guard !tenants.isEmpty else { return "There is no tenant." }
            return tenants.map { "\($0.slug)\t\($0.state)\t\($0.plan)\t\($0.id)\t\($0.name)" }.joined(separator: "\n")
        }
    }
}

/// Manifests of a folder, or one file.
enum ManifestFiles {
    /// - Throws: `ManifestFaults` with the faults of all files at once, `NoManifests` where there is none.
    static func read(_ path: String) throws -> [TenantManifest] {
        var manifests: [TenantManifest] = []
        var faults: [ManifestFault] = []
        for file in try files(path) {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            do {
                manifests.append(try ManifestParser().parse(text, file: file, directory: (file as NSString).deletingLastPathComponent))
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw ManifestFaults(faults: faults) }
        return manifests
    }

    private static func files(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw NoManifests(path: path) }
        guard isFolder.boolValue else { return [path] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        guard !names.isEmpty else { throw NoManifests(path: path) }
        return names.map { "\(path)/\($0)" }
    }
}

/// A path without a manifest.
struct NoManifests: Error, CustomStringConvertible {
    let path: String

    var description: String { "\(path) holds no manifest (*.yaml). README.md shows how one looks." }
}
