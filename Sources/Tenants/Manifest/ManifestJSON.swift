import Core
import Yams

/// YAML that is kept as it is (settings of a connection, thresholds), as JSON.
enum ManifestJSON {
    static func value(of node: Node, _ reader: inout ManifestReader) -> JSON {
        switch node {
        case .scalar(let scalar): self.scalar(scalar, node)
        case .sequence(let items): .array(items.map { value(of: $0, &reader) })
        case .mapping(let mapping): .object(members(of: mapping, &reader))
        case .alias: alias(node, &reader)
        }
    }

    private static func members(of mapping: Node.Mapping, _ reader: inout ManifestReader) -> [JSON.Member] {
        mapping.compactMap { key, value in
            guard let name = key.scalar?.string else {
                reader.fault("a name has to be plain text", at: key)
                return nil
            }
            return JSON.Member(name, self.value(of: value, &reader))
        }
    }

    /// A quoted scalar is a text whatever it looks like; a plain one is what YAML's core schema says.
    private static func scalar(_ scalar: Node.Scalar, _ node: Node) -> JSON {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        if node.null != nil { return .null }
        if let flag = node.bool { return .bool(flag) }
        if let integer = node.int { return .integer(integer) }
        if let number = node.float, number.isFinite { return .number("\(number)") }
        return .string(scalar.string)
    }

    private static func alias(_ node: Node, _ reader: inout ManifestReader) -> JSON {
        reader.fault("aliases are not supported here: write the value out", at: node)
        return .null
    }
}
