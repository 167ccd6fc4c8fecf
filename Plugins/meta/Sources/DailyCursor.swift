import ConnectorKit

/// The cursor of `ad_daily`: `{"accounts": {"act_1": {"day": "2026-01-15"}}, "open": {…}}`. `accounts` holds the newest day that is stored; `open`
/// stands only while a read is unfinished, and says how far it came; beside it `report` names what Meta is preparing (`ReportJob`).
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

        /// Whether it is the same question.
        func isSame(as request: ReadRequest) -> Bool { mode == request.mode.rawValue && since == request.since && until == request.until }
    }

    /// Days, both ends included.
    struct Span: Equatable {
        var since: Day
        var until: Day
    }

    /// The cursor that a request brings.
    init(_ request: ReadRequest) {
        for (account, value) in request.cursor["accounts"].members { newest[account] = value["day"].day }
        let view = request.cursor["open"]
        var open = Open(mode: request.mode.rawValue, since: request.since, until: request.until)
        let stored = Open(mode: view["mode"].string ?? "", since: view["since"].day, until: view["until"].day)
        if stored.isSame(as: request) {
            for (account, value) in view["done"].members {
                guard let since = value["since"].day, let until = value["until"].day, since <= until else { continue }
                open.done[account] = Span(since: since, until: until)
            }
        }
        self.open = open
    }

    /// Notes a window. A backfill of old days does not move the newest day back.
    mutating func add(_ window: DateWindows.Window, of account: String) {
        if var span = open?.done[account] {
            span.since = min(span.since, window.since)
            span.until = max(span.until, window.until)
            open?.done[account] = span
        } else {
            open?.done[account] = Span(since: window.since, until: window.until)
        }
        // Days that were never reached in order must not count: a first backfill leaves the newest day open.
        guard open?.mode != ReadRequest.Mode.backfill.rawValue else { return }
        newest[account] = max(newest[account] ?? window.until, window.until)
    }

    func write(to row: inout Row) {
        row.object("accounts") { row in
            for (account, day) in newest.sorted(by: { $0.key < $1.key }) { row.raw(named: account, .object { $0.day("day", day) }) }
        }
        guard let open else { return }
        row.object("open") { row in
            row.text("mode", open.mode)
            row.day("since", open.since)
            row.day("until", open.until)
            row.object("done") { row in
                for (account, span) in open.done.sorted(by: { $0.key < $1.key }) {
                    let days = JSONView.object { row in
                        row.day("since", span.since)
                        row.day("until", span.until)
                    }
                    row.raw(named: account, days)
                }
            }
        }
    }
}
