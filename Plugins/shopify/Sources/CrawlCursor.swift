import ConnectorKit

/// The cursor of a stream: `{"updated_at": …, "open": {…}, "bulk": {…}}`. `updated_at` is the newest change that is stored. `open` stands only while
/// a read is unfinished: its filter and the page to go on with. `bulk` stands instead while a bulk operation is waited for or fetched.
struct CrawlCursor: Equatable {
    var updatedAt: Instant?
    var open: Open?
    var bulk: BulkProgress?

    /// An unfinished read.
    struct Open: Equatable {
        let mode: String
        /// The filter that its pages belong to.
        let filter: String
        let after: String
        /// The days of a backfill.
        let since: Day?
        let until: Day?
    }

    /// The cursor that a request brings. Only a read that asks the same goes on where the last one stopped.
    init(_ request: ReadRequest) {
        updatedAt = request.cursor["updated_at"].instant
        bulk = BulkProgress(stored: request.cursor["bulk"], request)
        let view = request.cursor["open"]
        guard view["mode"].string == request.mode.rawValue, view["since"].day == request.since, view["until"].day == request.until,
            let after = view["after"].filledString
        else { return }
        open = Open(mode: request.mode.rawValue, filter: view["filter"].string ?? "", after: after, since: request.since, until: request.until)
    }

    func write(to row: inout Row) {
        row.instant("updated_at", updatedAt)
        if let bulk { row.object("bulk") { bulk.write(to: &$0) } }
        guard let open else { return }
        row.object("open") { row in
            row.text("mode", open.mode)
            row.text("filter", open.filter)
            row.text("after", open.after)
            row.day("since", open.since)
            row.day("until", open.until)
        }
    }
}
