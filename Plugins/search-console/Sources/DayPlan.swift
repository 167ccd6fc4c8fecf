import ConnectorKit

/// Which days of which site and kind of search a read asks for. Pure: the sites, the cursor and the time say it all.
struct DayPlan {
    /// Days of one query.
    struct Window: Equatable {
        let days: DateWindows.Window
        /// Whether Google changes them no more.
        let isFinal: Bool
    }

    /// The days of one site and kind of search.
    struct Step: Equatable {
        let site: String
        let searchType: String
        let window: Window

        /// Its name in the cursor.
        var key: String { "\(searchType) \(site)" }
    }

    let steps: [Step]

    /// Days that Google keeps, about 16 months.
    static let retentionDays = 486

    init(_ sites: [Site], _ table: SearchTable, _ request: ReadRequest, _ cursor: DayCursor, _ settings: Settings, now: Instant) throws {
        // The days of Search Console are those of the Pacific coast, wherever the site is.
        let today = try Zone("America/Los_Angeles").day(of: now)
        let lastFinal = today.adding(days: -settings.finalAfterDays)
        let last = settings.readsFreshDays ? today : lastFinal
        var steps: [Step] = []
        for site in sites {
            for type in settings.searchTypes {
                let key = "\(type) \(site.url)"
                guard let range = Self.range(key, request, cursor, settings, last, today) else { continue }
                let windows = Self.windows(
                    Self.rest(range, cursor.done[key], request.mode), lastFinal, days: table.windowDays(settings),
                    newestFirst: request.mode == .backfill)
                steps += windows.map { Step(site: site.url, searchType: type, window: $0) }
            }
        }
        self.steps = steps
    }

    private static func range(
        _ key: String, _ request: ReadRequest, _ cursor: DayCursor, _ settings: Settings, _ last: Day, _ today: Day
    ) -> Span? {
        let oldest = today.adding(days: 1 - retentionDays)
        // While a read is open, the days that it stored must not shorten its own look-back.
        if request.mode == .incremental, let done = cursor.done[key] {
            return Span(since: done.since, until: max(min(request.until ?? last, last), done.until))
        }
        let stored = request.mode == .incremental ? cursor.newest[key] : nil
        // A day beyond the look-back from today can not have been stored rightly, and nothing is newer.
        if let stored, stored.adding(days: -settings.lookBackDays) > last { return nil }
        let first = stored == nil && request.since == nil ? max(settings.since ?? last.adding(days: 1 - settings.sinceDays), oldest) : oldest
        let window = LookBack(days: settings.lookBackDays).window(request, stored: stored, earliest: first, today: last)
        return window.map { Span(since: $0.since, until: $0.until) }
    }

    /// What is left of a range when a span of it, from one end, is done.
    private static func rest(_ range: Span, _ done: Span?, _ mode: ReadRequest.Mode) -> Span {
        var rest = range
        if let done, mode == .backfill { rest.until = min(range.until, done.since.adding(days: -1)) }
        if let done, mode != .backfill { rest.since = max(range.since, done.until.adding(days: 1)) }
        return rest
    }

    /// Final days and fresh ones never share a query.
    private static func windows(_ range: Span, _ lastFinal: Day, days: Int, newestFirst: Bool) -> [Window] {
        let final = DateWindows(since: range.since, until: min(range.until, lastFinal), days: days, newestFirst: newestFirst)
        let fresh = DateWindows(since: max(range.since, lastFinal.adding(days: 1)), until: range.until, days: days, newestFirst: newestFirst)
        let finals = final.map { Window(days: $0, isFinal: true) }
        let freshs = fresh.map { Window(days: $0, isFinal: false) }
        return newestFirst ? freshs + finals : finals + freshs
    }
}
