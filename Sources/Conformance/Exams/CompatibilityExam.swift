import ConnectorHost
import Core

/// What changed since the version before.
extension Examination {
    mutating func examineCompatibility() {
        if let previous = scenario.previous { return Self.compare(previous, with: manifest, &findings) }
        for check in Check.compatibility {
            findings.skip(check.id, "There is no previous/connector.json, and --previous names none: this is the first version.")
        }
    }

    /// Judges a manifest by the one before it.
    static func compare(_ previous: ConnectorManifest, with manifest: ConnectorManifest, _ findings: inout Findings) {
        for check in Check.compatibility { findings.ran(check.id) }
        findings.expect("compat.identity", previous.id == manifest.id, "It was \(previous.id) and is \(manifest.id).")
        let isSameMajor = previous.version.major >= manifest.version.major
        let changes = isSameMajor ? ManifestChange.breaking(from: previous, to: manifest) : []
        let widened = isSameMajor ? previous.streams.flatMap { Self.widened($0, manifest.stream($0.name)) } : []
        let use = "Use \(previous.version.successor(isBreaking: !changes.isEmpty || !widened.isEmpty))."
        let isNewer = previous.version < manifest.version
        findings.expect("compat.version", isNewer, "\(manifest.version) is not newer than \(previous.version). \(use)")
        for change in changes { findings.fail(change.check, "Since \(previous.version), \(change.sentence). \(use)") }
        for fault in widened { findings.fail("compat.schemas", "Since \(previous.version), \(fault) \(use)") }
    }

    /// Fields that may be of other types than before: who reads them must be told.
    private static func widened(_ before: StreamDescription, _ after: StreamDescription?) -> [String] {
        guard let after else { return [] }
        return Widening.ofRows(before.schema, after.schema).map { "streams/\(before.name): \($0)" }
    }
}

extension ManifestChange {
    /// The check that a change fails.
    fileprivate var check: String {
        switch code {
        case "stream_removed", "kind_changed": "compat.streams"
        case "key_changed": "compat.keys"
        case "mode_removed": "compat.modes"
        case "operation_removed": "compat.operations"
        case "host_removed", "auth_changed": "compat.access"
        default: place.hasPrefix("streams/") ? "compat.schemas" : "compat.settings"
        }
    }
}

/// Fields of rows that may hold what they never held.
enum Widening {
    /// A field that may be of other types than before. One that went away is a `ManifestChange`.
    static func ofRows(_ old: JSON?, _ new: JSON?) -> [String] {
        (old?["properties"]?.members ?? []).compactMap { member in
            guard let now = new?["properties"]?[member.name] else { return nil }
            let before = types(member.value)
            return before.isEmpty || types(now).isSubset(of: before) && !types(now).isEmpty ? nil : "\(member.name) changed its type."
        }
    }

    private static func types(_ schema: JSON) -> Set<String> {
        var types = Set(schema["type"]?.string.map { [$0] } ?? texts(schema["type"]))
        if types.contains("number") { types.insert("integer") }
        return types
    }

    private static func texts(_ value: JSON?) -> [String] { (value?.array ?? []).compactMap(\.string) }
}
