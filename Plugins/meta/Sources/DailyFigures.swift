import ConnectorKit

/// Reads `ad_daily`: figures of each ad on each day, in windows of days. A window is replaced as a whole and stored as a whole.
struct DailyFigures {
    let graph: Graph
    let settings: Settings

    private static let fields =
        "account_id,account_currency,campaign_id,adset_id,ad_id,date_start,date_stop,impressions,clicks,reach,spend,actions,action_values,"
        + "attribution_setting"

    func read(_ request: ReadRequest, _ accounts: [AdAccount]) throws {
        var cursor = DailyCursor(request)
        let plan = try DailyPlan(accounts, request, cursor, settings, now: graph.host.now)
        for (index, step) in plan.steps.enumerated() {
            guard let account = accounts.first(where: { $0.id == step.account }) else { continue }
            do { try read(step.window, account, isLast: index == plan.steps.count - 1, &cursor) } catch let refusal as Refusal {
                throw refusal.failure
            }
        }
    }

    /// Reads a window; a report that Meta finds too large is asked for in halves.
    private func read(_ window: DateWindows.Window, _ account: AdAccount, isLast: Bool, _ cursor: inout DailyCursor) throws {
        var pages = GraphPages(graph, "\(account.id)/insights", query(window), limit: settings.pageSize)
        let first: GraphPages.Page?
        do { first = try pages.next() } catch let refusal as Refusal where isTooLarge(refusal) && window.since < window.until {
            let days = window.until.daysSince1970 - window.since.daysSince1970 + 1
            graph.host.log(.info, "Meta finds the report of \(days) days too large: asking for halves.")
            let newestFirst = cursor.open?.mode == ReadRequest.Mode.backfill.rawValue
            let halves = Array(DateWindows(since: window.since, until: window.until, days: (days + 1) / 2, newestFirst: newestFirst))
            for (index, half) in halves.enumerated() { try read(half, account, isLast: isLast && index == halves.count - 1, &cursor) }
            return
        }
        try graph.host.replaceAdDaily(account: account.id, level: .ad, window)
        var reader = FactReader(account: account, window: window, conversionTypes: settings.conversionTypes)
        var page = first
        while let current = page {
            for fact in current.rows { try emit(fact, &reader) }
            page = try pages.next()
        }
        cursor.add(window, of: account.id)
        if isLast { cursor.open = nil }
        try graph.host.checkpoint("ad_daily") { try cursor.write(to: &$0) }
    }

    private func isTooLarge(_ refusal: Refusal) -> Bool { refusal.remedy == .shorterRange || refusal.remedy == .smallerPage }

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

    private func query(_ window: DateWindows.Window) -> [(name: String, value: String)] {
        [
            (name: "level", value: "ad"), (name: "time_increment", value: "1"),
            (name: "time_range", value: "{\"since\":\"\(window.since)\",\"until\":\"\(window.until)\"}"), (name: "fields", value: Self.fields),
        ]
    }
}
