import ConnectorKit

/// The rest of a list inside an object: what did not fit into the page of the outer list. Nothing is cut off silently.
struct Rest {
    /// The operation's name.
    let name: String
    /// The type of the outer object, such as `Order`.
    let type: String
    /// The list's field, such as `lineItems`.
    let field: String
    /// What is selected of each inner object.
    let selection: String

    private static let pageSize = 250

    private var query: String {
        "query \(name)($id:ID!,$first:Int!,$after:String){node(id:$id){... on \(type){id \(field)(first:$first,after:$after){nodes{\(selection)}"
            + "pageInfo{hasNextPage endCursor}}}}}"
    }

    /// How many come with each outer object.
    private static let inside = 50

    /// How the list is selected inside the outer object.
    func inner(_ form: InnerList) -> String {
        switch form {
        case .page: "\(field)(first:\(Rest.inside)){nodes{\(selection)}pageInfo{hasNextPage endCursor}}"
        case .whole: "\(field){edges{node{\(selection)}}}"
        }
    }

    /// All inner objects: those that came with the outer one, and the rest. Not whole where the outer object is gone meanwhile.
    func all(of outer: Item, id: String, _ admin: Admin) throws -> (nodes: [JSONView], isWhole: Bool) {
        if let children = outer.children { return (children, true) }
        var connection = outer.node[field]
        var nodes = Array(connection["nodes"].elements)
        var seen: Set<String> = []
        var size = Rest.pageSize
        while connection["pageInfo.hasNextPage"].boolean == true {
            guard let after = connection["pageInfo.endCursor"].filledString, seen.insert(after).inserted else {
                throw ConnectorFailure(.contract, "Shopify's paging of \(field) goes in a circle.", detail: id)
            }
            guard let next = try page(id, after, &size, admin) else { return (nodes, false) }
            connection = next
            nodes += connection["nodes"].elements
        }
        return (nodes, true)
    }

    private func page(_ id: String, _ after: String, _ size: inout Int, _ admin: Admin) throws -> JSONView? {
        while true {
            do {
                let first = size
                let data = try admin.query(name, query) { row in
                    row.text("id", id)
                    row.integer("first", Int64(first))
                    row.text("after", after)
                }
                return data["node"].exists ? try data.required("node.\(field)") : nil
            } catch let refusal as Refusal where refusal.remedy == .smallerPage && size > 1 { size /= 2 }
        }
    }
}
