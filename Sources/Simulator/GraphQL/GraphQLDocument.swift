/// The parts of an executable GraphQL document (October 2021 edition) that a reading client writes.
struct GraphQLDocument: Sendable, Hashable {
    var operations: [GraphQLOperation] = []
    var fragments: [String: GraphQLFragment] = [:]
}

struct GraphQLOperation: Sendable, Hashable {
    enum Kind: String, Sendable { case query, mutation, subscription }
    let kind: Kind
    let name: String?
    let variables: [GraphQLVariable]
    let selections: [GraphQLSelection]
}

struct GraphQLVariable: Sendable, Hashable {
    let name: String
    /// The named type inside all lists and bangs.
    let type: String
    let isRequired: Bool
    let usual: GraphQLLiteral?
}

struct GraphQLFragment: Sendable, Hashable {
    let condition: String
    let selections: [GraphQLSelection]
}

indirect enum GraphQLSelection: Sendable, Hashable {
    case field(GraphQLFieldSelection)
    case spread(String, [GraphQLDirective])
    case inline(condition: String?, [GraphQLSelection], [GraphQLDirective])
}

struct GraphQLFieldSelection: Sendable, Hashable {
    let alias: String?
    let name: String
    let arguments: [GraphQLArgument]
    let directives: [GraphQLDirective]
    let selections: [GraphQLSelection]
    let line: Int
    let column: Int

    /// The name under which the value stands in the answer.
    var key: String { alias ?? name }
}

struct GraphQLArgument: Sendable, Hashable {
    let name: String
    let value: GraphQLLiteral
}

struct GraphQLDirective: Sendable, Hashable {
    let name: String
    let arguments: [GraphQLArgument]
}

indirect enum GraphQLLiteral: Sendable, Hashable {
    case variable(String)
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case enumeration(String)
    case list([GraphQLLiteral])
    case object([GraphQLArgument])
}

/// A text that is no GraphQL, and where.
struct GraphQLSyntaxError: Error, Sendable, Hashable {
    let message: String
    let line: Int
    let column: Int
}
