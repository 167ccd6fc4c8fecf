import ConnectorKit

/// The pages of an edge: `while let page = try pages.next() { … }`.
struct GraphPages {
    /// One page.
    struct Page {
        let rows: JSONView.Elements
        /// The cursor of the page behind it; nil at the end.
        let next: String?
    }

    private let graph: Graph
    private let path: String
    private let query: [(name: String, value: String)]
    /// Rows of a page; halved when Meta finds a page too large.
    private(set) var limit: Int
    private var after: String?
    private var seen: Set<String> = []
    private var ended = false

    /// A page smaller than this would not help.
    private static let smallest = 10
    /// More pages than any list has.
    private static let bound = 100_000

    init(_ graph: Graph, _ path: String, _ query: [(name: String, value: String)], limit: Int, after: String? = nil) {
        self.graph = graph
        self.path = path
        self.query = query
        self.limit = limit
        self.after = after
        if let after { seen.insert(after) }
    }

    /// The next page, nil behind the last one.
    mutating func next() throws -> Page? {
        guard !ended else { return nil }
        guard seen.count < GraphPages.bound else { throw ConnectorFailure(.contract, "Meta gave more than \(GraphPages.bound) pages.", detail: path) }
        let body = try fetch()
        // The cursor `after` stands on the last page too; only `next` says that there is more. Its value holds the token, so it is not looked at: the
        // host may have blanked it.
        let more = body["paging"].member("next").kind != .missing
        let following = more ? body["paging.cursors.after"].filledString : nil
        if more, following == nil { throw ConnectorFailure(.contract, "Meta says that there are more rows, and not where.", detail: path) }
        if let following, !seen.insert(following).inserted {
            throw ConnectorFailure(.contract, "Meta gave the same page twice: its paging goes in a circle.", detail: path)
        }
        guard body["data"].kind == .array else { throw ConnectorFailure(.contract, "Meta's answer lacks \"data\".", detail: path) }
        after = following
        ended = following == nil
        return Page(rows: body["data"].elements, next: following)
    }

    private mutating func fetch() throws -> JSONView {
        while true {
            var items = query
            items.append((name: "limit", value: String(limit)))
            if let after { items.append((name: "after", value: after)) }
            do { return try graph.get(path, items) } catch let refusal as Refusal where refusal.remedy == .smallerPage && limit > GraphPages.smallest
            {
                limit = max(limit / 2, GraphPages.smallest)
                graph.host.log(.info, "Meta finds the page too large: going on with \(limit) rows a page.")
            }
        }
    }
}
