import ConnectorHost
import Core
import Foundation

/// `tactics connector`: what is installed, and whether a bundle would be accepted. Nothing of a bundle is loaded.
package enum ConnectorCommands {
    /// One line for each bundle of the settings' folders, and one for each that is refused.
    package static func list(
        _ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current
    ) throws -> ConnectorAnswer {
        let catalog = try catalog(environment, program: program)
        let lines = catalog.bundles.map {
            "\($0.manifest.id)\t\($0.manifest.version)\t\($0.trust.rawValue)\t\($0.manifest.name)\t\($0.directory)"
        }
        let refused = catalog.refusals.map { "refused\t\($0.sentence)" }
        let text = (lines + refused).isEmpty ? "No connector is installed." : (lines + refused).joined(separator: "\n")
        return ConnectorAnswer(
            text,
            [
                "connectors": .array(catalog.bundles.map(\.document)),
                "refused": .array(
                    catalog.refusals.map {
                        ["directory": .string($0.directory), "code": .string($0.code), "message": .string($0.sentence)]
                    }),
            ])
    }

    /// What a bundle is, and how far this host trusts it. `path` is a folder or an archive.
    /// - Parameter previous: the bundle of the version before, or its connector.json, whose promises this one has to keep.
    /// - Throws: `BundleRefusal` with the reason; `ConnectorCommandFault` that names the version to use where it breaks a promise.
    package static func verify(
        _ path: String, allowsUnsigned: Bool = false, previous: String? = nil, _ environment: [String: String] = ProcessInfo.processInfo.environment,
        program: Program = .current
    ) throws -> ConnectorAnswer {
        let settings = try settings(environment, program: program)
        let policy = allowsUnsigned ? settings.trust.allowingUnsigned : settings.trust
        let bundle = try ConnectorSource.withFolder(of: path) { folder in
            // Told by the name that was given, not by that of the folder it was unpacked to.
            do throws(BundleRefusal) { return try ConnectorBundle.open(folder, policy: policy) } catch { throw BundleRefusal(path, error.reason) }
        }
        let old = try previous.map { try ConnectorUpgrade.manifest(of: $0) }
        if let old { try ConnectorUpgrade.check(from: old, to: bundle.manifest) }
        let kept = old.map { " It may follow \($0.version)." } ?? ""
        let signer = bundle.signer.map { " with the key \($0)" } ?? ""
        return ConnectorAnswer(
            "\(bundle.manifest.id) \(bundle.manifest.version) (\(bundle.manifest.name)) is in order; \(bundle.trust.rawValue)\(signer).\(kept)",
            bundle.document.setting("directory", .string(path)).setting("previous", old.map { .string($0.version.description) } ?? .null))
    }

    static func catalog(_ environment: [String: String], program: Program) throws -> ConnectorCatalog {
        try settings(environment, program: program).catalog
    }

    static func settings(_ environment: [String: String], program: Program) throws -> ConnectorSettings {
        try SettingsReader.read(environment) { ConnectorSettings(&$0, program: program) }
    }
}

extension TrustPolicy {
    /// The same policy for somebody who looks at a bundle of their own.
    var allowingUnsigned: TrustPolicy { TrustPolicy(bundled: bundled, trustFile: trustFile, allowsUnsigned: true) }
}
