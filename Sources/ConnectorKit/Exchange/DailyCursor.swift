/// The cursor of figures by day, for platforms that are read window by window, for several accounts (or other tracks) in turn:
/// `{"accounts": {"11": {"day": "2026-01-15"}}, "open": {…}}`. The first member holds the newest day that is stored of each; `open` stands only while a
/// read is unfinished, and says how far it came.
public struct DailyCursor: Sendable {
    /// What an unfinished read was asked for, and what it has done.
    public struct Open: Equatable, Sendable {
        public let mode: String
        let since: Day?
        let until: Day?
        /// The days read so far of each track, from one end.
        public internal(set) var done: [String: DateWindows.Window] = [:]
    }

    /// The newest stored day of each track.
    public private(set) var newest: [String: Day] = [:]
    /// `nil` once the read is finished: `finish` says so.
    public private(set) var open: Open?
    private let member: StaticString

    /// The cursor that a request brings. Only a read that asks the same goes on where the last one stopped.
    /// - Parameter member: what the tracks are called in the cursor.
    public init(_ request: ReadRequest, member: StaticString = "accounts") {
        self.member = member
        for (track, value) in request.cursor["\(member)"].members { newest[track] = value["day"].day }
        var open = Open(mode: request.mode.rawValue, since: request.since, until: request.until)
        let view = request.cursor["open"]
        if view["mode"].string == open.mode, view["since"].day == open.since, view["until"].day == open.until {
            for (track, value) in view["done"].members {
                guard let since = value["since"].day, let until = value["until"].day, since <= until else { continue }
                open.done[track] = DateWindows.Window(since: since, until: until)
            }
        }
        self.open = open
    }

    /// The days that are left to read of a track; nil for none.
    /// - Parameters:
    ///   - lookBack: days before the newest stored one that are read again.
    ///   - first: where the first read of all begins.
    ///   - oldest: nothing older is asked for.
    ///   - today: the newest day that may be asked for.
    public func remaining(_ track: String, _ request: ReadRequest, lookBack: Int, first: Day, oldest: Day, today: Day) -> DateWindows.Window? {
        let done = open?.done[track]
        guard let range = range(track, done, request, lookBack, first, oldest, today) else { return nil }
        var (since, until) = (range.since, range.until)
        if let done {
            if request.mode == .backfill { until = min(until, done.since.adding(days: -1)) } else { since = max(since, done.until.adding(days: 1)) }
        }
        return since <= until ? DateWindows.Window(since: since, until: until) : nil
    }

    private func range(
        _ track: String, _ done: DateWindows.Window?, _ request: ReadRequest, _ lookBack: Int, _ first: Day, _ oldest: Day, _ today: Day
    ) -> DateWindows.Window? {
        // While a read is open, the days it stored must not shorten its own look-back.
        if request.mode == .incremental, let done {
            return DateWindows.Window(since: done.since, until: max(min(request.until ?? today, today), done.until))
        }
        let stored = request.mode == .incremental ? newest[track] : nil
        // A day beyond the look-back from today can not have been stored rightly, and nothing is newer.
        if let stored, stored.adding(days: -lookBack) > today { return nil }
        let isFirst = stored == nil && request.since == nil
        return LookBack(days: lookBack).window(request, stored: stored, earliest: isFirst ? first : oldest, today: today)
    }

    /// Notes a window as read. A backfill of old days does not move the newest day.
    public mutating func add(_ window: DateWindows.Window, of track: String) {
        let span = open?.done[track] ?? window
        open?.done[track] = DateWindows.Window(since: min(span.since, window.since), until: max(span.until, window.until))
        guard open?.mode != ReadRequest.Mode.backfill.rawValue else { return }
        newest[track] = max(newest[track] ?? window.until, window.until)
    }

    /// The read has done what it was asked for.
    public mutating func finish() { open = nil }

    /// Writes the members.
    public func write(to row: inout Row) {
        row.object(member) { row in
            for (track, day) in newest.sorted(by: { $0.key < $1.key }) { row.raw(named: track, .object { $0.day("day", day) }) }
        }
        guard let open else { return }
        row.object("open") { row in
            row.text("mode", open.mode)
            row.day("since", open.since)
            row.day("until", open.until)
            row.object("done") { row in
                for (track, span) in open.done.sorted(by: { $0.key < $1.key }) {
                    let days = JSONView.object { row in
                        row.day("since", span.since)
                        row.day("until", span.until)
                    }
                    row.raw(named: track, days)
                }
            }
        }
    }
}
