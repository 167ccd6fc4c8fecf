import ConnectorKit

/// Reads lists page by page: small ones whole, campaigns and flows from the newest stored change on. The newest change is only stored when all parts
/// are through.
struct Listing {
    let client: Client
    let settings: Settings
    let stream: String
    let parts: [Collection]

    func read(_ request: ReadRequest) throws {
        var cursor = CrawlCursor(request)
        if cursor.open == nil || !parts.contains(where: { $0.name == cursor.open?.part }) {
            let stored = request.mode == .incremental ? cursor.updatedAt?.adding(seconds: -settings.overlap) : nil
            cursor.open = open(request, parts.first, nil, from: stored, newest: nil)
        }
        let left = parts.drop { $0.name != cursor.open?.part }
        for (index, part) in left.enumerated() {
            let following = left.dropFirst(index + 1).first
            do { try read(part, then: following, request, &cursor) } catch let refusal as Refusal where refusal.mayBePage && cursor.open?.after != nil
            {
                client.host.log(.info, "Klaviyo does not know the page any more: the list starts again.")
                cursor.open = open(request, part, nil, from: cursor.open?.from, newest: cursor.open?.newest)
                try read(part, then: following, request, &cursor)
            }
        }
    }

    private func read(_ part: Collection, then following: Collection?, _ request: ReadRequest, _ cursor: inout CrawlCursor) throws {
        let from = cursor.open?.from
        var newest = cursor.open?.newest
        var pages = ResourcePages(client, part.path, part.query(from: from, settings), from: cursor.open?.after)
        var seen: Set<String> = []
        while let page = try pages.next() {
            for resource in page.rows {
                guard let id = resource["id"].filledString else {
                    try client.host.reject(stream, Reject("The object has no id.", field: "id", sample: String(resource.json.prefix(200))))
                    continue
                }
                guard seen.insert(id).inserted, let time = try part.emit(resource, id, page.included, client.host) else { continue }
                newest = max(newest ?? time, min(time, client.host.now))
            }
            cursor.open = (page.next == nil ? following : part).map { open(request, $0, page.next, from: from, newest: newest) }
            if cursor.open == nil { cursor.updatedAt = [cursor.updatedAt, newest].compactMap(\.self).max() }
            try client.host.checkpoint(stream) { cursor.write(to: &$0) }
        }
    }

    private func open(_ request: ReadRequest, _ part: Collection?, _ after: String?, from: Instant?, newest: Instant?) -> CrawlCursor.Open {
        CrawlCursor.Open(
            mode: request.mode.rawValue, part: part?.name, after: after, since: request.since, until: request.until, from: from, newest: newest)
    }
}
