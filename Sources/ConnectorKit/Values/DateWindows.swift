/// The days from `since` to `until` (both included) in slices of at most so many days: many report interfaces take no more at a time.
public struct DateWindows: Sequence, Sendable {
    /// One slice; both days are included.
    public struct Window: Hashable, Sendable {
        /// The first day.
        public let since: Day
        /// The last day.
        public let until: Day

        /// The days from `since` to `until`, both included.
        public init(since: Day, until: Day) {
            self.since = since
            self.until = until
        }

        /// The window in a zone, for interfaces that ask for times: from the first instant of `since` up to, without it, the first instant of the day
        /// behind `until`.
        public func instants(in zone: Zone) -> (from: Instant, to: Instant) {
            (zone.start(of: since), zone.start(of: until.adding(days: 1)))
        }
    }

    private let since: Day
    private let until: Day
    private let days: Int
    private let newestFirst: Bool

    /// Slices of `days` days (at least one). A backfill wants the newest first. Empty when `until` lies before `since`.
    public init(since: Day, until: Day, days: Int, newestFirst: Bool = false) {
        self.since = since
        self.until = until
        self.days = Swift.max(days, 1)
        self.newestFirst = newestFirst
    }

    /// The slices in order.
    public func makeIterator() -> AnyIterator<Window> {
        var low = since
        var high = until
        return AnyIterator {
            guard low <= high else { return nil }
            if newestFirst {
                let first = Swift.max(low, high.adding(days: 1 - days))
                defer { high = first.adding(days: -1) }
                return Window(since: first, until: high)
            }
            let last = Swift.min(high, low.adding(days: days - 1))
            defer { low = last.adding(days: 1) }
            return Window(since: low, until: last)
        }
    }
}

/// How far back a stream is read again, because the platform restates its figures.
public struct LookBack: Sendable {
    /// Days before the newest stored day that are read again.
    public let days: Int
    /// Days that must have passed until the platform changes a day's figures no more.
    public let settle: Int

    /// A look-back of so many days; a day's figures are final `settle` days later.
    public init(days: Int, settle: Int = 0) {
        self.days = Swift.max(days, 0)
        self.settle = Swift.max(settle, 0)
    }

    /// The days to read. What the request asks for wins; otherwise an incremental read starts `days` before the newest day that is stored, or with
    /// the first day that has not settled where that is earlier, and a first read starts at `earliest`. `today` is the day in the account's zone.
    /// Nil when nothing is left to read.
    public func window(_ request: ReadRequest, stored: Day?, earliest: Day, today: Day) -> DateWindows.Window? {
        let until = Swift.min(request.until ?? today, today)
        let since: Day
        switch request.mode {
        case .incremental: since = stored.map { again($0, today) } ?? request.since ?? earliest
        case .full, .backfill: since = request.since ?? earliest
        }
        let first = Swift.max(Swift.min(since, until), earliest)
        return first <= until ? DateWindows.Window(since: first, until: until) : nil
    }

    /// The first day that is read again.
    private func again(_ stored: Day, _ today: Day) -> Day {
        let back = stored.adding(days: -days)
        return settle > 0 ? Swift.min(back, settled(today).adding(days: 1)) : back
    }

    /// The newest day whose figures change no more.
    public func settled(_ today: Day) -> Day { today.adding(days: -settle - 1) }

    /// Whether a day's figures change no more.
    public func isFinal(_ day: Day, today: Day) -> Bool { day <= settled(today) }
}
