import ConnectorKit

/// The cursor of a stream: `{"mark": …, "pending": …, "linked": …, "open": {…}}`.
struct ReadCursor: Equatable {
    /// Transactions: the newest time of creation that is stored. Objects: the time up to which events have been read.
    var mark: Instant?
    /// The oldest time of creation of a transaction that was not available yet.
    var pending: Instant?
    /// The transactions of all payouts that were made before it are linked.
    var linked: Instant?
    /// Stands only while a read is unfinished.
    var open: Open?

    /// An unfinished read.
    struct Open: Equatable {
        /// What is being listed.
        enum Phase: String { case list, payouts }

        let mode: String
        /// The days that were asked for.
        let since: Day?
        let until: Day?
        var phase = Phase.list
        var range = ListPages.Range()
        /// The object that the next page starts behind.
        var after: String?
        /// What `mark`, `pending` and `linked` become when all is read.
        var mark: Instant?
        var pending: Instant?
        var linked: Instant?
    }

    /// The cursor that a request brings. Only a read that asks the same goes on where the last one stopped.
    init(_ request: ReadRequest) {
        let cursor = request.cursor
        mark = cursor["mark"].instant
        pending = cursor["pending"].instant
        linked = cursor["linked"].instant
        let view = cursor["open"]
        guard view["mode"].string == request.mode.rawValue, view["since"].day == request.since, view["until"].day == request.until,
            let phase = Open.Phase(rawValue: view["phase"].string ?? "")
        else { return }
        open = Open(
            mode: request.mode.rawValue, since: request.since, until: request.until, phase: phase,
            range: ListPages.Range(from: view["from"].instant, before: view["before"].instant), after: view["after"].filledString,
            mark: view["mark"].instant, pending: view["pending"].instant, linked: view["linked"].instant)
    }

    func write(to row: inout Row) {
        row.instant("mark", mark)
        row.instant("pending", pending)
        row.instant("linked", linked)
        guard let open else { return }
        row.object("open") { row in
            row.text("mode", open.mode)
            row.day("since", open.since)
            row.day("until", open.until)
            row.text("phase", open.phase.rawValue)
            row.instant("from", open.range.from)
            row.instant("before", open.range.before)
            row.text("after", open.after)
            row.instant("mark", open.mark)
            row.instant("pending", open.pending)
            row.instant("linked", open.linked)
        }
    }
}
