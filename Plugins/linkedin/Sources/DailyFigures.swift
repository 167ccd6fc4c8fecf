import ConnectorKit

/// Reads `ad_daily` in windows of days. A window is replaced as a whole and stored as a whole.
struct DailyFigures {
    let rest: Rest
    let settings: Settings

    /// A report came with as many rows as it may have: some may be missing.
    private struct MayBeCut: Error {}

    func read(_ request: ReadRequest, _ accounts: [AdAccount]) throws {
        var cursor = DailyCursor(request)
        let plan = try DailyPlan(accounts, request, cursor, settings, now: rest.host.now)
        for (index, step) in plan.steps.enumerated() {
            guard let account = accounts.first(where: { $0.id == step.account }) else { continue }
            try read(step.window, account, plan.today, isLast: index == plan.steps.count - 1, &cursor)
        }
    }

    /// Reads a window; where a report may have been cut, its days are asked for in halves.
    private func read(_ window: DateWindows.Window, _ account: AdAccount, _ today: Day, isLast: Bool, _ cursor: inout DailyCursor) throws {
        let reports = Report.all(settings, until: window.until, today: today)
        let answers: [[JSONView]]
        do { answers = try reports.map { try rows(of: $0, window, account) } } catch is MayBeCut {
            let days = window.until.daysSince1970 - window.since.daysSince1970 + 1
            rest.host.log(.info, "A report of \(days) days has as many rows as it may have: asking for halves.")
            let newestFirst = cursor.open?.mode == ReadRequest.Mode.backfill.rawValue
            let halves = Array(DateWindows(since: window.since, until: window.until, days: (days + 1) / 2, newestFirst: newestFirst))
            for (index, half) in halves.enumerated() { try read(half, account, today, isLast: isLast && index == halves.count - 1, &cursor) }
            return
        }
        for level in levels(of: reports) { try rest.host.replaceAdDaily(account: account.id, level: level, window) }
        for (report, pages) in zip(reports, answers) {
            try emit(pages, FactReader(report: report, account: account, window: window, settings: settings))
        }
        cursor.add(window, of: account.id)
        if isLast { cursor.finish() }
        try rest.host.checkpoint(AdDailyRow.stream) { cursor.write(to: &$0) }
    }

    private func levels(of reports: [Report]) -> [AdLevel] {
        [AdLevel.account, .campaign, .adGroup, .ad].filter { level in reports.contains { $0.level == level } }
    }

    /// The pages of a report. It is said to have one only; a token would be followed all the same.
    private func rows(of report: Report, _ window: DateWindows.Window, _ account: AdAccount) throws -> [JSONView] {
        var found: [JSONView] = []
        var pages = RestPages(report.call(account, window, settings)) { call in
            let body = try rest.report(call)
            found.append(body)
            return body
        }
        while let page = try pages.next() {
            guard page.next == nil, page.count == settings.reportRows else { continue }
            if window.since < window.until { throw MayBeCut() }
            try rest.host.reject(
                AdDailyRow.stream, Reject("The report of one day has as many rows as it may have: some may be missing.", sample: "\(window.since)"))
        }
        return found
    }

    private func emit(_ pages: [JSONView], _ first: FactReader) throws {
        var reader = first
        for page in pages {
            for fact in page["elements"].elements {
                switch reader.read(fact) {
                case .row(let row, let spendText, let valueText):
                    try rest.host.emit(AdDailyRow.stream) { target in
                        row.write(to: &target)
                        target.text("spend_text", spendText)
                        target.text("conversion_value_text", valueText)
                    }
                case .reject(let reject): try rest.host.reject(AdDailyRow.stream, reject)
                case .repeated: break
                }
            }
        }
    }
}
