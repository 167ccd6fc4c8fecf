import ConnectorKit

/// How far a read by a bulk operation is: what stands in the cursor under `bulk`.
struct BulkProgress: Equatable {
    let mode: String
    /// The filter that the operation was started with.
    let filter: String
    /// The days of a backfill.
    let since: Day?
    let until: Day?
    /// When this read first asked for an operation.
    var asked: Instant
    /// The operation; nil while another one has to end first.
    var id: String?
    /// When Shopify took it on: what changed later may be missing in its file.
    var began: Instant?
    /// Lines of the file that are stored.
    var lines: Int64 = 0
    /// The newest change among them.
    var newest: Instant?

    /// A read that is about to begin.
    init(_ request: ReadRequest, filter: String, asked: Instant) {
        mode = request.mode.rawValue
        since = request.since
        until = request.until
        self.filter = filter
        self.asked = asked
    }

    /// The progress that a cursor brings. Only a read that asks the same goes on with it.
    init?(stored view: JSONView, _ request: ReadRequest) {
        guard view["mode"].string == request.mode.rawValue, view["since"].day == request.since, view["until"].day == request.until,
            let asked = view["asked"].instant
        else { return nil }
        self.init(request, filter: view["filter"].string ?? "", asked: asked)
        id = view["id"].filledString
        began = view["began"].instant
        lines = view["lines"].integer ?? 0
        newest = view["newest"].instant
    }

    /// The same read with an operation that is still to be started.
    func renewed() -> BulkProgress {
        var fresh = self
        fresh.id = nil
        fresh.began = nil
        fresh.lines = 0
        return fresh
    }

    /// The newest change that is surely stored: the next read goes on there. Objects that changed while the file was written are read again.
    var settled: Instant? { newest.map { newest in began.map { min(newest, $0) } ?? newest } }

    func write(to row: inout Row) {
        row.text("mode", mode)
        row.text("filter", filter)
        row.day("since", since)
        row.day("until", until)
        row.instant("asked", asked)
        row.text("id", id)
        row.instant("began", began)
        row.integer("lines", lines)
        row.instant("newest", newest)
    }
}
