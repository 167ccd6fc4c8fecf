import ConnectorKit

/// The cursor of `ad_daily`: `{"accounts": {"7057e31f": {"day": "2026-01-15"}}, "open": {…}}`. `accounts` holds the newest day that is stored; `open`
/// stands only while a read is unfinished, and says how far it came.
struct DailyCursor: Equatable {
    /// The newest stored day of each account.
    var newest: [String: Day] = [:]
    var open: Open?

    /// An unfinished read.
    struct Open: Equatable {
        let mode: String
        let since: Day?
        let until: Day?
        /// The days read so far of each account, from one end.
        var done: [String: Span] = [:]
    }

    /// Days, both ends included.
    struct Span: Equatable {
        var since: Day
        var until: Day
    }

    /// The cursor that a request brings. Only a read that asks the same goes on where the last one stopped.
    init(_ request: ReadRequest) {
        for (account, value) in request.cursor["accounts"].members { newest[account] = value["day"].day }
        var open = Open(mode: request.mode.rawValue, since: request.since, until: request.until)
        let view = request.cursor["open"]
        if view["mode"].string == open.mode, view["since"].day == open.since, view["until"].day == open.until {
            for (account, value) in view["done"].members {
                guard let since = value["since"].day, let until = value["until"].day, since <= until else { continue }
                open.done[account] = Span(since: since, until: until)
            }
        }
        self.open = open
    }

    /// Notes a window. A backfill of old days does not move the newest day.
    mutating func add(_ window: DateWindows.Window, of account: String) {
        var span = open?.done[account] ?? Span(since: window.since, until: window.until)
        span.since = min(span.since, window.since)
        span.until = max(span.until, window.until)
        open?.done[account] = span
        guard open?.mode != ReadRequest.Mode.backfill.rawValue else { return }
        newest[account] = max(newest[account] ?? window.until, window.until)
    }

    func write(to row: inout Row) throws {
        try row.object("accounts") { row in
            for (account, day) in newest.sorted(by: { $0.key < $1.key }) {
                row.raw(named: account, try JSONDocument(Row.bytes { $0.day("day", day) }).root)
            }
        }
        guard let open else { return }
        try row.object("open") { row in
            row.text("mode", open.mode)
            row.day("since", open.since)
            row.day("until", open.until)
            try row.object("done") { row in
                for (account, span) in open.done.sorted(by: { $0.key < $1.key }) {
                    let bytes = Row.bytes { row in
                        row.day("since", span.since)
                        row.day("until", span.until)
                    }
                    row.raw(named: account, try JSONDocument(bytes).root)
                }
            }
        }
    }
}
