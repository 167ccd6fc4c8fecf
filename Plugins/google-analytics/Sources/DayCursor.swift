import ConnectorKit

/// The cursor of a stream of figures: `{"report": …, "properties": {"1": {"day": "2026-01-15"}}, "open": {…}}`. `properties` holds the newest day
/// that is stored; `open` stands only while a read is unfinished, and says how far it came.
struct DayCursor: Equatable {
    /// What the days were read with: figures of another report are not the same ones.
    let definition: String
    /// The newest stored day of each property.
    var newest: [String: Day] = [:]
    /// The days that this read has done, from one end, by property.
    var done: [String: Span] = [:]
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
        guard request.cursor["report"].string == definition else { return }
        for (property, value) in request.cursor["properties"].members { newest[property] = value["day"].day }
        let open = request.cursor["open"]
        guard open["mode"].string == mode.rawValue, open["since"].day == since, open["until"].day == until else { return }
        for (property, value) in open["done"].members {
            guard let since = value["since"].day, let until = value["until"].day, since <= until else { continue }
            done[property] = Span(since: since, until: until)
        }
    }

    /// Notes a window. A backfill of old days does not move the newest day.
    mutating func add(_ window: DateWindows.Window, of property: String) {
        let span = done[property] ?? Span(since: window.since, until: window.until)
        done[property] = Span(since: min(span.since, window.since), until: max(span.until, window.until))
        guard mode != .backfill else { return }
        newest[property] = max(newest[property] ?? window.until, window.until)
    }

    func write(to row: inout Row) throws {
        row.text("report", definition)
        try row.object("properties") { row in
            for (property, day) in newest.sorted(by: { $0.key < $1.key }) { try DayCursor.write(property, to: &row) { $0.day("day", day) } }
        }
        guard isOpen else { return }
        try row.object("open") { row in
            row.text("mode", mode.rawValue)
            row.day("since", since)
            row.day("until", until)
            try row.object("done") { row in
                for (property, span) in done.sorted(by: { $0.key < $1.key }) {
                    try DayCursor.write(property, to: &row) { row in
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

/// Days, both ends included.
struct Span: Equatable {
    var since: Day
    var until: Day
}
