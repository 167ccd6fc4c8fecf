import Core

/// Runs a checked request: gives exactly the fields that were selected, and what it cost by the sizes that came out.
struct GraphQLExecution {
    private let request: GraphQLRequest

    struct Result: Sendable {
        var json: JSON
        var points: Double
    }

    init(_ request: GraphQLRequest) { self.request = request }

    /// - Parameter root: the subject of the query type.
    func run(root: any Sendable) throws(GraphQLFault) -> Result {
        try object(root, .type(request.root), GraphQLPlan(request, request.operation.selections))
    }

    private func object(_ subject: any Sendable, _ scope: GraphQLScope, _ plan: GraphQLPlan) throws(GraphQLFault) -> Result {
        let fields = plan.fields(in: scope)
        var members: [JSON.Member] = []
        members.reserveCapacity(fields.count)
        var points = 0.0
        for field in fields {
            guard let definition = field.definition else {
                members.append(.init(field.key, .string(scope.typeName)))
                continue
            }
            let result = try write(try resolve(definition, subject, field), field, definition)
            members.append(.init(field.key, result.json))
            points += result.points
        }
        return Result(json: .object(members), points: points)
    }

    private func resolve(_ definition: GraphQLField, _ subject: any Sendable, _ field: GraphQLPlan.Field) throws(GraphQLFault) -> GraphQLValue {
        do throws(GraphQLFault) { return try definition.resolve(subject, field.arguments) } catch {
            throw GraphQLFault(
                message: error.message, code: error.code, line: field.line, column: field.column, path: [field.key], detail: error.detail)
        }
    }

    private func write(_ value: GraphQLValue, _ field: GraphQLPlan.Field, _ definition: GraphQLField) throws(GraphQLFault) -> Result {
        switch value {
        case .null: return Result(json: .null, points: 0)
        case .scalar(let json): return Result(json: json, points: 0)
        default: break
        }
        do throws(GraphQLFault) { return try compound(value, field, definition) } catch { throw error.below(field.key) }
    }

    private func compound(_ value: GraphQLValue, _ field: GraphQLPlan.Field, _ definition: GraphQLField) throws(GraphQLFault) -> Result {
        switch value {
        case .null: return Result(json: .null, points: 0)
        case .scalar(let json): return Result(json: json, points: 0)
        case .object(let subject, let type):
            var result = try object(subject, .type(type), field.inner)
            if case .object(_, isValue: true) = definition.shape { return result }
            result.points += 1
            return result
        case .list(let items):
            var list: [JSON] = []
            var largest = 0.0
            for item in items {
                let result = try compound(item, field, definition)
                list.append(result.json)
                largest = max(largest, result.points)
            }
            return Result(json: .array(list), points: largest)
        case .connection(let connection): return try write(connection, field.inner)
        }
    }

    private func write(_ connection: GraphQLConnection, _ plan: GraphQLPlan) throws(GraphQLFault) -> Result {
        let scope = GraphQLScope.connection(connection.nodeType)
        let node = GraphQLScope.type(connection.nodeType)
        var members: [JSON.Member] = []
        var below = 0.0
        for part in plan.fields(in: scope) {
            switch part.name {
            case "edges":
                let edges = try list(connection) { edge throws(GraphQLFault) in try write(edge, connection.nodeType, node, part.inner) }
                members.append(.init(part.key, edges.json))
                below += edges.points
            case "nodes":
                let nodes = try list(connection) { edge throws(GraphQLFault) in try object(edge.node, node, part.inner).adding(1) }
                members.append(.init(part.key, nodes.json))
                below += nodes.points
            case "pageInfo": members.append(.init(part.key, pageInfo(connection, part.inner)))
            default: members.append(.init(part.key, .string(scope.typeName)))
            }
        }
        return Result(json: .object(members), points: request.cost.base + below)
    }

    /// The parts of a connection; what they cost together shrinks with the same curve as the size asked for.
    private func list(
        _ connection: GraphQLConnection, _ write: (GraphQLConnection.Edge) throws(GraphQLFault) -> Result
    ) throws(GraphQLFault) -> Result {
        var items: [JSON] = []
        items.reserveCapacity(connection.edges.count)
        var points = 0.0
        for edge in connection.edges {
            let result = try write(edge)
            items.append(result.json)
            points += result.points
        }
        guard !items.isEmpty else { return Result(json: [], points: 0) }
        return Result(json: .array(items), points: points / Double(items.count) * request.weight(of: items.count))
    }

    private func write(
        _ edge: GraphQLConnection.Edge, _ nodeType: String, _ node: GraphQLScope, _ plan: GraphQLPlan
    ) throws(GraphQLFault) -> Result {
        var members: [JSON.Member] = []
        var points = 0.0
        let scope = GraphQLScope.edge(nodeType)
        for field in plan.fields(in: scope) {
            switch field.name {
            case "cursor": members.append(.init(field.key, .string(edge.cursor)))
            case "node":
                let result = try object(edge.node, node, field.inner).adding(1)
                members.append(.init(field.key, result.json))
                points += result.points
            default: members.append(.init(field.key, .string(scope.typeName)))
            }
        }
        return Result(json: .object(members), points: points)
    }

    private func pageInfo(_ connection: GraphQLConnection, _ plan: GraphQLPlan) -> JSON {
        .object(
            plan.fields(in: .pageInfo).map { field in
                let value: JSON =
                    switch field.name {
                    case "hasNextPage": .bool(connection.hasNext)
                    case "hasPreviousPage": .bool(connection.hasPrevious)
                    case "startCursor": connection.edges.first.map { .string($0.cursor) } ?? .null
                    case "endCursor": connection.edges.last.map { .string($0.cursor) } ?? .null
                    default: "PageInfo"
                    }
                return JSON.Member(field.key, value)
            })
    }
}

extension GraphQLExecution.Result {
    fileprivate func adding(_ more: Double) -> Self { Self(json: json, points: points + more) }
}

extension GraphQLFault {
    /// The same fault, seen from the object that holds a field of that key.
    fileprivate func below(_ key: String) -> GraphQLFault {
        var fault = self
        fault.path = [key] + path
        return fault
    }
}
