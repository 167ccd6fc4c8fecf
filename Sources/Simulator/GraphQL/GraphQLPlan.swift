import Core

/// What is selected at one place of a request: worked out once for each type that stands there, however many objects are written by it.
final class GraphQLPlan {
    /// A field to be written.
    struct Field {
        let key: String
        let name: String
        /// `nil` for what every object has, and for the wrappers of connections.
        let definition: GraphQLField?
        let arguments: GraphQLArguments
        let line: Int
        let column: Int
        /// What is selected inside.
        let inner: GraphQLPlan
    }

    private let request: GraphQLRequest
    private let selections: [GraphQLSelection]
    private var known: [(scope: GraphQLScope, fields: [Field])] = []

    init(_ request: GraphQLRequest, _ selections: [GraphQLSelection]) {
        self.request = request
        self.selections = selections
    }

    /// The fields for an object or wrapper of that kind, in order. What the type does not have is left out.
    func fields(in scope: GraphQLScope) -> [Field] {
        for entry in known where entry.scope == scope { return entry.fields }
        var own: [String: GraphQLField]?
        if case .type(let name) = scope { own = request.schema.types[name]?.fields ?? [:] }
        let fields = request.fields(selections, for: scope.typeName).compactMap { selection -> Field? in
            let definition = own?[selection.name]
            guard own == nil || definition != nil || selection.name == "__typename" else { return nil }
            return Field(
                key: selection.key, name: selection.name, definition: definition, arguments: request.arguments(of: selection), line: selection.line,
                column: selection.column, inner: GraphQLPlan(request, selection.selections))
        }
        known.append((scope, fields))
        return fields
    }
}
