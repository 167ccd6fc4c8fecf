/// A value inside a document, or the absence of one. Asking a view for what it is not gives nil, never a crash.
public struct JSONView: Sendable {
    let document: JSONDocument
    /// The node's index; negative where nothing stands.
    let index: Int

    /// What a value is.
    public enum Kind: Sendable { case missing, null, boolean, number, text, array, object }

    /// What this value is.
    public var kind: Kind {
        guard index >= 0 else { return .missing }
        return switch document.nodes[index].kind {
        case .null: .null
        case .no, .yes: .boolean
        case .number: .number
        case .text, .escapedText: .text
        case .array: .array
        case .object: .object
        }
    }

    /// A view of nothing, for absent configuration and cursors.
    public static let missing = JSONView(document: .nothing, index: -1)

    /// Whether a value stands here and is not null.
    public var exists: Bool { index >= 0 && document.nodes[index].kind != .null }

    /// How many elements or members it has; 0 for anything else.
    public var count: Int { index < 0 ? 0 : Int(document.nodes[index].count) }

    /// The value at a path of names and element numbers with dots between them: `data.edges.0.node`. Missing where there is none.
    public subscript(_ path: String) -> JSONView {
        var view = self
        var rest = path[...].utf8
        while view.index >= 0 {
            guard let dot = rest.firstIndex(of: 0x2E) else { return view.step(Substring(rest)) }
            view = view.step(Substring(rest[..<dot]))
            rest = rest[rest.index(after: dot)...]
        }
        return view
    }

    /// The element of that number.
    public subscript(_ number: Int) -> JSONView {
        guard index >= 0, document.nodes[index].kind == .array, number >= 0, number < count else { return at(-1) }
        var child = index + 1
        for _ in 0..<number { child = Int(document.nodes[child].next) }
        return at(child)
    }

    /// The member of exactly that name, dots and all. Of members with the same name the first one counts.
    public func member(_ name: String) -> JSONView {
        guard index >= 0, document.nodes[index].kind == .object else { return at(-1) }
        var name = name
        return name.withUTF8 { wanted in
            document.bytes.withUnsafeBytes { bytes in
                var child = index + 1
                for _ in 0..<count {
                    if matches(document.nodes[child], UnsafeRawBufferPointer(wanted), bytes) { return at(child + 1) }
                    child = Int(document.nodes[child + 1].next)
                }
                return at(-1)
            }
        }
    }

    /// The elements of an array; none for anything else.
    public var elements: Elements { Elements(document: document, position: index + 1, left: kind == .array ? count : 0) }

    /// The members of an object in their order; none for anything else.
    public var members: Members { Members(document: document, position: index + 1, left: kind == .object ? count : 0) }

    /// The elements of an array.
    public struct Elements: Sequence, IteratorProtocol, Sendable {
        let document: JSONDocument
        var position: Int
        var left: Int

        /// The next element.
        public mutating func next() -> JSONView? {
            guard left > 0 else { return nil }
            left -= 1
            let view = JSONView(document: document, index: position)
            position = Int(document.nodes[position].next)
            return view
        }
    }

    /// The members of an object.
    public struct Members: Sequence, IteratorProtocol, Sendable {
        let document: JSONDocument
        var position: Int
        var left: Int

        /// The next member.
        public mutating func next() -> (name: String, value: JSONView)? {
            guard left > 0 else { return nil }
            left -= 1
            let name = JSONView(document: document, index: position).string ?? ""
            let value = JSONView(document: document, index: position + 1)
            position = Int(document.nodes[position + 1].next)
            return (name, value)
        }
    }

    private func at(_ index: Int) -> JSONView { JSONView(document: document, index: index) }

    private func step(_ name: Substring) -> JSONView {
        if kind == .array { return Int(name).map { self[$0] } ?? at(-1) }
        return member(String(name))
    }

    private func matches(_ key: JSONNode, _ wanted: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer) -> Bool {
        let inside = UnsafeRawBufferPointer(rebasing: bytes[Int(key.start) + 1..<Int(key.end) - 1])
        if key.kind == .escapedText { return JSONText.decode(inside).utf8.elementsEqual(wanted) }
        return inside.count == wanted.count && inside.elementsEqual(wanted)
    }
}

extension JSONDocument {
    /// A document without a value, behind views of nothing.
    static let nothing = JSONDocument(bytes: [], nodes: [])
}
