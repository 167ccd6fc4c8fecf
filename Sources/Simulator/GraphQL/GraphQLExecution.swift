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
        try object(root, request.root, request.operation.selections, [])
    }

    private func object(_ subject: any Sendable, _ type: String, _ selections: [GraphQLSelection], _ path: [String]) throws(GraphQLFault) -> Result {
        var members: [JSON.Member] = []
        var points = 0.0
        for field in request.fields(selections, for: type) {
            if field.name == "__typename" {
                members.append(.init(field.key, .string(type)))
                continue
            }
            guard let definition = request.schema.types[type]?.fields[field.name] else { continue }
            let value = try resolve(definition, subject, field, path + [field.key])
            let result = try write(value, field, definition, path + [field.key])
            members.append(.init(field.key, result.json))
            points += result.points
        }
        return Result(json: .object(members), points: points)
    }

    private func resolve(
        _ field: GraphQLField, _ subject: any Sendable, _ selection: GraphQLFieldSelection, _ path: [String]
    ) throws(GraphQLFault) -> GraphQLValue {
        do throws(GraphQLFault) { return try field.resolve(subject, request.arguments(of: selection)) } catch {
            throw GraphQLFault(
                message: error.message, code: error.code, line: selection.line, column: selection.column, path: path, detail: error.detail)
        }
    }

    private func write(
        _ value: GraphQLValue, _ field: GraphQLFieldSelection, _ definition: GraphQLField, _ path: [String]
    ) throws(GraphQLFault) -> Result {
        switch value {
        case .null: return Result(json: .null, points: 0)
        case .scalar(let json): return Result(json: json, points: 0)
        case .object(let subject, let type):
            var result = try object(subject, type, field.selections, path)
            if case .object(_, isValue: true) = definition.shape { return result }
            result.points += 1
            return result
        case .list(let items):
            var list: [JSON] = []
            var largest = 0.0
            for item in items {
                let result = try write(item, field, definition, path)
                list.append(result.json)
                largest = max(largest, result.points)
            }
            return Result(json: .array(list), points: largest)
        case .connection(let connection): return try write(connection, field, path)
        }
    }

    private func write(_ connection: GraphQLConnection, _ field: GraphQLFieldSelection, _ path: [String]) throws(GraphQLFault) -> Result {
        var members: [JSON.Member] = []
        var below = 0.0
        let type = GraphQLScope.connection(connection.nodeType).typeName
        for part in request.fields(field.selections, for: type) {
            switch part.name {
            case "edges":
                let edges = try list(connection) { edge throws(GraphQLFault) in try write(edge, connection.nodeType, part.selections, path) }
                members.append(.init(part.key, edges.json))
                below += edges.points
            case "nodes":
                let nodes = try list(connection) { edge throws(GraphQLFault) in
                    try object(edge.node, connection.nodeType, part.selections, path).adding(1)
                }
                members.append(.init(part.key, nodes.json))
                below += nodes.points
            case "pageInfo": members.append(.init(part.key, pageInfo(connection, part.selections)))
            default: members.append(.init(part.key, .string(type)))
            }
        }
        return Result(json: .object(members), points: request.cost.base + below)
    }

    /// The parts of a connection; what they cost together shrinks with the same curve as the size asked for.
    private func list(
        _ connection: GraphQLConnection, _ write: (GraphQLConnection.Edge) throws(GraphQLFault) -> Result
    ) throws(GraphQLFault) -> Result {
        var items: [JSON] = []
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
        _ edge: GraphQLConnection.Edge, _ nodeType: String, _ selections: [GraphQLSelection], _ path: [String]
    ) throws(GraphQLFault) -> Result {
        var members: [JSON.Member] = []
        var points = 0.0
        let type = GraphQLScope.edge(nodeType).typeName
        for field in request.fields(selections, for: type) {
            switch field.name {
            case "cursor": members.append(.init(field.key, .string(edge.cursor)))
            case "node":
                let node = try object(edge.node, nodeType, field.selections, path).adding(1)
                members.append(.init(field.key, node.json))
                points += node.points
            default: members.append(.init(field.key, .string(type)))
            }
        }
        return Result(json: .object(members), points: points)
    }

    private func pageInfo(_ connection: GraphQLConnection, _ selections: [GraphQLSelection]) -> JSON {
        .object(
            request.fields(selections, for: "PageInfo").map { field in
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
