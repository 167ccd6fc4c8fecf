import ConnectorKit

/// Reads `ad_daily` in windows of days. A window is replaced as a whole and stored as a whole.
struct DailyFigures {
    let api: API
    let settings: Settings

    func read(_ request: ReadRequest, _ accounts: [Advertiser]) throws {
        var cursor = DailyCursor(request)
        var known = KnownMetrics()
        var skipping = Skipping(accounts)
        for account in accounts {
            let plan = try DailyPlan([account], request, cursor, settings, now: api.host.now)
            do { for step in plan.steps { try read(step.window, account, &cursor, &known) } } catch let refusal as Refusal {
                try skipping.note(refusal, account, api.host)
            }
        }
        cursor.open = nil
        try api.host.checkpoint(AdDailyRow.stream) { try cursor.write(to: &$0) }
    }

    /// Reads a window; one that TikTok finds too large is asked for in halves.
    private func read(_ window: DateWindows.Window, _ account: Advertiser, _ cursor: inout DailyCursor, _ known: inout KnownMetrics) throws {
        var answers: [any ReportRows] = []
        do { answers = try begin(window, account, &cursor, &known) } catch let refusal as Refusal
            where refusal.remedy == .shorterRange && window.since < window.until
        {
            let days = window.until.daysSince1970 - window.since.daysSince1970 + 1
            api.host.log(.info, "TikTok finds the report of \(days) days too large: asking for halves.")
            let newestFirst = cursor.open?.mode == ReadRequest.Mode.backfill.rawValue
            for half in DateWindows(since: window.since, until: window.until, days: (days + 1) / 2, newestFirst: newestFirst) {
                try read(half, account, &cursor, &known)
            }
            return
        }
        for level in levels(of: answers.map(\.report)) { try api.host.replaceAdDaily(account: account.id, level: level, window) }
        for var rows in answers {
            var reader = FactReader(report: rows.report, account: account, window: window, settings: settings)
            while let some = try rows.next() { for fact in some { try emit(fact, &reader) } }
        }
        cursor.add(window, of: account.id)
        try api.host.checkpoint(AdDailyRow.stream) { try cursor.write(to: &$0) }
    }

    /// Asks for every report of a window. All of them answer before anything is handed over, so that a refusal leaves no half window.
    private func begin(
        _ window: DateWindows.Window, _ account: Advertiser, _ cursor: inout DailyCursor, _ known: inout KnownMetrics
    ) throws -> [any ReportRows] {
        let reports = Report.all(settings)
        // What takes more than one call is not prepared.
        let prepared = reports.filter { settings.isAsynchronous && $0.mostDays >= settings.windowDays }
        let immediate = try reports.filter { !prepared.contains($0) }.map { report in
            try known.asking(settings, report, api.host) { try PagedRows(api, report, account, window, settings, without: $0) }
        }
        guard !prepared.isEmpty else { return immediate }
        let preparation = Preparation(api: api, settings: settings, account: account, window: window)
        return try immediate + preparation.rows(of: prepared, &cursor, &known)
    }

    private func levels(of reports: [Report]) -> [AdLevel] {
        [AdLevel.account, .campaign, .adGroup, .ad].filter { level in reports.contains { $0.level == level } }
    }

    private func emit(_ fact: JSONView, _ reader: inout FactReader) throws {
        switch reader.read(fact) {
        case .row(let row, let spendText):
            try api.host.emit(AdDailyRow.stream) { target in
                row.write(to: &target)
                target.text("spend_text", spendText)
            }
        case .reject(let reject): try api.host.reject(AdDailyRow.stream, reject)
        case .repeated: break
        }
    }
}

/// The metrics that TikTok takes. Its list of metrics changes, and one unknown name refuses the whole report.
struct KnownMetrics {
    private(set) var refused: Set<String> = []

    /// Asks; where TikTok refuses metrics by name that a report can do without, asks again without them.
    mutating func asking<Answer>(_ settings: Settings, _ report: Report, _ host: Host, _ ask: (Set<String>) throws -> Answer) throws -> Answer {
        while true {
            do { return try ask(refused) } catch let refusal as Refusal {
                let named = Report.optional(settings, report.breakdown).filter { !refused.contains($0) && refusal.names($0) }
                guard !named.isEmpty else { throw refusal }
                host.log(.warning, "TikTok does not know \(named.joined(separator: ", ")): going on without.")
                refused.formUnion(named)
            }
        }
    }
}
