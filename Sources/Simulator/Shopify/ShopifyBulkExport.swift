import Core

/// A query of a bulk operation, and the lines that it gives: one for each object; objects of inner lists name their parent.
struct ShopifyBulkExport {
    private let request: GraphQLRequest

    init(_ text: String, _ settings: ShopifySettings) throws(ShopifyUserFault) {
        var cost = settings.cost
        cost.takesWholeLists = true
        do throws(GraphQLFaults) {
            request = try GraphQLRequest(text, operationName: nil, variables: nil, ShopifySchema.schema, cost)
        } catch {
            throw ShopifyUserFault(field: "query", message: "Invalid bulk query: \(error.faults.first?.message ?? "")", code: "INVALID")
        }
        let fields = request.fields(request.operation.selections, for: request.root)
        let shape = fields.first.flatMap { ShopifySchema.schema.types[request.root]?.fields[$0.name]?.shape }
        guard fields.count == 1, case .connection = shape else {
            throw ShopifyUserFault(field: "query", message: "Invalid bulk query: it must have exactly one list at the top.", code: "INVALID")
        }
    }

    /// - Parameter groups: children stand behind their parent; otherwise behind all parents.
    func lines(_ root: ShopifyRoot, groups: Bool) throws(ShopifyUserFault) -> [[UInt8]] {
        let result: JSON
        do throws(GraphQLFault) { result = try GraphQLExecution(request).run(root: root).json } catch {
            throw ShopifyUserFault(field: "query", message: error.message, code: "INVALID")
        }
        var parents: [[UInt8]] = []
        var children: [[UInt8]] = []
        for node in result.members?.first.map({ Self.nodes($0.value) }) ?? [] {
            var inner: [[UInt8]] = []
            Self.write(node, parent: nil, &parents, &inner)
            if groups { parents += inner } else { children += inner }
        }
        return parents + children
    }

    private static func write(_ node: JSON, parent: JSON?, _ lines: inout [[UInt8]], _ below: inout [[UInt8]]) {
        let members = node.members ?? []
        let parentMember = parent.map { [JSON.Member("__parentId", $0)] } ?? []
        lines.append(JSON.object(members.filter { !isList($0.value) } + parentMember).encoded())
        for list in members where isList(list.value) {
            for child in nodes(list.value) {
                var deeper: [[UInt8]] = []
                write(child, parent: node["id"], &below, &deeper)
                below += deeper
            }
        }
    }

    private static func isList(_ json: JSON) -> Bool { json["edges"]?.array != nil || json["nodes"]?.array != nil }

    private static func nodes(_ list: JSON) -> [JSON] { list["nodes"]?.array ?? (list["edges"]?.array ?? []).compactMap { $0["node"] } }
}
