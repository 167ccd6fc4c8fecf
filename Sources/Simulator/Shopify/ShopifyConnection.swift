import Core
import Foundation

/// What can be listed: it has a number, times, and a position in a sort order.
protocol ShopifyRow: Sendable {
    var number: Int64 { get }
    var created: Instant { get }
    var updated: Instant { get }
    /// `nil` where the notion does not apply.
    var isTest: Bool? { get }
}

extension ShopifyRow {
    var isTest: Bool? { nil }
}

/// How many rows there are.
struct ShopifyCount: Sendable {
    let count: Int
    let isExact: Bool
}

/// Lists rows in pages. Cursors name the last row's sort value and number, so that a page goes on rightly whatever changed in between.
struct ShopifyList<Row: ShopifyRow>: Sendable {
    private let nodeType: String
    private let byUpdate: Lazy<[Row]>
    private let byCreation: Lazy<[Row]>
    private let byNumber: Lazy<[Row]>

    init(_ nodeType: String, _ rows: @escaping @Sendable () -> [Row]) {
        self.nodeType = nodeType
        byUpdate = Lazy { rows().sorted { ($0.updated, $0.number) < ($1.updated, $1.number) } }
        byCreation = Lazy { rows().sorted { ($0.created, $0.number) < ($1.created, $1.number) } }
        byNumber = Lazy { rows().sorted { $0.number < $1.number } }
    }

    func connection(_ arguments: GraphQLArguments, usual: String) throws(GraphQLFault) -> GraphQLConnection {
        let key = arguments["sortKey"]?.string ?? usual
        let (rows, position) = try ordered(key)
        let search = try ShopifySearch(arguments["query"]?.string)
        let reverse = arguments["reverse"]?.bool ?? false
        let after = try arguments["after"]?.string.map { text throws(GraphQLFault) in try Self.decode(text) }
        let first = Int(arguments["first"]?.integer ?? 0)
        var found: [Row] = []
        let inOrder: any Sequence<Row> =
            reverse ? AnySequence(rows.reversed()) : AnySequence(rows[(after.map { Self.place(of: $0, in: rows, position) } ?? 0)...])
        for row in inOrder where search.admits(row) {
            if reverse, let after, !((position(row), row.number) < after) { continue }
            found.append(row)
            if found.count > first { break }
        }
        let page = found.prefix(first)
        let edges = page.map { GraphQLConnection.Edge(cursor: Self.cursor(position($0), $0.number), node: $0) }
        return GraphQLConnection(edges: edges, nodeType: nodeType, hasPrevious: after != nil, hasNext: found.count > first)
    }

    /// The row of a number, if there is one.
    func row(_ number: Int64) -> Row? {
        let rows = byNumber.get()
        let place = rows.partition(by: { $0.number >= number })
        return place < rows.count && rows[place].number == number ? rows[place] : nil
    }

    /// How many rows a filter finds; at `limit` the counting stops.
    func count(_ arguments: GraphQLArguments) throws(GraphQLFault) -> ShopifyCount {
        let search = try ShopifySearch(arguments["query"]?.string)
        let found = byNumber.get().count { search.admits($0) }
        guard let limit = arguments["limit"]?.integer, found > limit else { return ShopifyCount(count: found, isExact: true) }
        return ShopifyCount(count: Int(limit), isExact: false)
    }

    private func ordered(_ key: String) throws(GraphQLFault) -> ([Row], @Sendable (Row) -> Int64) {
        switch key {
        case "UPDATED_AT": return (byUpdate.get(), { $0.updated.microseconds })
        case "CREATED_AT", "PROCESSED_AT": return (byCreation.get(), { $0.created.microseconds })
        case "ID": return (byNumber.get(), { $0.number })
        default:
            throw GraphQLFault(message: "Argument 'sortKey' has an invalid value (\(key)).", code: "argumentLiteralsIncompatible")
        }
    }

    /// The first index behind the cursor, by halving.
    private static func place(of cursor: (Int64, Int64), in rows: [Row], _ position: (Row) -> Int64) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if (position(rows[middle]), rows[middle].number) <= cursor { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func cursor(_ value: Int64, _ number: Int64) -> String {
        Data("{\"last_id\":\(number),\"last_value\":\"\(value)\"}".utf8).base64EncodedString()
    }

    private static func decode(_ cursor: String) throws(GraphQLFault) -> (Int64, Int64) {
        guard let data = Data(base64Encoded: cursor), let json = try? JSON(parsing: data), let number = json["last_id"]?.integer,
            let value = json["last_value"]?.string.flatMap({ Int64($0) })
        else { throw GraphQLFault(message: "Invalid cursor for current pagination sort.", code: "BAD_REQUEST") }
        return (value, number)
    }
}
