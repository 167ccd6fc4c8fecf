import ConnectorKit

/// Which days of which account a read asks for. Pure: the accounts, the cursor and the time say it all.
struct DailyPlan {
    /// The days of one account.
    struct Step: Equatable {
        let account: String
        let window: DateWindows.Window
    }

    let steps: [Step]

    /// Nothing older is asked for.
    static let retentionDays = 1095

    init(_ accounts: [AdAccount], _ request: ReadRequest, _ cursor: DailyCursor, _ settings: Settings, now: Instant) throws {
        let newestFirst = request.mode == .backfill
        var steps: [Step] = []
        for account in accounts {
            // Snapchat refuses days that are not over, so the last one is yesterday in the account's zone.
            let today = try account.zone().day(of: now).adding(days: -1)
            guard let range = Self.range(account.id, request, cursor, settings, today),
                let rest = Self.rest(range, cursor.open?.done[account.id], newestFirst)
            else { continue }
            let windows = DateWindows(since: rest.since, until: rest.until, days: settings.windowDays, newestFirst: newestFirst)
            steps += windows.map { Step(account: account.id, window: $0) }
        }
        self.steps = steps
    }

    private static func range(
        _ account: String, _ request: ReadRequest, _ cursor: DailyCursor, _ settings: Settings, _ today: Day
    ) -> DailyCursor.Span? {
        let oldest = today.adding(days: 1 - retentionDays)
        // While a read is open, the days it stored must not shorten its own look-back.
        if request.mode == .incremental, let done = cursor.open?.done[account] {
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
