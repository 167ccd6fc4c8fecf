import Core

/// A difference between two versions of a connector that breaks what connections and readers rely on, and so needs a new major version.
package struct ManifestChange: Sendable, Hashable {
    /// The stable name, for machines.
    package let code: String
    /// Where, as a path of names: `streams/orders/total`.
    package let place: String
    /// For people.
    package let sentence: String

    /// What breaks between an older manifest and a newer one, in the older one's order; empty for a compatible one.
    package static func breaking(from old: ConnectorManifest, to new: ConnectorManifest) -> [ManifestChange] {
        hosts(old, new) + streams(old, new) + settings(old, new) + operations(old, new) + auth(old, new)
    }

    private static func hosts(_ old: ConnectorManifest, _ new: ConnectorManifest) -> [ManifestChange] {
        let names = new.document["hosts"]?.array ?? []
        return (old.document["hosts"]?.array ?? []).filter { !names.contains($0) }.compactMap(\.string).map {
            ManifestChange(code: "host_removed", place: "hosts/\($0)", sentence: "the host \($0) is gone")
        }
    }

    private static func operations(_ old: ConnectorManifest, _ new: ConnectorManifest) -> [ManifestChange] {
        let names = Set(new.operations.map(\.name))
        return old.operations.map(\.name).filter { !names.contains($0) }.map {
            ManifestChange(code: "operation_removed", place: "operations/\($0)", sentence: "the operation \($0) is gone")
        }
    }

    private static func auth(_ old: ConnectorManifest, _ new: ConnectorManifest) -> [ManifestChange] {
        guard old.auth.scheme != new.auth.scheme else { return [] }
        return [
            ManifestChange(
                code: "auth_changed", place: "auth/scheme", sentence: "it signs in by \(new.auth.scheme) and no more by \(old.auth.scheme)")
        ]
    }

    private static func streams(_ old: ConnectorManifest, _ new: ConnectorManifest) -> [ManifestChange] {
        old.streams.flatMap { before -> [ManifestChange] in
            let place = "streams/\(before.name)"
            guard let after = new.stream(before.name) else {
                return [ManifestChange(code: "stream_removed", place: place, sentence: "the stream \(before.name) is gone")]
            }
            var changes: [ManifestChange] = []
            if before.kind != after.kind {
                changes.append(ManifestChange(code: "kind_changed", place: place, sentence: "the stream \(before.name) is of another kind"))
            }
            if before.primaryKey != after.primaryKey {
                changes.append(ManifestChange(code: "key_changed", place: place, sentence: "the stream \(before.name) has another primary key"))
            }
            for mode in before.modes where !after.modes.contains(mode) {
                changes.append(
                    ManifestChange(
                        code: "mode_removed", place: place, sentence: "the stream \(before.name) can not be read \(mode.rawValue) any more"))
            }
            return changes + rows(before, after, place)
        }
    }

    private static func rows(_ before: StreamDescription, _ after: StreamDescription, _ place: String) -> [ManifestChange] {
        guard let old = before.schema, let new = after.schema else { return [] }
        // Faults of a row's schema are the manifest reader's matter; here only what both say is compared.
        var faults: [Problem.Fault] = []
        let nodes = (SchemaNode(old, pointer: "", faults: &faults), SchemaNode(new, pointer: "", faults: &faults))
        return SchemaComparison.narrowed(nodes.0, nodes.1, at: place, word: "field")
    }

    private static func settings(_ old: ConnectorManifest, _ new: ConnectorManifest) -> [ManifestChange] {
        let (before, after) = (old.configSchema.root, new.configSchema.root)
        let required = after.required.filter { !before.required.contains($0) }.map {
            ManifestChange(code: "setting_required", place: "config_schema/\($0)", sentence: "the setting \($0) must be given now")
        }
        return SchemaComparison.narrowed(before, after, at: "config_schema", word: "setting") + required
    }
}

extension SemanticVersion {
    /// The version that a successor has at least to have: the next major one where something breaks, else the next patch.
    package func successor(isBreaking: Bool) -> String { isBreaking ? "\(major + 1).0.0" : "\(major).\(minor).\(patch + 1)" }
}

/// What a newer schema takes less of than an older one.
enum SchemaComparison {
    static func narrowed(_ old: SchemaNode, _ new: SchemaNode, at place: String, word: String) -> [ManifestChange] {
        var changes: [ManifestChange] = []
        if !takes(new, typesOf: old) || !takes(new, valuesOf: old) {
            changes.append(ManifestChange(code: "type_narrowed", place: place, sentence: "the \(word) \(place) takes less than before"))
        }
        for property in old.properties {
            let inside = "\(place)/\(property.name)"
            guard let after = new.properties.first(where: { $0.name == property.name }) else {
                changes.append(ManifestChange(code: "\(word)_removed", place: inside, sentence: "the \(word) \(inside) is gone"))
                continue
            }
            changes += narrowed(property.node, after.node, at: inside, word: word)
        }
        if let before = old.items.first, let after = new.items.first { changes += narrowed(before, after, at: place + "/items", word: word) }
        return changes
    }

    /// No type at all is any type; every integer is a number.
    private static func takes(_ new: SchemaNode, typesOf old: SchemaNode) -> Bool {
        guard !new.types.isEmpty else { return true }
        guard !old.types.isEmpty else { return false }
        return old.types.allSatisfy { new.types.contains($0) || ($0 == "integer" && new.types.contains("number")) }
    }

    private static func takes(_ new: SchemaNode, valuesOf old: SchemaNode) -> Bool {
        if let choices = new.choices {
            guard let before = old.choices, before.allSatisfy(choices.contains) else { return false }
        }
        let isPatternKept = new.pattern == nil || new.pattern == old.pattern
        let isFormatKept = new.format == nil || new.format == old.format
        return isPatternKept && isFormatKept && contains(new.length, old.length) && contains(new.count, old.count) && takes(new, numbersOf: old)
    }

    private static func takes(_ new: SchemaNode, numbersOf old: SchemaNode) -> Bool {
        guard let range = new.range else { return true }
        guard let before = old.range else { return range == -Double.infinity...Double.infinity }
        return contains(range, before)
    }

    private static func contains<Bound>(_ outer: ClosedRange<Bound>, _ inner: ClosedRange<Bound>) -> Bool {
        outer.lowerBound <= inner.lowerBound && outer.upperBound >= inner.upperBound
    }
}
