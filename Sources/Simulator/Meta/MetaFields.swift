import Core

/// The `fields` parameter: names, some with a selection of their own in braces (`id,name,creative{id}`).
struct MetaFields: Sendable, Hashable {
    struct Field: Sendable, Hashable {
        let name: String
        let inner: MetaFields?
    }

    private(set) var fields: [Field] = []

    init(_ names: [String]) { fields = names.map { Field(name: $0, inner: nil) } }

    init(parsing text: String) throws(MetaError) {
        var rest = Substring(text)
        self = try Self.list(&rest)
        guard rest.isEmpty else { throw MetaError(code: 2_500, message: "Syntax error \"Expected end of string instead of \"\(rest.prefix(1))\".\"") }
    }

    private static func list(_ rest: inout Substring) throws(MetaError) -> MetaFields {
        var result = MetaFields([])
        while !rest.isEmpty, rest.first != "}" {
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            guard !name.isEmpty else { throw MetaError(code: 2_500, message: "Syntax error \"Expected name.\" at \"\(rest.prefix(1))\"") }
            rest = rest.dropFirst(name.count)
            var inner: MetaFields?
            if rest.first == "{" {
                rest.removeFirst()
                inner = try list(&rest)
                guard rest.first == "}" else { throw MetaError(code: 2_500, message: "Syntax error \"Expected }\"") }
                rest.removeFirst()
            }
            result.fields.append(Field(name: String(name), inner: inner))
            while rest.first == "," || rest.first == " " { rest.removeFirst() }
        }
        return result
    }
}

/// A kind of node: what its fields are called and where their values come from. A value of `nil` is left out of the answer.
struct MetaNodeType<Node>: Sendable {
    typealias Read = @Sendable (Node, MetaView) -> JSON?
    let name: String
    let fields: [String: Read]

    /// The node with the fields that were asked for, and its id in any case.
    func json(_ node: Node, _ selection: MetaFields, _ business: MetaView) throws(MetaError) -> JSON {
        var members: [JSON.Member] = []
        for field in selection.fields {
            guard let read = fields[field.name] else { throw .nonexistentField(field.name, on: name) }
            guard let value = read(node, business), !members.contains(where: { $0.name == field.name }) else { continue }
            members.append(JSON.Member(field.name, field.inner.map { value.only($0) } ?? value))
        }
        if !members.contains(where: { $0.name == "id" }), let id = fields["id"]?(node, business) { members.append(JSON.Member("id", id)) }
        return .object(members)
    }
}

extension JSON {
    /// The members that a nested selection names, and the id.
    fileprivate func only(_ selection: MetaFields) -> JSON {
        guard let members else { return self }
        let names = Set(selection.fields.map(\.name) + ["id"])
        return .object(members.filter { names.contains($0.name) })
    }
}
