import Core
import Foundation

/// A request that passed validation: one operation, its variables, and what it may cost at most.
struct GraphQLRequest: Sendable {
    let operation: GraphQLOperation
    let fragments: [String: GraphQLFragment]
    let variables: [String: JSON]
    let schema: GraphQLSchema
    let cost: GraphQLCost
    /// The type that the operation begins at.
    let root: String
    /// Points by the sizes asked for, rounded up.
    private(set) var requestedCost = 0

    /// - Throws: all faults that a reading of the text can find, as the platform would list them.
    init(_ text: String, operationName: String?, variables given: JSON?, _ schema: GraphQLSchema, _ cost: GraphQLCost) throws(GraphQLFaults) {
        let document: GraphQLDocument
        do throws(GraphQLSyntaxError) { document = try GraphQLParser.document(text) } catch {
            throw GraphQLFaults([GraphQLFault(message: error.message, line: error.line, column: error.column)])
        }
        guard let operation = operationName.map({ name in document.operations.first { $0.name == name } }) ?? document.operations.first else {
            throw GraphQLFaults([GraphQLFault(message: "No operation named \"\(operationName ?? "")\"")])
        }
        guard let root = schema.root(of: operation) else {
            throw GraphQLFaults([GraphQLFault(message: "This simulated API does not do that", code: "NOT_SUPPORTED")])
        }
        self.root = root
        self.operation = operation
        fragments = document.fragments
        variables = try Self.bound(operation, given)
        self.schema = schema
        self.cost = cost
        var check = GraphQLCheck(self)
        let points = check.points(operation.selections, in: .type(root), path: [Self.title(operation)], depth: 0)
        guard check.faults.isEmpty else { throw GraphQLFaults(check.faults) }
        requestedCost = Int(points.rounded(.up))
    }

    /// Values of the declared variables, with their defaults.
    private static func bound(_ operation: GraphQLOperation, _ given: JSON?) throws(GraphQLFaults) -> [String: JSON] {
        var values: [String: JSON] = [:]
        for variable in operation.variables {
            if let value = given?[variable.name], !value.isNull {
                guard fits(value, variable.type) else {
                    throw GraphQLFaults([invalid(variable, "Could not coerce value \(value) to \(variable.type)")])
                }
                values[variable.name] = value
            } else if let usual = variable.usual?.json(variables: [:]) {
                values[variable.name] = usual
            } else if variable.isRequired {
                throw GraphQLFaults([invalid(variable, "Expected value to not be null")])
            }
        }
        return values
    }

    private static func invalid(_ variable: GraphQLVariable, _ why: String) -> GraphQLFault {
        GraphQLFault(
            message: "Variable $\(variable.name) of type \(variable.type)\(variable.isRequired ? "!" : "") was provided invalid value",
            code: "INVALID_VARIABLE",
            detail: [.init("problems", [["path": [], "explanation": .string(why)]])])
    }

    private static func fits(_ value: JSON, _ type: String) -> Bool {
        switch type {
        case "Int": value.integer != nil
        case "String": value.string != nil
        case "Boolean": value.bool != nil
        default: true
        }
    }

    private static func title(_ operation: GraphQLOperation) -> String {
        operation.name.map { "\(operation.kind.rawValue) \($0)" } ?? operation.kind.rawValue
    }

    /// What a connection of that many nodes weighs.
    func weight(of count: Int) -> Double { pow(Double(count), cost.exponent) }

    /// The fields of a selection set for an object of that type, fragments opened, in order; those of one key are merged.
    func fields(_ selections: [GraphQLSelection], for type: String) -> [GraphQLFieldSelection] {
        var found: [GraphQLFieldSelection] = []
        for selection in selections {
            switch selection {
            case .field(let field): if isIncluded(field.directives) { merge(field, into: &found) }
            case .spread(let name, let directives):
                guard let fragment = fragments[name], isIncluded(directives), applies(fragment.condition, to: type) else { continue }
                for field in fields(fragment.selections, for: type) { merge(field, into: &found) }
            case .inline(let condition, let inner, let directives):
                guard isIncluded(directives), condition.map({ applies($0, to: type) }) ?? true else { continue }
                for field in fields(inner, for: type) { merge(field, into: &found) }
            }
        }
        return found
    }

    func applies(_ condition: String, to type: String) -> Bool { condition == type || schema.types[condition]?.members.contains(type) == true }

    /// The values of a field's arguments, variables put in.
    func arguments(of field: GraphQLFieldSelection) -> GraphQLArguments {
        var values: GraphQLArguments = [:]
        for argument in field.arguments {
            guard let value = argument.value.json(variables: variables), !value.isNull else { continue }
            values[argument.name] = value
        }
        if cost.takesWholeLists, values["first"] == nil { values["first"] = .integer(GraphQLCost.all) }
        return values
    }

    private func isIncluded(_ directives: [GraphQLDirective]) -> Bool {
        directives.allSatisfy { directive in
            let condition = directive.arguments.first { $0.name == "if" }?.value.json(variables: variables)?.bool ?? true
            return directive.name == "skip" ? !condition : directive.name != "include" || condition
        }
    }

    private func merge(_ field: GraphQLFieldSelection, into found: inout [GraphQLFieldSelection]) {
        guard let index = found.firstIndex(where: { $0.key == field.key }) else {
            found.append(field)
            return
        }
        let old = found[index]
        found[index] = GraphQLFieldSelection(
            alias: old.alias, name: old.name, arguments: old.arguments, directives: old.directives, selections: old.selections + field.selections,
            line: old.line,
            column: old.column)
    }
}

/// One or more faults of a request.
struct GraphQLFaults: Error, Sendable, Hashable {
    let faults: [GraphQLFault]

    init(_ faults: [GraphQLFault]) { self.faults = faults }
}

extension GraphQLLiteral {
    /// The value as JSON; `nil` for a variable that has none.
    func json(variables: [String: JSON]) -> JSON? {
        switch self {
        case .variable(let name): variables[name]
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let text): .number(text)
        case .string(let text), .enumeration(let text): .string(text)
        case .list(let items): .array(items.compactMap { $0.json(variables: variables) })
        case .object(let members):
            .object(members.compactMap { member in member.value.json(variables: variables).map { JSON.Member(member.name, $0) } })
        }
    }
}
