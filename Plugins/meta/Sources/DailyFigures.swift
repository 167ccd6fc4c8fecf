import ConnectorKit

/// Reads `ad_daily`: figures of each ad on each day, in windows of days. A window is replaced as a whole and stored as a whole.
struct DailyFigures {
    let graph: Graph
    let settings: Settings

    /// What a read knows beside its cursor.
    private struct State {
        var cursor: DailyCursor
        let request: ReadRequest
        /// Accounts whose reports Meta prepares: it was asked for one already, or the last window was large.
        var large: Set<String> = []
        /// Steps that are left, with the one under way.
        var left: Int
        var newestFirst: Bool { cursor.open?.mode == ReadRequest.Mode.backfill.rawValue }
    }

    func read(_ request: ReadRequest, _ accounts: [AdAccount]) throws {
        let cursor = DailyCursor(request)
        let plan = try DailyPlan(accounts, request, cursor, settings, now: graph.host.now)
        var state = State(cursor: cursor, request: request, left: plan.steps.count)
        let pending = Preparation.pending(request.cursor)
        // What was parked can only be the first step that is left of its account.
        let resumed = pending.flatMap { pending in plan.steps.firstIndex { $0.account == pending.account } }
        for (index, step) in plan.steps.enumerated() {
            guard let account = accounts.first(where: { $0.id == step.account }) else { continue }
            do {
                let windows = index == resumed ? pending?.pieces(of: step, newestFirst: state.newestFirst) : nil
                if let windows {
                    state.large.insert(account.id)
                    try read(windows, account, &state)
                } else {
                    try read([step.window], account, &state)
                }
            } catch let refusal as Refusal { throw refusal.failure }
            state.left -= 1
        }
    }

    /// Reads the pieces of a step.
    private func read(_ windows: [DateWindows.Window], _ account: AdAccount, _ state: inout State) throws {
        state.left += windows.count - 1
        for (index, window) in windows.enumerated() {
            if index > 0 { state.left -= 1 }
            try read(window, account, isHalf: false, &state)
        }
    }

    /// Reads a window; one that Meta finds too large is asked for in halves, and a half that is still too large is prepared.
    private func read(_ window: DateWindows.Window, _ account: AdAccount, isHalf: Bool, _ state: inout State) throws {
        if settings.reports == .asynchronous || (settings.reports == .automatic && state.large.contains(account.id)) {
            return try prepare(window, account, &state)
        }
        let pages: [ReportPages]
        do { pages = try begin(Report.all(settings), window, account) } catch let refusal as Refusal where refusal.isTooLarge {
            let isLast = isHalf || window.since == window.until
            if settings.reports == .automatic, isLast { return try prepare(window, account, &state) }
            guard window.since < window.until else { throw refusal }
            return try halve(window, account, &state) { try read($0, account, isHalf: true, &$1) }
        }
        let rows = try store(pages, window, account, &state)
        let days = window.until.daysSince1970 - window.since.daysSince1970 + 1
        if rows / days * settings.windowDays > settings.largeReportRows { state.large.insert(account.id) }
    }

    /// Has Meta prepare a window; one that it can not prepare is tried in halves.
    private func prepare(_ window: DateWindows.Window, _ account: AdAccount, _ state: inout State) throws {
        state.large.insert(account.id)
        let preparation = Preparation(graph: graph, settings: settings, account: account, window: window)
        do {
            let cursor = state.cursor
            let pages = try preparation.run(state.request.cursor, keeping: { cursor.write(to: &$0) })
            _ = try store(pages, window, account, &state)
        } catch let refusal as Refusal where refusal.isTooLarge && window.since < window.until {
            try halve(window, account, &state) { try prepare($0, account, &$1) }
        } catch let failure as ConnectorFailure where preparation.gaveUp(failure) && window.since < window.until {
            try halve(window, account, &state) { try prepare($0, account, &$1) }
        }
    }

    private func halve(
        _ window: DateWindows.Window, _ account: AdAccount, _ state: inout State, _ read: (DateWindows.Window, inout State) throws -> Void
    ) throws {
        let days = window.until.daysSince1970 - window.since.daysSince1970 + 1
        graph.host.log(.info, "The report of \(days) days is too large for Meta, or it failed: asking for halves.")
        let halves = Array(DateWindows(since: window.since, until: window.until, days: (days + 1) / 2, newestFirst: state.newestFirst))
        state.left += halves.count - 1
        for (index, half) in halves.enumerated() {
            if index > 0 { state.left -= 1 }
            try read(half, &state)
        }
    }

    /// The first pages of all reports: a refusal must not leave a window half read.
    private func begin(_ reports: [Report], _ window: DateWindows.Window, _ account: AdAccount) throws -> [ReportPages] {
        try reports.map { report in
            try ReportPages(report, GraphPages(graph, "\(account.id)/insights", report.query(window, settings), limit: settings.pageSize))
        }
    }

    /// Stores a window and gives its number of rows.
    private func store(_ reports: [ReportPages], _ window: DateWindows.Window, _ account: AdAccount, _ state: inout State) throws -> Int {
        try graph.host.replaceAdDaily(account: account.id, level: .ad, window)
        var rows = 0
        for var pages in reports {
            var reader = FactReader(account: account, window: window, report: pages.report, settings: settings)
            while let page = try pages.next() {
                for fact in page.rows {
                    try emit(fact, &reader)
                    rows += 1
                }
            }
        }
        state.cursor.add(window, of: account.id)
        if state.left == 1 { state.cursor.open = nil }
        let cursor = state.cursor
        try graph.host.checkpoint(AdDailyRow.stream) { cursor.write(to: &$0) }
        return rows
    }

    private func emit(_ fact: JSONView, _ reader: inout FactReader) throws {
        switch reader.read(fact) {
        case .row(let row, let spendText):
            try graph.host.emit(AdDailyRow.stream) { target in
                row.write(to: &target)
                target.text("spend_text", spendText)
            }
        case .reject(let reject): try graph.host.reject(AdDailyRow.stream, reject)
        case .repeated: break
        }
    }
}

/// The pages of one report, of which the first has come already.
struct ReportPages {
    let report: Report
    private var first: GraphPages.Page?
    private var pages: GraphPages

    /// Asks for the first page.
    init(_ report: Report, _ pages: GraphPages) throws {
        self.report = report
        self.pages = pages
        first = try self.pages.next()
    }

    mutating func next() throws -> GraphPages.Page? {
        guard let page = first else { return try pages.next() }
        first = nil
        return page
    }
}
