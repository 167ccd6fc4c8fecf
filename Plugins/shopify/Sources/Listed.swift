import ConnectorKit

/// One kind of object that is read page by page, or whole by a bulk operation.
protocol Listed {
    /// The stream that the pages belong to.
    var stream: String { get }
    /// The type, such as `Order`.
    var type: String { get }
    /// The member of `data` that holds the connection.
    var member: String { get }
    var pageSize: Int { get }
    /// What is selected of an object.
    func selection(_ form: InnerList) -> String
    /// Emits the rows of some objects.
    mutating func emit(_ items: [Item], _ host: Host) throws
}

/// How the list inside an object comes.
enum InnerList {
    /// So many with the object; the rest is asked for.
    case page
    /// All of them, in lines of their own: bulk operations have no pages.
    case whole
}

/// An object as it was read.
struct Item {
    let node: JSONView
    /// The objects of its inner list where they came apart from it; nil where they stand inside.
    var children: [JSONView]?
}

extension Listed {
    /// A page of objects. Variables: `first`, `after`, `q`, `sort`, `reverse`. The operation is called as the stream.
    var query: String {
        """
        query \(stream)($first:Int!,$after:String,$q:String,$sort:\(type)SortKeys,$reverse:Boolean){\
        \(member)(first:$first,after:$after,query:$q,sortKey:$sort,reverse:$reverse){nodes{\
        \(selection(.page))\
        }pageInfo{hasNextPage endCursor}}}
        """
    }

    /// All objects of a filter, as a bulk operation takes it.
    func bulkQuery(_ filter: String) -> String {
        "{\(member)\(filter.isEmpty ? "" : "(query:\"\(filter)\")"){edges{node{\(selection(.whole))}}}}"
    }
}
