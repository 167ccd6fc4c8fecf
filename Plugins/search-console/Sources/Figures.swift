import ConnectorKit

/// Reads a stream of figures in windows of days. A window is fetched whole before anything of it is handed over: Google may stop in the middle.
struct Figures {
    let api: SearchAPI
    let table: SearchTable
    let settings: Settings

    /// More rows than this Google does not give for a day.
    private static let mostOfDay = 50_000

    func read(_ request: ReadRequest, _ sites: [Site]) throws {
        let definition = Grain(searchType: "web", dimensions: table == .daily ? settings.dimensions : []).definition
        if let stored = request.cursor["split"].string, stored != definition {
            api.host.log(.info, "The figures are split in another way than before: their days are read again.")
        }
        var cursor = DayCursor(request, definition: definition)
        let plan = try DayPlan(sites, table, request, cursor, settings, now: api.host.now)
        var skipped: Set<String> = []
        var emptyDays: [String: Int] = [:]
        for (index, step) in plan.steps.enumerated() {
            if index == plan.steps.count - 1 { cursor.isOpen = false }
            guard !skipped.contains(step.site), !skipped.contains(step.key) else {
                if !cursor.isOpen { try checkpoint(cursor) }
                continue
            }
            do {
                let count = try read(step, &cursor)
                guard request.mode == .backfill else { continue }
                emptyDays[step.key] = count > 0 ? 0 : emptyDays[step.key, default: 0] + days(step)
                if emptyDays[step.key, default: 0] >= settings.emptyDays {
                    api.host.log(.info, "\(settings.emptyDays) days without figures: nothing older is asked for.")
                    skipped.insert(step.key)
                }
            } catch let refusal as Refusal {
                guard refusal.isAboutOneSite, settings.site == nil, sites.count > 1 else { throw refusal.failure }
                api.host.log(.warning, "A site is left out: \(refusal.failure.message)")
                skipped.insert(step.site)
                if !cursor.isOpen { try checkpoint(cursor) }
            }
        }
    }

    private func days(_ step: DayPlan.Step) -> Int { step.window.days.until.daysSince1970 - step.window.days.since.daysSince1970 + 1 }

    /// Reads a window; gives the number of its rows.
    private func read(_ step: DayPlan.Step, _ cursor: inout DayCursor) throws -> Int {
        let grain = table.grain(step.searchType, settings)
        let result = try fetch(step, grain, &cursor)
        if result.count >= Self.mostOfDay * days(step), table == .daily {
            api.host.log(.warning, "\(step.window.days.since) has as many rows as Google gives at most: some are missing.")
        }
        if table == .daily {
            try api.host.replace(table.rawValue, scope: [("site", step.site), ("search_type", step.searchType)], step.window.days)
        }
        let reader = FactReader(step: step, grain: grain, table: table, firstIncomplete: result.firstIncomplete)
        for page in result.pages {
            for row in page.elements { try reader.emit(row, api.host) }
        }
        cursor.add(step)
        cursor.pausedAt = nil
        try checkpoint(cursor)
        return result.count
    }

    /// Fetches a window. When a minute did not help, the short load limit is over after fifteen; when that did not help either, the load of the day is
    /// used up (Google, "Search Console API: usage limits").
    private func fetch(_ step: DayPlan.Step, _ grain: Grain, _ cursor: inout DayCursor) throws -> QueryPages.Result {
        let pages = QueryPages(api: api, site: step.site, pageSize: settings.pageSize)
        while true {
            do { return try pages.all(step.window, grain) } catch let refusal as Refusal where refusal.failure.kind == .rateLimited {
                let now = api.host.now
                let hasPaused = cursor.pausedAt.map { now < $0.adding(seconds: 2 * LoadPause.short) } ?? false
                var paused = cursor
                paused.isOpen = true
                paused.pausedAt = now
                try checkpoint(paused)
                cursor.pausedAt = now
                let until = hasPaused ? try LoadPause.nextDay(now) : now.adding(seconds: LoadPause.short)
                api.host.log(.info, "The load that Google allows is used up: waiting until \(until).")
                try api.host.wait(until: until)
            }
        }
    }

    private func checkpoint(_ cursor: DayCursor) throws { try api.host.checkpoint(table.rawValue) { try cursor.write(to: &$0) } }
}

/// How long a used up load takes to come back.
enum LoadPause {
    /// Seconds of the short one.
    static let short: Int64 = 900

    /// A minute behind the next midnight of the Pacific coast.
    static func nextDay(_ now: Instant) throws -> Instant {
        let zone = try Zone("America/Los_Angeles")
        return zone.start(of: zone.day(of: now).adding(days: 1)).adding(seconds: 60)
    }
}
