/// All bundles of some directories: those that were verified, and why the others were not.
package struct ConnectorCatalog: Sendable {
    /// By id, then newest first.
    package let bundles: [ConnectorBundle]
    package let refusals: [BundleRefusal]

    /// Opens every bundle in these directories. Each entry is either a bundle itself or a directory of bundles. A second bundle of one id and version
    /// is passed over: the first directory counts. `trust`: which of them are used, and how far; each bundle says what came of it.
    package init(
        directories: [String], trust: TrustPolicy = .allowingUnsigned, libraryPaths: [String] = RunnerSettings.swiftRuntimePaths()
    ) {
        var bundles: [ConnectorBundle] = []
        var refusals: [BundleRefusal] = []
        for path in directories.flatMap(Self.candidates) {
            do throws(BundleRefusal) {
                let bundle = try ConnectorBundle.open(path, policy: trust, libraryPaths: libraryPaths)
                let isKnown = bundles.contains { $0.manifest.id == bundle.manifest.id && $0.manifest.version == bundle.manifest.version }
                if !isKnown { bundles.append(bundle) }
            } catch { refusals.append(error) }
        }
        self.bundles = bundles.sorted { ($0.manifest.id, $1.manifest.version) < ($1.manifest.id, $0.manifest.version) }
        self.refusals = refusals
    }

    private static func candidates(_ directory: String) -> [String] {
        if FilePath.exists("\(directory)/connector.json") { return [directory] }
        let inside = (FilePath.names(in: directory) ?? []).filter { !$0.hasPrefix(".") }.map { "\(directory)/\($0)" }
        return inside.filter(FilePath.isDirectory)
    }

    /// All connectors' ids, sorted.
    package var ids: [String] { Array(Set(bundles.map(\.manifest.id))).sorted() }

    /// The newest release of a connector, within a major version where one is given. A prerelease is taken only where there is no release.
    package func newest(_ id: String, major: Int? = nil) -> ConnectorBundle? {
        let fitting = bundles.filter { $0.manifest.id == id && (major == nil || $0.manifest.version.major == major) }
        return fitting.first { !$0.manifest.version.isPrerelease } ?? fitting.first
    }

    package func bundle(_ id: String, version: SemanticVersion) -> ConnectorBundle? {
        bundles.first { $0.manifest.id == id && $0.manifest.version == version }
    }
}
