import ConnectorKit

/// The rows of a report, some at a time.
protocol ReportRows {
    var report: Report { get }

    /// The next rows, nil behind the last ones.
    mutating func next() throws -> [JSONView]?
}

/// The rows of a report that is answered at once, page by page. The first page has come when the value is made.
struct PagedRows: ReportRows {
    let report: Report
    private let make: (DateWindows.Window) -> ListPages
    private var windows: [DateWindows.Window]
    private var pages: ListPages
    private var first: [JSONView]?

    init(
        _ api: API, _ report: Report, _ account: Advertiser, _ window: DateWindows.Window, _ settings: Settings, without refused: Set<String>
    ) throws {
        self.report = report
        make = { window in
            ListPages(
                api, "report/integrated/get/", report.query(account, window, settings, without: refused), size: settings.pageSize)
        }
        windows = Array(DateWindows(since: window.since, until: window.until, days: report.mostDays))
        pages = make(windows.removeFirst())
        first = try pages.next()?.rows
    }

    mutating func next() throws -> [JSONView]? {
        if let rows = first {
            first = nil
            return rows
        }
        do {
            while true {
                if let page = try pages.next() { return page.rows }
                if windows.isEmpty { return nil }
                pages = make(windows.removeFirst())
            }
        } catch let refusal as Refusal where refusal.remedy == .shorterRange {
            // Part of the window has been handed over: nothing of it is stored, and the next read asks with the setting as it is then.
            throw ConnectorFailure(
                .config, "TikTok finds the report too large. Make the setting \"window_days\" smaller.", detail: refusal.failure.detail)
        }
    }
}
