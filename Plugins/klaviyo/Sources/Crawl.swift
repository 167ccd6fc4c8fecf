import ConnectorKit

/// One kind of resource that is read in the order of time.
protocol Crawled {
    /// The stream that the pages belong to.
    var stream: String { get }
    /// Below `/api/`.
    var path: String { get }
    /// The field that is filtered and sorted by.
    var timeField: String { get }
    /// The query without filter and order.
    var query: [(name: String, value: String)] { get }
    /// Further conditions, such as a metric.
    var conditions: [String] { get }
    /// Emits the row of a resource; its time, nil where it was rejected.
    func emit(_ resource: JSONView, _ included: Included, _ host: Host) throws -> Instant?
}

/// Reads resources in the order of time, from the newest stored one on, with a checkpoint behind each page.
struct Crawl<Kind: Crawled> {
    let client: Client
    let settings: Settings
    let kind: Kind
    let zone: Zone

    func read(_ request: ReadRequest) throws {
        var cursor = CrawlCursor(request)
        do { try crawl(request, &cursor) } catch let refusal as Refusal where refusal.mayBePage && cursor.open?.after != nil {
            client.host.log(.info, "Klaviyo does not know the page any more: the read starts again at the newest stored time.")
            cursor.open = nil
            try crawl(request, &cursor)
        }
    }

    private func crawl(_ request: ReadRequest, _ cursor: inout CrawlCursor) throws {
        var pages = ResourcePages(client, kind.path, query(request, cursor.updatedAt), from: cursor.open?.after)
        var previous: Set<String> = []
        while let page = try pages.next() {
            let newest = try emit(page, &previous)
            // A time in the future must not hide what comes before it.
            if request.mode != .backfill, let newest {
                cursor.updatedAt = max(cursor.updatedAt ?? Instant(microseconds: 0), min(newest, client.host.now))
            }
            cursor.open = page.next.map {
                CrawlCursor.Open(mode: request.mode.rawValue, after: $0, since: request.since, until: request.until)
            }
            try client.host.checkpoint(kind.stream) { cursor.write(to: &$0) }
        }
    }

    /// Emits a page without what already stood on the page before it.
    private func emit(_ page: ResourcePages.Page, _ previous: inout Set<String>) throws -> Instant? {
        var ids: Set<String> = []
        var newest: Instant?
        for resource in page.rows {
            guard let id = resource["id"].filledString else {
                try client.host.reject(kind.stream, Reject("The object has no id.", field: "id", sample: String(resource.json.prefix(200))))
                continue
            }
            guard ids.insert(id).inserted, !previous.contains(id) else { continue }
            guard let time = try kind.emit(resource, page.included, client.host) else { continue }
            newest = max(newest ?? time, time)
        }
        previous = ids
        return newest
    }

    private func query(_ request: ReadRequest, _ stored: Instant?) -> [(name: String, value: String)] {
        var conditions = kind.conditions
        switch request.mode {
        case .incremental:
            let from = stored?.adding(seconds: -settings.overlap) ?? (request.since ?? first).map { zone.start(of: $0) }
            if let from { conditions.append("greater-than(\(kind.timeField),\(from))") }
        case .full:
            if let from = (request.since ?? first).map({ zone.start(of: $0) }) { conditions.append("greater-than(\(kind.timeField),\(from))") }
        case .backfill:
            // A second before midnight, because only strictly later ones can be asked for.
            if let since = request.since { conditions.append("greater-than(\(kind.timeField),\(zone.start(of: since).adding(seconds: -1)))") }
            if let until = request.until { conditions.append("less-than(\(kind.timeField),\(zone.start(of: until.adding(days: 1))))") }
        }
        let filter = conditions.isEmpty ? [] : [(name: "filter", value: conditions.joined(separator: ","))]
        return kind.query + filter + [(name: "sort", value: (request.mode == .backfill ? "-" : "") + kind.timeField)]
    }

    /// Events begin with the first day of the settings, profiles are all wanted.
    private var first: Day? {
        kind.timeField == "datetime" ? settings.since ?? zone.day(of: client.host.now).adding(days: 1 - settings.sinceDays) : settings.since
    }
}
