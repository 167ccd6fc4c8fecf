import Core

/// What a field gives.
indirect enum GraphQLValue: Sendable {
    case null
    case scalar(JSON)
    case object(any Sendable, type: String)
    case list([GraphQLValue])
    case connection(GraphQLConnection)
}

/// A part of a list, in the shape of cursor connections.
struct GraphQLConnection: Sendable {
    struct Edge: Sendable {
        let cursor: String
        let node: any Sendable
    }

    let edges: [Edge]
    let nodeType: String
    let hasPrevious: Bool
    let hasNext: Bool
}

/// The arguments of a field, with variables put in: JSON values by name; enumerations as strings. Names that were given as null are absent.
typealias GraphQLArguments = [String: JSON]

/// A field of an object type.
struct GraphQLField: Sendable {
    enum Shape: Sendable, Hashable {
        case scalar
        /// An object of that type; `isValue` for plain values such as money, which cost nothing.
        case object(String, isValue: Bool)
        case list(String)
        /// A connection of nodes of that type.
        case connection(String)
    }

    let shape: Shape
    let arguments: Set<String>
    let resolve: @Sendable (any Sendable, GraphQLArguments) throws(GraphQLFault) -> GraphQLValue
}

/// A type with fields.
struct GraphQLType: Sendable {
    let name: String
    let fields: [String: GraphQLField]
    /// Types that may stand where this interface is promised; empty for a plain type.
    var members: Set<String> = []
}

struct GraphQLSchema: Sendable {
    let types: [String: GraphQLType]
    let query: String
    /// The type of what changes something; `nil` where nothing can be changed.
    var mutation: String?

    /// The type that an operation begins at; `nil` for what is not served. Of mutations only those that the type has are.
    func root(of operation: GraphQLOperation) -> String? {
        switch operation.kind {
        case .query: return query
        case .subscription: return nil
        case .mutation:
            let known = mutation.flatMap { types[$0]?.fields } ?? [:]
            let isKnown = operation.selections.allSatisfy { if case .field(let field) = $0 { known[field.name] != nil } else { false } }
            return isKnown ? mutation : nil
        }
    }
}

/// A failure of a request, as it stands in `errors`.
struct GraphQLFault: Error, Sendable, Hashable {
    let message: String
    var code: String?
    var line = 1
    var column = 1
    var path: [String] = []
    var detail: [JSON.Member] = []

    var json: JSON {
        var members: [JSON.Member] = [
            .init("message", .string(message)), .init("locations", [["line": .integer(line), "column": .integer(column)]]),
        ]
        if !path.isEmpty { members.append(.init("path", .array(path.map { .string($0) }))) }
        if let code { members.append(.init("extensions", .object([.init("code", .string(code))] + detail))) }
        return .object(members)
    }
}

/// Builds the fields of a type whose values are of one Swift type.
struct GraphQLFields<Subject: Sendable>: Sendable {
    private(set) var fields: [String: GraphQLField] = [:]

    mutating func scalar(_ name: String, _ read: @escaping @Sendable (Subject) -> JSON?) {
        add(name, .scalar) { subject, _ in read(subject).map { GraphQLValue.scalar($0) } ?? .null }
    }

    mutating func object(_ name: String, _ type: String, isValue: Bool = false, _ read: @escaping @Sendable (Subject) -> (any Sendable)?) {
        add(name, .object(type, isValue: isValue)) { subject, _ in read(subject).map { GraphQLValue.object($0, type: type) } ?? .null }
    }

    mutating func list(_ name: String, _ type: String, _ arguments: Set<String> = [], _ read: @escaping @Sendable (Subject) -> [any Sendable]) {
        add(name, .list(type), arguments) { subject, _ in .list(read(subject).map { GraphQLValue.object($0, type: type) }) }
    }

    mutating func scalars(_ name: String, _ read: @escaping @Sendable (Subject) -> [JSON]) {
        add(name, .scalar) { subject, _ in .scalar(.array(read(subject))) }
    }

    mutating func connection(
        _ name: String, _ type: String, _ more: Set<String> = [],
        _ read: @escaping @Sendable (Subject, GraphQLArguments) throws(GraphQLFault) -> GraphQLConnection
    ) {
        add(name, .connection(type), Set(["first", "after", "reverse"]).union(more)) { subject, arguments throws(GraphQLFault) in
            .connection(try read(subject, arguments))
        }
    }

    mutating func add(
        _ name: String, _ shape: GraphQLField.Shape, _ arguments: Set<String> = [],
        _ resolve: @escaping @Sendable (Subject, GraphQLArguments) throws(GraphQLFault) -> GraphQLValue
    ) {
        fields[name] = GraphQLField(shape: shape, arguments: arguments) { subject, given throws(GraphQLFault) in
            guard let subject = subject as? Subject else { return .null }
            return try resolve(subject, given)
        }
    }
}

extension GraphQLType {
    init<Subject>(_ name: String, of subject: Subject.Type, _ build: (inout GraphQLFields<Subject>) -> Void) {
        var fields = GraphQLFields<Subject>()
        build(&fields)
        self.init(name: name, fields: fields.fields)
    }
}
