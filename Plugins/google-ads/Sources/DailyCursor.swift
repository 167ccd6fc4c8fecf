import ConnectorKit

/// The cursor of figures by day: `{"accounts": {"1234567890": {"day": "2026-01-15"}}, "open": {…}}`. `accounts` holds the newest day that is stored;
/// `open` stands only while a read is unfinished, and says how far it came.
struct DailyCursor: Equatable {
    /// Days, both ends included.
    struct Span: Equatable {
        var since: Day
        var until: Day
    }

    /// What an unfinished read was asked for, and what it has done.
    struct Open: Equatable {
        let mode: String
        let since: Day?
        let until: Day?
        /// The days read so far of each account, from one end.
        var done: [String: Span] = [:]
    }

    /// The newest stored day of each account.
    private(set) var newest: [String: Day] = [:]
    private(set) var open: Open

    /// The cursor that a request brings. A read that was asked for something else is not gone on with.
    init(_ request: ReadRequest) {
        for (account, value) in request.cursor["accounts"].members { newest[account] = value["day"].day }
        open = Open(mode: request.mode.rawValue, since: request.since, until: request.until)
        let stored = request.cursor["open"]
        guard stored["mode"].string == open.mode, stored["since"].day == open.since, stored["until"].day == open.until else { return }
        for (account, value) in stored["done"].members {
            guard let since = value["since"].day, let until = value["until"].day, since <= until else { continue }
            open.done[account] = Span(since: since, until: until)
        }
    }

    /// Notes a window. A backfill does not move the newest day: what lies between was not read.
    mutating func add(_ window: DateWindows.Window, of account: String) {
        if let span = open.done[account] {
            open.done[account] = Span(since: min(span.since, window.since), until: max(span.until, window.until))
        } else {
            open.done[account] = Span(since: window.since, until: window.until)
        }
        guard open.mode != ReadRequest.Mode.backfill.rawValue else { return }
        newest[account] = max(newest[account] ?? window.until, window.until)
    }

    /// Writes the members. With `isFinished` nothing is left open.
    func write(to row: inout Row, isFinished: Bool) throws {
        try row.object("accounts") { row in
            for (account, day) in newest.sorted(by: { $0.key < $1.key }) {
                row.raw(named: account, try JSONDocument(Row.bytes { $0.day("day", day) }).root)
            }
        }
        guard !isFinished else { return }
        try row.object("open") { row in
            row.text("mode", open.mode)
            row.day("since", open.since)
            row.day("until", open.until)
            try row.object("done") { row in
                for (account, span) in open.done.sorted(by: { $0.key < $1.key }) { row.raw(named: account, try Self.view(span)) }
            }
        }
    }

    private static func view(_ span: Span) throws -> JSONView {
        let bytes = Row.bytes { row in
            row.day("since", span.since)
            row.day("until", span.until)
        }
        return try JSONDocument(bytes).root
    }
}
