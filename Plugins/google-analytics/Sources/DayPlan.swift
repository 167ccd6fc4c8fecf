import ConnectorKit

/// Which days of which property a read asks for. Pure: the properties, the cursor and the time say it all.
struct DayPlan {
    /// The days of one property.
    struct Step {
        let property: Property
        let window: DateWindows.Window
    }

    let steps: [Step]

    init(_ properties: [Property], _ request: ReadRequest, _ cursor: DayCursor, _ settings: Settings, now: Instant) {
        var steps: [Step] = []
        for property in properties {
            guard let range = Self.range(property, request, cursor, settings, now) else { continue }
            let newestFirst = request.mode == .backfill
            var (since, until) = (range.since, range.until)
            if let done = cursor.done[property.id] {
                if newestFirst { until = min(until, done.since.adding(days: -1)) } else { since = max(since, done.until.adding(days: 1)) }
            }
            let windows = DateWindows(since: since, until: until, days: settings.windowDays, newestFirst: newestFirst)
            steps += windows.map { Step(property: property, window: $0) }
        }
        self.steps = steps
    }

    private static func range(
        _ property: Property, _ request: ReadRequest, _ cursor: DayCursor, _ settings: Settings, _ now: Instant
    ) -> Span? {
        let today = property.zone.day(of: now)
        // Google Analytics 4 exists since 2020; nothing was measured before the property was made.
        let oldest = max(property.created ?? firstDay, firstDay)
        // While a read is open, the days that it stored must not shorten its own look-back.
        if request.mode == .incremental, let done = cursor.done[property.id] {
            return Span(since: done.since, until: max(min(request.until ?? today, today), done.until))
        }
        let stored = request.mode == .incremental ? cursor.newest[property.id] : nil
        // A day beyond the look-back from today can not have been stored rightly, and nothing is newer.
        if let stored, stored.adding(days: -settings.lookBackDays) > today { return nil }
        let first = stored == nil && request.since == nil ? max(settings.since ?? today.adding(days: 1 - settings.sinceDays), oldest) : oldest
        let window = LookBack(days: settings.lookBackDays).window(request, stored: stored, earliest: first, today: today)
        return window.map { Span(since: $0.since, until: $0.until) }
    }

    private static let firstDay = Day(daysSince1970: 18_262)
}
