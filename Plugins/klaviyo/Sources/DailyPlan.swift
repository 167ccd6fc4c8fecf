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
            let rest = cursor.remaining(
                track.name, request, lookBack: settings.lookBackDays, first: settings.since ?? today.adding(days: 1 - settings.sinceDays),
                oldest: today.adding(days: -3650), today: today)
            guard let rest else { return [] }
            let windows = DateWindows(since: rest.since, until: rest.until, days: track.days, newestFirst: newestFirst)
            return windows.map { Step(track: track.name, window: $0) }
        }
    }
}
