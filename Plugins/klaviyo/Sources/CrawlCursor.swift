import ConnectorKit

/// The cursor of a stream that is read in the order of time: `{"updated_at": …, "open": {…}}`. `updated_at` is the newest time that is stored. `open`
/// stands only while a read is unfinished: the page to go on with.
struct CrawlCursor: Equatable {
    var updatedAt: Instant?
    var open: Open?

    /// An unfinished read.
    struct Open: Equatable {
        let mode: String
        /// The part of a list of several parts.
        var part: String?
        /// The address of the page; nil at the start of a part.
        let after: String?
        /// The days that were asked for.
        let since: Day?
        let until: Day?
        /// From when on changes were asked for, and the newest one so far: a list of several parts is only stored as a whole.
        var from: Instant?
        var newest: Instant?
    }

    /// The cursor that a request brings. Only a read that asks the same goes on where the last one stopped.
    init(_ request: ReadRequest) {
        updatedAt = request.cursor["updated_at"].instant
        let view = request.cursor["open"]
        guard view["mode"].string == request.mode.rawValue, view["since"].day == request.since, view["until"].day == request.until else { return }
        open = Open(
            mode: request.mode.rawValue, part: view["part"].filledString, after: view["after"].filledString, since: request.since,
            until: request.until, from: view["from"].instant, newest: view["newest"].instant)
    }

    func write(to row: inout Row) {
        row.instant("updated_at", updatedAt)
        guard let open else { return }
        row.object("open") { row in
            row.text("mode", open.mode)
            row.text("part", open.part)
            row.text("after", open.after)
            row.day("since", open.since)
            row.day("until", open.until)
            row.instant("from", open.from)
            row.instant("newest", open.newest)
        }
    }
}
