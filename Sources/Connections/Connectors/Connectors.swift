package import ConnectorHost
import Core

/// What the connectors at hand say about themselves: all that connections need to know of them. Nothing of a connector is loaded for it.
package struct Connectors: Sendable {
    /// By id, then newest first.
    let manifests: [ConnectorManifest]

    package init(_ manifests: [ConnectorManifest]) {
        self.manifests = manifests.sorted { ($0.id, $1.version) < ($1.id, $0.version) }
    }

    package init(_ catalog: ConnectorCatalog) { self.init(catalog.bundles.map(\.manifest)) }

    /// The newest release of each connector, by id.
    var newest: [ConnectorManifest] { ids.compactMap { newest($0) } }

    var ids: [String] { Array(Set(manifests.map(\.id))).sorted() }

    /// The newest release; a prerelease only where there is no release.
    func newest(_ id: String) -> ConnectorManifest? {
        let versions = versions(id)
        return versions.first { !$0.version.isPrerelease } ?? versions.first
    }

    /// All versions of a connector, newest first; empty for an unknown one.
    func versions(_ id: String) -> [ConnectorManifest] { manifests.filter { $0.id == id } }

    /// The sentence for a connector that there is not.
    func unknown(_ id: String) -> String {
        "There is no connector \"\(id)\". There \(ids.count == 1 ? "is" : "are"): \(ids.isEmpty ? "none" : ids.joined(separator: ", "))."
    }
}

extension ConnectorManifest {
    /// Whether the host needs a credential to sign its requests.
    var needsCredential: Bool { auth.scheme != "none" }

    /// Whether it can read a file that was uploaded here.
    var takesUpload: Bool {
        hosts.contains { if case .upload = $0 { true } else { false } }
    }

    /// The settings that hold the address of a file, for connectors that read one.
    var addressSettings: [String] {
        hosts.compactMap { if case .setting(let name) = $0 { name } else { nil } }
    }

    /// How often a connection is read where nobody says it: as its most frequent stream wants.
    var defaultSchedule: Schedule? {
        streams.compactMap(\.interval).min().flatMap { interval in
            Schedule(seconds: min(max(Int(interval.components.seconds), Schedule.bounds.lowerBound), Schedule.bounds.upperBound))
        }
    }

    /// The schema of its settings without the secrets: those go in as the credential, and forms must know which they are.
    var publicConfigSchema: JSON {
        let secrets = configSchema.secretNames
        guard let properties = configSchema.document["properties"]?.members else { return configSchema.document }
        let marked = properties.map { property in
            secrets.contains(property.name)
                ? JSON.Member(property.name, property.value.setting("secret", true).setting("writeOnly", true).setting("default", nil)) : property
        }
        return configSchema.document.setting("properties", .object(marked))
    }
}
