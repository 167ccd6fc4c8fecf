import ConnectorHost
import Core

/// What changed since the version before.
extension Examination {
    mutating func examineCompatibility() {
        let ids = Check.compatibility.map(\.id)
        guard let previous = scenario.previous else {
            for id in ids { findings.skip(id, "There is no previous/connector.json: this is the first version.") }
            return
        }
        for id in ids { findings.ran(id) }
        findings.expect("compat.version", previous.version < manifest.version, "\(manifest.version) is not newer than \(previous.version).")
        findings.expect("compat.identity", previous.id == manifest.id, "It was \(previous.id) and is \(manifest.id).")
        guard previous.version.major == manifest.version.major else { return }
        for stream in previous.streams {
            guard let now = manifest.stream(stream.name) else {
                findings.fail("compat.streams", "\(stream.name) went away.")
                continue
            }
            findings.expect("compat.streams", stream.kind == now.kind, "\(stream.name) is of another kind.")
            findings.expect("compat.keys", stream.primaryKey == now.primaryKey, "\(stream.name) has another key.")
            let lost = stream.modes.filter { !now.modes.contains($0) }.map(\.rawValue)
            findings.expect("compat.modes", lost.isEmpty, "\(stream.name) lost \(lost.joined(separator: ", ")).")
            for fault in Narrowing.ofRows(stream.schema, now.schema) { findings.fail("compat.schemas", "\(stream.name): \(fault)") }
        }
        for fault in Narrowing.ofSettings(previous.configSchema.document, manifest.configSchema.document) { findings.fail("compat.settings", fault) }
        let operations = Set(manifest.operations.map(\.name))
        for operation in previous.operations where !operations.contains(operation.name) {
            findings.fail("compat.operations", "\(operation.name) went away.")
        }
    }
}

/// What a schema takes away from the one before.
enum Narrowing {
    /// Rows: a field that went away, or may be of other types than before.
    static func ofRows(_ old: JSON?, _ new: JSON?) -> [String] {
        (old?["properties"]?.members ?? []).compactMap { member in
            guard let now = new?["properties"]?[member.name] else { return "\(member.name) went away." }
            let before = types(member.value)
            return before.isEmpty || types(now).isSubset(of: before) && !types(now).isEmpty ? nil : "\(member.name) changed its type."
        }
    }

    /// Settings: values that were right and are not any more.
    static func ofSettings(_ old: JSON, _ new: JSON) -> [String] {
        let required = Set(texts(new["required"])).subtracting(texts(old["required"]))
        var faults = required.sorted().map { "\($0) is required now." }
        for member in old["properties"]?.members ?? [] {
            guard let now = new["properties"]?[member.name] else {
                if new["additionalProperties"]?.bool == false { faults.append("\(member.name) went away.") }
                continue
            }
            let allowed = types(now)
            if !allowed.isEmpty, !types(member.value).isSubset(of: allowed) { faults.append("\(member.name) changed its type.") }
            if let choices = now["enum"]?.array, member.value["enum"]?.array?.allSatisfy(choices.contains) != true {
                faults.append("\(member.name) lost a choice.")
            }
        }
        return faults
    }

    private static func types(_ schema: JSON) -> Set<String> {
        var types = Set(schema["type"]?.string.map { [$0] } ?? texts(schema["type"]))
        if types.contains("number") { types.insert("integer") }
        return types
    }

    private static func texts(_ value: JSON?) -> [String] { (value?.array ?? []).compactMap(\.string) }
}
