import ConnectorKit

/// Days, both ends included.
struct Span: Equatable {
    var since: Day
    var until: Day
}

/// The cursor of a stream of figures: `{"split": …, "sites": {"web https://…/": {"day": "2026-01-15"}}, "paused_at": …, "open": {…}}`. `sites` holds
/// the newest day that is stored of each site and kind of search; `open` stands only while a read is unfinished, and says how far it came.
struct DayCursor: Equatable {
    /// What the days were split by: figures of another split are not the same ones.
    let definition: String
    var newest: [String: Day] = [:]
    /// The days that this read has done, from one end.
    var done: [String: Span] = [:]
    /// When the last pause for a used up load began; nil when calls have passed since.
    var pausedAt: Instant?
    var isOpen = true

    private let mode: ReadRequest.Mode
    private let since: Day?
    private let until: Day?

    /// The cursor that a request brings. Only a read that asks the same goes on where the last one stopped.
    init(_ request: ReadRequest, definition: String) {
        self.definition = definition
        mode = request.mode
        since = request.since
        until = request.until
        pausedAt = request.cursor["paused_at"].instant
        guard request.cursor["split"].string == definition else { return }
        for (key, value) in request.cursor["sites"].members { newest[key] = value["day"].day }
        let open = request.cursor["open"]
        guard open["mode"].string == mode.rawValue, open["since"].day == since, open["until"].day == until else { return }
        for (key, value) in open["done"].members {
            guard let since = value["since"].day, let until = value["until"].day, since <= until else { continue }
            done[key] = Span(since: since, until: until)
        }
    }

    /// Notes a window. A backfill of old days does not move the newest day.
    mutating func add(_ step: DayPlan.Step) {
        let days = step.window.days
        let span = done[step.key] ?? Span(since: days.since, until: days.until)
        done[step.key] = Span(since: min(span.since, days.since), until: max(span.until, days.until))
        guard mode != .backfill else { return }
        newest[step.key] = max(newest[step.key] ?? days.until, days.until)
    }

    func write(to row: inout Row) throws {
        row.text("split", definition)
        try row.object("sites") { row in
            for (key, day) in newest.sorted(by: { $0.key < $1.key }) { try DayCursor.write(key, to: &row) { $0.day("day", day) } }
        }
        row.instant("paused_at", pausedAt)
        guard isOpen else { return }
        try row.object("open") { row in
            row.text("mode", mode.rawValue)
            row.day("since", since)
            row.day("until", until)
            try row.object("done") { row in
                for (key, span) in done.sorted(by: { $0.key < $1.key }) {
                    try DayCursor.write(key, to: &row) { row in
                        row.day("since", span.since)
                        row.day("until", span.until)
                    }
                }
            }
        }
    }

    private static func write(_ name: String, to row: inout Row, _ build: (inout Row) -> Void) throws {
        row.raw(named: name, try JSONDocument(Row.bytes(build)).root)
    }
}
