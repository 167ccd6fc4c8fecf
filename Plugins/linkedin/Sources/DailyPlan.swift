import ConnectorKit

/// Which days of which account a read asks for. Pure: the accounts, the cursor and the time say it all.
struct DailyPlan {
    /// The days of one account.
    struct Step: Equatable {
        let account: String
        let window: DateWindows.Window
    }

    let steps: [Step]
    /// The day of LinkedIn's zone.
    let today: Day

    /// Days that LinkedIn keeps: about ten years.
    static let retentionDays = 3650

    init(_ accounts: [AdAccount], _ request: ReadRequest, _ cursor: DailyCursor, _ settings: Settings, now: Instant) throws {
        let today = try Zone(settings.timeZone).day(of: now)
        let newestFirst = request.mode == .backfill
        var steps: [Step] = []
        for account in accounts {
            let oldest = today.adding(days: 1 - Self.retentionDays)
            let rest = cursor.remaining(
                account.id, request, lookBack: settings.lookBackDays,
                first: max(settings.since ?? today.adding(days: 1 - settings.sinceDays), oldest),
                oldest: oldest, today: today)
            guard let rest else { continue }
            let windows = DateWindows(since: rest.since, until: rest.until, days: settings.windowDays, newestFirst: newestFirst)
            steps += windows.map { Step(account: account.id, window: $0) }
        }
        self.steps = steps
        self.today = today
    }
}
