import ConnectorKit

/// Reads a collection in the order of change, from the newest stored change on, with a checkpoint behind each page.
struct Crawl<Kind: Listed> {
    private let admin: Admin
    private let settings: Settings
    private var kind: Kind

    init(_ admin: Admin, _ settings: Settings, _ kind: Kind) {
        self.admin = admin
        self.settings = settings
        self.kind = kind
    }

    mutating func read(_ request: ReadRequest, _ stored: CrawlCursor) throws {
        var cursor = stored
        cursor.bulk = nil
        do { try crawl(request, &cursor) } catch let refusal as Refusal {
            guard refusal.remedy == .newCursor, cursor.open != nil else { throw refusal.failure }
            admin.host.log(.info, "Shopify does not know the page any more: the read starts again at the newest stored change.")
            cursor.open = nil
            do { try crawl(request, &cursor) } catch let refusal as Refusal { throw refusal.failure }
        }
    }

    private mutating func crawl(_ request: ReadRequest, _ cursor: inout CrawlCursor) throws {
        let filter = cursor.open?.filter ?? Filter.text(request, stored: cursor.updatedAt, settings)
        var after = cursor.open?.after
        var seen: Set<String> = []
        var emitted: Set<String> = []
        var first = kind.pageSize
        while true {
            let connection = try page(filter, after, request.mode == .backfill, &first)
            let nodes = try fresh(connection, &emitted)
            try kind.emit(nodes.map { Item(node: $0) }, admin.host)
            if request.mode != .backfill {
                for time in nodes.compactMap({ $0["updatedAt"].instant }) { cursor.updatedAt = max(cursor.updatedAt ?? time, time) }
            }
            after = try following(connection, &seen)
            cursor.open = after.map {
                CrawlCursor.Open(mode: request.mode.rawValue, filter: filter, after: $0, since: request.since, until: request.until)
            }
            try admin.host.checkpoint(kind.stream) { cursor.write(to: &$0) }
            if after == nil { return }
        }
    }

    /// A page; a query that costs too much is asked for half as many objects.
    private func page(_ filter: String, _ after: String?, _ newestFirst: Bool, _ first: inout Int) throws -> JSONView {
        while true {
            do {
                let size = first
                return try admin.query(kind.stream, kind.query) { row in
                    row.integer("first", Int64(size))
                    row.text("after", after)
                    row.text("q", filter.isEmpty ? nil : filter)
                    row.text("sort", newestFirst ? "CREATED_AT" : "UPDATED_AT")
                    row.boolean("reverse", newestFirst)
                }.required(kind.member)
            } catch let refusal as Refusal where refusal.remedy == .smallerPage && first > 1 {
                first /= 2
                admin.host.log(.info, "The query costs too much: going on with \(first) objects a page.")
            }
        }
    }

    /// The objects of a page that did not come before in this read. An object that changes meanwhile comes twice, rightly: with another time.
    private func fresh(_ connection: JSONView, _ emitted: inout Set<String>) throws -> [JSONView] {
        guard connection["nodes"].kind == .array else {
            throw ConnectorFailure(.contract, "Shopify's answer lacks \"\(kind.member).nodes\".")
        }
        var nodes: [JSONView] = []
        for node in connection["nodes"].elements {
            guard let id = node["id"].filledString else {
                if node.exists {
                    try admin.host.reject(kind.stream, Reject("The object has no id.", field: "id", sample: String(node.json.prefix(200))))
                }
                continue
            }
            if emitted.insert("\(id) \(node["updatedAt"].string ?? "")").inserted { nodes.append(node) }
        }
        return nodes
    }

    private func following(_ connection: JSONView, _ seen: inout Set<String>) throws -> String? {
        guard connection["pageInfo.hasNextPage"].boolean == true else { return nil }
        guard let end = connection["pageInfo.endCursor"].filledString else {
            throw ConnectorFailure(.contract, "Shopify says that there are more objects, and not where.")
        }
        guard seen.insert(end).inserted else {
            throw ConnectorFailure(.contract, "Shopify gave the same page twice: its paging goes in a circle.")
        }
        return end
    }
}

/// The search that chooses what is read.
enum Filter {
    static func text(_ request: ReadRequest, stored: Instant?, _ settings: Settings) -> String {
        switch request.mode {
        case .incremental:
            let since = stored?.adding(seconds: -settings.overlap) ?? (request.since ?? settings.since).map { Zone.utc.start(of: $0) }
            return since.map { "updated_at:>='\($0)'" } ?? ""
        case .full:
            return (request.since ?? settings.since).map { "updated_at:>='\(Zone.utc.start(of: $0))'" } ?? ""
        case .backfill:
            // A day more on each side: the days are those of the shop, the search counts in UTC.
            let since = request.since.map { "created_at:>='\(Zone.utc.start(of: $0.adding(days: -1)))'" }
            let until = request.until.map { "created_at:<'\(Zone.utc.start(of: $0.adding(days: 2)))'" }
            return [since, until].compactMap(\.self).joined(separator: " AND ")
        }
    }
}
