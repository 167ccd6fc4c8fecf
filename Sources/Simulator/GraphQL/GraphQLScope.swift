import Core

/// Where a selection set stands: in a type of the schema, or in one of the wrappers that every connection has.
enum GraphQLScope: Sendable, Hashable {
    case type(String)
    case connection(String)
    case edge(String)
    case pageInfo

    var typeName: String {
        switch self {
        case .type(let name): name
        case .connection(let node): "\(node)Connection"
        case .edge(let node): "\(node)Edge"
        case .pageInfo: "PageInfo"
        }
    }

    /// What a field leads to; `nil` where there is no such field.
    struct Target: Sendable {
        var inner: GraphQLScope?
        var arguments: Set<String> = []
        /// What one such object costs before what is selected in it.
        var points = 0.0
        var isConnection = false
    }

    func target(of field: String, in schema: GraphQLSchema) -> Target? {
        if field == "__typename" { return Target() }
        switch self {
        case .type(let name): return schema.types[name]?.fields[field].map { Self.target($0) }
        case .connection(let node):
            return ["edges": Target(inner: .edge(node)), "nodes": Target(inner: .type(node), points: 1), "pageInfo": Target(inner: .pageInfo)][field]
        case .edge(let node): return ["cursor": Target(), "node": Target(inner: .type(node), points: 1)][field]
        case .pageInfo: return ["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"].contains(field) ? Target() : nil
        }
    }

    private static func target(_ field: GraphQLField) -> Target {
        switch field.shape {
        case .scalar: Target(arguments: field.arguments)
        case .object(let type, let isValue): Target(inner: .type(type), arguments: field.arguments, points: isValue ? 0 : 1)
        case .list(let type): Target(inner: .type(type), arguments: field.arguments, points: 1)
        case .connection(let type): Target(inner: .connection(type), arguments: field.arguments, isConnection: true)
        }
    }
}

/// What connections cost. Shopify documents points for objects and sizes connections by their arguments; the exact curve is not public, so it is
/// a setting: a connection of n costs `base` and n to the power of `exponent` times what one node costs.
package struct GraphQLCost: Sendable, Hashable {
    package var base = 2.0
    package var exponent = 0.5
    package var largestFirst = 250
    /// Bulk operations: lists come whole and cost nothing.
    var takesWholeLists = false
    /// The size of a list that comes whole.
    static let all = 1_000_000_000

    package init() {}
}
