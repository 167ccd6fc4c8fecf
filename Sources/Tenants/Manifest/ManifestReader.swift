import Yams

/// Walks a YAML tree and gathers every fault with its line and column, instead of stopping at the first.
struct ManifestReader {
    let file: String
    private(set) var faults: [ManifestFault] = []

    init(file: String) { self.file = file }

    mutating func fault(_ message: String, at node: Node) {
        let mark = node.mark
        faults.append(ManifestFault(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, message: message))
    }

    mutating func fault(_ message: String, line: Int, column: Int) {
        faults.append(ManifestFault(file: file, line: line, column: column, message: message))
    }

    /// The members of a mapping; names that are not `known` are faults.
    mutating func members(of node: Node, called what: String, known: [String]) -> [String: Node] {
        guard let mapping = node.mapping else {
            fault("\(what) has to be a mapping (name: value)", at: node)
            return [:]
        }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                fault("a name in \(what) has to be plain text", at: key)
                continue
            }
            if known.contains(name) {
                members[name] = value
            } else {
                fault("\(what) has no \"\(name)\"; it may have \(known.joined(separator: ", "))", at: key)
            }
        }
        return members
    }

    /// A required member; its absence is a fault at the mapping.
    mutating func require(_ name: String, in members: [String: Node], of parent: Node, called what: String) -> Node? {
        if let node = members[name] { return node }
        fault("\(what) needs \"\(name)\"", at: parent)
        return nil
    }

    mutating func text(_ node: Node, called what: String, length: ClosedRange<Int> = 1...200) -> String? {
        guard let scalar = node.scalar, node.tag != Tag(.null) else {
            fault("\(what) has to be a text", at: node)
            return nil
        }
        guard length.contains(scalar.string.count) else {
            fault("\(what) has to have \(length.lowerBound) to \(length.upperBound) characters", at: node)
            return nil
        }
        return scalar.string
    }

    mutating func integer(_ node: Node, called what: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = node.int, range.contains(value) else {
            fault("\(what) has to be a whole number from \(range.lowerBound) to \(range.upperBound)", at: node)
            return nil
        }
        return value
    }

    mutating func items(of node: Node, called what: String) -> [Node] {
        guard let sequence = node.sequence else {
            fault("\(what) has to be a list", at: node)
            return []
        }
        return Array(sequence)
    }

    /// Reads a text by `parse`; what it refuses is a fault with the sentence.
    mutating func parsed<Value>(_ node: Node, called what: String, _ expectation: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = text(node, called: what) else { return nil }
        guard let value = parse(text) else {
            fault("\(what) \"\(text)\" \(expectation)", at: node)
            return nil
        }
        return value
    }
}
