import ConnectorHost
import Core
import Foundation

/// `tactics connector install` and `remove`: the folder of installed bundles, one folder `ID-VERSION` each, several versions side by side.
package struct ConnectorStore: Sendable {
    private let settings: ConnectorSettings

    /// The store of the settings.
    /// - Throws: `SettingsError`.
    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current) throws {
        settings = try ConnectorCommands.settings(environment, program: program)
    }

    /// Installs a bundle from a folder or an archive: copied aside, verified there, compared with the version before it, tested by the scenario that it
    /// carries, and moved into place at once.
    /// - Parameter tests: whether the conformance kit runs, where the bundle carries a scenario.
    /// - Throws: `BundleRefusal` where this host would not use it; `ConnectorCommandFault` where it would break connections without a new major version,
    ///   or does not pass the kit.
    package func install(_ source: String, tests: Bool = true) async throws -> ConnectorAnswer {
        let archive = try ConnectorSource.archive(source)
        let draft = "\(settings.installed)/.draft-\(UUID().uuidString)"
        try makeFolder(draft)
        defer { try? FileManager.default.removeItem(atPath: draft) }
        try archive.write(to: draft)
        let bundle = try accepted(draft, source)
        let place = folder(bundle.manifest.id, bundle.manifest.version)
        if let present = try? BundleArchive(directory: place) {
            guard present == archive else {
                throw ConnectorCommandFault(
                    "other_content",
                    "\(bundle.manifest.id) \(bundle.manifest.version) is installed with other content. Give the new one a new version, or remove the "
                        + "old one with `tactics connector remove \(bundle.manifest.id) --version \(bundle.manifest.version)`.")
            }
            return answer(bundle, place, "is installed already")
        }
        let previous = try checkUpgrade(to: bundle)
        let trial = try await ConnectorTrial.run(bundle, in: draft, tests: tests, runner: settings.runner)
        guard rename(draft, place) == 0 else {
            throw ConnectorCommandFault("unwritable", "\(place) can not be written: \(String(cString: strerror(errno))). Check its folder.")
        }
        return answer(bundle, place, "is installed" + (previous.map { " beside \($0)" } ?? ""), trial)
    }

    /// Removes installed versions of a connector: one, or all. What came with the program stays.
    package func remove(_ id: String, version: String? = nil) throws -> ConnectorAnswer {
        let wanted = try version.map { text in
            guard let version = SemanticVersion(text) else {
                throw ConnectorCommandFault("invalid_version", "\"\(text)\" is no version. It is like 1.0.0; `tactics connector list` shows them.")
            }
            return version.description
        }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: settings.installed)) ?? []).sorted()
        let removed = names.filter { name in
            guard name.hasPrefix(id + "-"), let version = SemanticVersion(String(name.dropFirst(id.utf8.count + 1))) else { return false }
            return wanted == nil || wanted == version.description
        }
        guard !removed.isEmpty else {
            let what = id + (version.map { " " + $0 } ?? "")
            throw ConnectorCommandFault(
                "not_installed", "\(what) is not installed in \(settings.installed). `tactics connector list` shows what is, and where.")
        }
        for name in removed { try discard(name) }
        return ConnectorAnswer(
            "Removed \(removed.joined(separator: ", ")). Processes that run keep it until they are restarted.",
            ["removed": .array(removed.map { .string($0) })])
    }

    private func accepted(_ draft: String, _ source: String) throws -> ConnectorBundle {
        // Told by the name that the operator gave, not by the draft's.
        do { return try ConnectorBundle.open(draft, policy: settings.trust) } catch { throw BundleRefusal(source, error.reason) }
    }

    /// The version before the new one, where there is one.
    private func checkUpgrade(to bundle: ConnectorBundle) throws -> SemanticVersion? {
        let new = bundle.manifest
        let older = settings.catalog.bundles.map(\.manifest).filter { $0.id == new.id && $0.version < new.version }
        guard let old = older.max(by: { $0.version < $1.version }) else { return nil }
        try ConnectorUpgrade.check(from: old, to: new)
        return old.version
    }

    /// Moved aside first: a reader never meets half a bundle.
    private func discard(_ name: String) throws {
        let grave = "\(settings.installed)/.removed-\(UUID().uuidString)"
        guard rename("\(settings.installed)/\(name)", grave) == 0 else {
            throw ConnectorCommandFault(
                "unwritable", "\(settings.installed)/\(name) can not be removed: \(String(cString: strerror(errno))). Check who may write there.")
        }
        try FileManager.default.removeItem(atPath: grave)
    }

    private func makeFolder(_ path: String) throws {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755]) } catch
        {
            throw ConnectorCommandFault(
                "unwritable", "\(settings.installed) can not be written. Set TACTICS_INSTALLED_CONNECTORS to a folder of this user.")
        }
    }

    private func folder(_ id: String, _ version: SemanticVersion) -> String { "\(settings.installed)/\(id)-\(version)" }

    private func answer(_ bundle: ConnectorBundle, _ place: String, _ what: String, _ trial: ConnectorTrial? = nil) -> ConnectorAnswer {
        let tested = trial.map { " " + $0.sentence } ?? ""
        return ConnectorAnswer(
            "\(bundle.manifest.id) \(bundle.manifest.version) \(what) in \(place); \(bundle.trust.rawValue).\(tested) "
                + "Processes that run see it when restarted.",
            bundle.document.setting("directory", .string(place)).setting("conformance", trial?.document ?? .null))
    }
}
