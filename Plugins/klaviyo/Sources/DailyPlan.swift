import ConnectorKit

/// Which days of which track a read asks for. Pure: the tracks, the cursor and the time say it all.
struct DailyPlan {
    /// What is asked for by itself.
    struct Track: Equatable {
        let name: String
        /// Days of one call.
        let days: Int
    }

    /// The days of one track.
    struct Step: Equatable {
        let track: String
        let window: DateWindows.Window
    }

    let steps: [Step]

    init(_ tracks: [Track], _ request: ReadRequest, _ cursor: DailyCursor, _ settings: Settings, today: Day) {
        let newestFirst = request.mode == .backfill
        steps = tracks.flatMap { track -> [Step] in
            guard let range = DailyPlan.range(track.name, request, cursor, settings, today),
                let rest = DailyPlan.rest(range, cursor.open?.done[track.name], newestFirst)
            else { return [] }
            let windows = DateWindows(since: rest.since, until: rest.until, days: track.days, newestFirst: newestFirst)
            return windows.map { Step(track: track.name, window: $0) }
        }
    }

    private static func range(_ track: String, _ request: ReadRequest, _ cursor: DailyCursor, _ settings: Settings, _ today: Day) -> DailyCursor.Span?
    {
        // While a read is open, the days it stored must not shorten its own look-back.
        if request.mode == .incremental, let done = cursor.open?.done[track] {
            return DailyCursor.Span(since: done.since, until: max(min(request.until ?? today, today), done.until))
        }
        let stored = request.mode == .incremental ? cursor.newest[track] : nil
        // A day beyond the look-back from today can not have been stored rightly, and nothing is newer.
        if let stored, stored.adding(days: -settings.lookBackDays) > today { return nil }
        let isFirst = stored == nil && request.since == nil
        let first = settings.since ?? today.adding(days: 1 - settings.sinceDays)
        let oldest = today.adding(days: -3650)
        let window = LookBack(days: settings.lookBackDays).window(request, stored: stored, earliest: isFirst ? first : oldest, today: today)
        return window.map { DailyCursor.Span(since: $0.since, until: $0.until) }
    }

    /// What is left of a range when a span of it, from one end, is done.
    private static func rest(_ range: DailyCursor.Span, _ done: DailyCursor.Span?, _ newestFirst: Bool) -> DailyCursor.Span? {
        var rest = range
        if let done, newestFirst { rest.until = min(range.until, done.since.adding(days: -1)) }
        if let done, !newestFirst { rest.since = max(range.since, done.until.adding(days: 1)) }
        return rest.since <= rest.until ? rest : nil
    }
}
