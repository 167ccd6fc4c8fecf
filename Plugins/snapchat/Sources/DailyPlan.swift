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
    }
}
