import ConnectorKit

/// Which days of which account a read asks for. Pure: the accounts, the cursor and the time say it all.
struct DailyPlan {
    /// Some days of one account.
    struct Step: Equatable {
        let account: Int
        let window: DateWindows.Window
    }

    let steps: [Step]

    init(_ accounts: [AdAccount], _ request: ReadRequest, _ cursor: DailyCursor, _ settings: Settings, now: Instant) throws {
        let newestFirst = request.mode == .backfill
        steps = try accounts.indices.flatMap { index -> [Step] in
            let today = try accounts[index].zone().day(of: now)
            let id = accounts[index].id
            guard let range = Self.range(id, request, cursor, settings, today), let rest = Self.rest(range, cursor.open.done[id], newestFirst) else {
                return []
            }
            let windows = DateWindows(since: rest.since, until: rest.until, days: settings.windowDays, newestFirst: newestFirst)
            return windows.map { Step(account: index, window: $0) }
        }
    }

    private static func range(
        _ account: String, _ request: ReadRequest, _ cursor: DailyCursor, _ settings: Settings, _ today: Day
    ) -> DailyCursor.Span? {
        let oldest = today.adding(days: 1 - settings.historyDays)
        // While a read is open, the days it stored must not shorten its own look-back.
        if request.mode == .incremental, let done = cursor.open.done[account] {
            return DailyCursor.Span(since: done.since, until: max(min(request.until ?? today, today), done.until))
        }
        let stored = request.mode == .incremental ? cursor.newest[account] : nil
        // A day beyond the look-back from today can not have been stored rightly, and nothing is newer.
        if let stored, stored.adding(days: -settings.lookBackDays) > today { return nil }
        let isFirst = stored == nil && request.since == nil
        let first = max(settings.since ?? today.adding(days: 1 - settings.sinceDays), oldest)
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
