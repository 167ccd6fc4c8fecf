import ConnectorKit

/// A read of everything by a bulk operation: Shopify writes a file in its own time, which is read line by line. The operation's id stands in the
/// cursor, so that a read which was parked or fell finds it again.
struct BulkRead<Kind: Listed> {
    let admin: Admin
    let settings: Settings
    var kind: Kind
    var host: Host { admin.host }

    /// Seconds after which an operation is given up and pages are read instead.
    private let patience: Int64 = 6 * 3600

    init(_ admin: Admin, _ settings: Settings, _ kind: Kind) {
        self.admin = admin
        self.settings = settings
        self.kind = kind
    }

    /// Whether this read runs as a bulk operation. A read that began one way goes on that way.
    func isWanted(_ request: ReadRequest, _ cursor: CrawlCursor) throws -> Bool {
        if cursor.open != nil { return false }
        if cursor.bulk != nil { return true }
        switch settings.bulk {
        case .never: return false
        case .always: return request.mode != .incremental || cursor.updatedAt == nil
        case .large: return try request.mode != .incremental && isLarge(Filter.text(request, stored: cursor.updatedAt, settings))
        }
    }

    /// Reads all rows. False when Shopify could not do it: pages help then.
    mutating func read(_ request: ReadRequest, _ cursor: inout CrawlCursor) throws -> Bool {
        do { return try run(request, &cursor) } catch let refusal as Refusal { throw refusal.failure }
    }

    private mutating func run(_ request: ReadRequest, _ cursor: inout CrawlCursor) throws -> Bool {
        let filter = Filter.text(request, stored: cursor.updatedAt, settings)
        var progress = cursor.bulk ?? BulkProgress(request, filter: filter, asked: host.now)
        var wasRenewed = false
        while true {
            guard let id = progress.id else {
                guard try start(&progress, &cursor) else { return false }
                continue
            }
            switch try state(id) {
            case .running:
                guard isPatient(progress) else { return try giveUp(id) }
                try pause(progress)
            case .ready(let file):
                if let file { try take(file, &progress, &cursor) }
                try finish(progress, &cursor)
                return true
            case .broken(let reason, let file):
                host.log(.warning, "Shopify's bulk operation ended early (\(reason)): what it found is kept, and the read goes on page by page.")
                if let file { try take(file, &progress, &cursor) }
                return false
            case .gone:
                guard !wasRenewed else { return false }
                wasRenewed = true
                progress = progress.renewed()
            }
        }
    }
}

// The operation.
extension BulkRead {
    /// Asks for an operation and keeps its id; waits where another one runs. False where Shopify does not take it.
    private func start(_ progress: inout BulkProgress, _ cursor: inout CrawlCursor) throws -> Bool {
        let query = kind.bulkQuery(progress.filter)
        let data = try admin.query("bulk_run", BulkOperation.run, isRepeatable: false) { row in
            row.text("query", query)
            row.boolean("group", true)
        }
        switch try BulkStart(data["bulkOperationRunQuery"]) {
        case .started(let id, let at):
            progress.id = id
            progress.began = at ?? host.now
            try keep(progress, &cursor)
            return true
        case .busy:
            guard isPatient(progress) else { return false }
            host.log(.info, "Another bulk operation runs in the shop: waiting for its end.")
            if cursor.bulk == nil { try keep(progress, &cursor) }
            try pause(progress)
            return true
        case .refused(let reason):
            host.log(.warning, "Shopify does not take the bulk operation: \(reason)")
            return false
        }
    }

    private func state(_ id: String) throws -> BulkState {
        try BulkState(try admin.query("bulk_state", BulkOperation.state) { $0.text("id", id) }["node"])
    }

    private func isPatient(_ progress: BulkProgress) -> Bool { host.now < progress.asked.adding(seconds: patience) }

    private func giveUp(_ id: String) throws -> Bool {
        host.log(.warning, "Shopify's bulk operation takes too long: it is cancelled, and the read goes on page by page.")
        _ = try admin.query("bulk_cancel", BulkOperation.cancel, isRepeatable: false) { $0.text("id", id) }
        return false
    }

    /// Short waits first; when it takes longer the sync parks between two questions, so that its runner is free.
    private func pause(_ progress: BulkProgress) throws {
        let now = host.now
        let seconds: Int64 = now < progress.asked.adding(seconds: 15) ? 3 : now < progress.asked.adding(seconds: 60) ? 10 : 90
        try host.wait(until: now.adding(seconds: seconds))
    }

    /// Whether there is much to read. Where Shopify does not tell, pages are read.
    private func isLarge(_ filter: String) throws -> Bool {
        let (name, field) = ("\(kind.stream)_count", "\(kind.member)Count")
        do {
            let data = try admin.query(name, "query \(name)($q:String,$limit:Int){\(field)(query:$q,limit:$limit){count precision}}") { row in
                row.text("q", filter.isEmpty ? nil : filter)
                row.integer("limit", Int64(settings.bulkFrom))
            }
            return (data["\(field).count"].integer ?? 0) >= Int64(settings.bulkFrom)
        } catch let refusal as Refusal {
            guard refusal.failure.kind == .permanent else { throw refusal.failure }
        } catch let error as HostError {
            guard error.code == .failed else { throw error }
        }
        host.log(.info, "Shopify does not tell how many \(kind.stream) there are: reading page by page.")
        return false
    }
}

// The file.
extension BulkRead {
    /// Reads the lines that are not stored yet, with a checkpoint every some thousand objects.
    private mutating func take(_ file: BulkFile, _ progress: inout BulkProgress, _ cursor: inout CrawlCursor) throws {
        // The address is its own permission: the shop's token must not go there.
        let response = try host.download(Request(.get, file.url, credential: nil), errors: BulkOperation.fileErrors)
        var lines = response.lines
        var join = BulkJoin()
        var (number, size): (Int64, Int64) = (0, 0)
        while let line = try lines.next() {
            number += 1
            size += Int64(line.count) + 1
            guard number > progress.lines, !line.isEmpty else { continue }
            let object = try JSONDocument(line).root
            if join.isFull, BulkJoin.isParent(object) { try store(join.take(), upTo: number - 1, &progress, &cursor) }
            try add(object, to: &join)
        }
        // The last line may have no end. A file that is cut off would look like a short one.
        if let whole = file.size, size < whole { throw ConnectorFailure(.transient, "The file of Shopify's bulk operation was cut off.") }
        try store(join.take(), upTo: number, &progress, &cursor)
    }

    private func add(_ object: JSONView, to join: inout BulkJoin) throws {
        let sample = String(object.json.prefix(200))
        switch try join.add(object) {
        case .taken: break
        case .orphan: try host.reject(kind.stream, Reject("An inner object came without its object.", field: "__parentId", sample: sample))
        case .nameless: try host.reject(kind.stream, Reject("The object has no id.", field: "id", sample: sample))
        }
    }

    private mutating func store(_ items: [Item], upTo line: Int64, _ progress: inout BulkProgress, _ cursor: inout CrawlCursor) throws {
        guard line > progress.lines else { return }
        try kind.emit(items, host)
        for time in items.compactMap({ $0.node["updatedAt"].instant }) { progress.newest = max(progress.newest ?? time, time) }
        progress.lines = line
        try keep(progress, &cursor)
    }

    private func finish(_ progress: BulkProgress, _ cursor: inout CrawlCursor) throws {
        cursor.bulk = nil
        if progress.mode != ReadRequest.Mode.backfill.rawValue, let settled = progress.settled {
            cursor.updatedAt = max(cursor.updatedAt ?? settled, settled)
        }
        let done = cursor
        try host.checkpoint(kind.stream) { done.write(to: &$0) }
    }

    private func keep(_ progress: BulkProgress, _ cursor: inout CrawlCursor) throws {
        cursor.bulk = progress
        let now = cursor
        try host.checkpoint(kind.stream) { now.write(to: &$0) }
    }
}
