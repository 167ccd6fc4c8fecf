import Core

/// Walks a request against the schema before it runs: collects faults, and adds up what it may cost.
/// Messages and codes follow graphql-ruby, which the platform is built with.
struct GraphQLCheck {
    private let request: GraphQLRequest
    private(set) var faults: [GraphQLFault] = []

    init(_ request: GraphQLRequest) { self.request = request }

    mutating func points(_ selections: [GraphQLSelection], in scope: GraphQLScope, path: [String], depth: Int) -> Double {
        guard depth < 48 else { return 0 }
        var points = 0.0
        for selection in selections {
            switch selection {
            case .field(let field): points += self.points(field, in: scope, path: path, depth: depth)
            case .spread(let name, _):
                guard let fragment = request.fragments[name] else {
                    faults.append(GraphQLFault(message: "Fragment \(name) was used, but not defined", code: "useAndDefineFragment", path: path))
                    continue
                }
                points += self.points(
                    fragment.selections, in: .type(fragment.condition), narrowing: scope, path: path + ["... \(name)"], depth: depth)
            case .inline(let condition, let inner, _):
                points += self.points(
                    inner, in: condition.map { .type($0) } ?? scope, narrowing: scope, path: path + ["... on \(condition ?? scope.typeName)"],
                    depth: depth)
            }
        }
        return points
    }

    private mutating func points(
        _ selections: [GraphQLSelection], in condition: GraphQLScope, narrowing scope: GraphQLScope, path: [String], depth: Int
    ) -> Double {
        if condition.typeName == scope.typeName { return points(selections, in: scope, path: path, depth: depth + 1) }
        guard request.schema.types[condition.typeName] != nil else {
            faults.append(
                GraphQLFault(message: "No such type \(condition.typeName), so it can't be a fragment condition", code: "undefinedType", path: path))
            return 0
        }
        return points(selections, in: condition, path: path, depth: depth + 1)
    }

    private mutating func points(_ field: GraphQLFieldSelection, in scope: GraphQLScope, path: [String], depth: Int) -> Double {
        let path = path + [field.key]
        guard let target = scope.target(of: field.name, in: request.schema) else {
            report(
                field, path, "Field '\(field.name)' doesn't exist on type '\(scope.typeName)'", "undefinedField", scope,
                [.init("fieldName", .string(field.name))])
            return 0
        }
        for argument in field.arguments where !target.arguments.contains(argument.name) {
            report(
                field, path, "Field '\(field.name)' doesn't accept argument '\(argument.name)'", "argumentNotAccepted", scope,
                [.init("argumentName", .string(argument.name))])
        }
        checkVariables(field, path)
        guard let inner = target.inner else {
            if !field.selections.isEmpty {
                report(field, path, "Selections can't be made on scalars (field '\(field.name)' returns a scalar)", "selectionMismatch", scope, [])
            }
            return 0
        }
        guard !field.selections.isEmpty else {
            report(
                field, path, "Field must have selections (field '\(field.name)' returns \(inner.typeName) but has no selections)",
                "selectionMismatch", scope, [])
            return 0
        }
        let below = points(field.selections, in: inner, path: path, depth: depth + 1)
        guard target.isConnection else { return target.points + below }
        return request.cost.base + request.weight(of: size(of: field, path, scope)) * below
    }

    /// The size that a connection asks for.
    private mutating func size(of field: GraphQLFieldSelection, _ path: [String], _ scope: GraphQLScope) -> Int {
        if request.cost.takesWholeLists { return 0 }
        guard let first = request.arguments(of: field)["first"]?.integer else {
            report(field, path, "you must provide one of first or last", "BAD_REQUEST", scope, [])
            return 0
        }
        guard first >= 0, first <= request.cost.largestFirst else {
            report(field, path, "`first` on `\(field.name)` must be between 0 and \(request.cost.largestFirst)", "BAD_REQUEST", scope, [])
            return 0
        }
        return Int(first)
    }

    private mutating func checkVariables(_ field: GraphQLFieldSelection, _ path: [String]) {
        let declared = Set(request.operation.variables.map(\.name))
        for argument in field.arguments {
            guard case .variable(let name) = argument.value, !declared.contains(name) else { continue }
            faults.append(
                GraphQLFault(
                    message: "Variable $\(name) is used by \(request.operation.name ?? "anonymous query") but not declared",
                    code: "variableNotDefined",
                    line: field.line, column: field.column, path: path))
        }
    }

    private mutating func report(
        _ field: GraphQLFieldSelection, _ path: [String], _ message: String, _ code: String, _ scope: GraphQLScope, _ detail: [JSON.Member]
    ) {
        faults.append(
            GraphQLFault(
                message: message, code: code, line: field.line, column: field.column, path: path,
                detail: [.init("typeName", .string(scope.typeName))] + detail))
    }
}
