import ConnectorKit

/// Reads figures by day in windows of days. A window is replaced as a whole and stored as a whole, whatever happens while it is read.
struct DailyFigures {
    let ads: Ads
    let stream: String
    let reports: [Report]

    func read(_ request: ReadRequest, _ accounts: [AdAccount]) throws {
        var cursor = DailyCursor(request)
        let plan = try DailyPlan(accounts, request, cursor, ads.settings, now: ads.host.now)
        var closed: Set<Int> = []
        var isOpen = false
        for (index, step) in plan.steps.enumerated() where !closed.contains(step.account) {
            do { try read(step.window, accounts[step.account]) } catch let refusal as Refusal {
                guard refusal.remedy == .skipAccount else { throw refusal.failure }
                ads.host.log(.info, "The account \(accounts[step.account].id) is closed: it is left out.")
                closed.insert(step.account)
                continue
            }
            cursor.add(step.window, of: accounts[step.account].id)
            isOpen = plan.steps[(index + 1)...].contains { !closed.contains($0.account) }
            try ads.host.checkpoint(stream) { try cursor.write(to: &$0, isFinished: !isOpen) }
        }
        // What was left turned out to be of closed accounts.
        if isOpen { try ads.host.checkpoint(stream) { try cursor.write(to: &$0, isFinished: true) } }
    }

    private func read(_ window: DateWindows.Window, _ account: AdAccount) throws {
        for report in reports {
            var sink = FactSink(report, try FactReader(account, window, ads.settings), ads.host)
            try fill(window, account, &sink)
        }
    }

    /// Reads a part of the window. An answer that breaks off is asked for in halves; what it had given already comes again under the same keys, and
    /// the last row of a key counts.
    private func fill(_ part: DateWindows.Window, _ account: AdAccount, _ sink: inout FactSink) throws {
        var attempts = 0
        while true {
            do {
                try ads.stream(sink.report.query(part, ads.settings), account.access, begin: { try sink.begin() }, row: { try sink.take($0) })
                return try sink.finish()
            } catch let refusal as Refusal where refusal.remedy == .shorterRange {
                guard part.since == part.until else { return try halve(part, account, &sink, refusal) }
                attempts += 1
                guard attempts <= 3 else { throw refusal }
                try ads.host.wait(until: ads.host.now.adding(seconds: Int64(attempts)))
            }
        }
    }

    private func halve(_ part: DateWindows.Window, _ account: AdAccount, _ sink: inout FactSink, _ refusal: Refusal) throws {
        let days = part.until.daysSince1970 - part.since.daysSince1970 + 1
        ads.host.log(.info, "The report of \(days) days broke off or is too large: asking for halves.")
        for half in DateWindows(since: part.since, until: part.until, days: (days + 1) / 2) { try fill(half, account, &sink) }
    }
}

/// Where the rows of a report go.
struct FactSink {
    let report: Report
    private let reader: FactReader
    private let host: Host
    private var hasReplaced = false
    private var terms = TermDay()

    init(_ report: Report, _ reader: FactReader, _ host: Host) {
        self.report = report
        self.reader = reader
        self.host = host
    }

    /// Google has taken a query of the window.
    mutating func begin() throws {
        _ = terms.take()
        guard !hasReplaced else { return }
        hasReplaced = true
        try report.replace(reader.account, reader.window, host)
    }

    /// Emits what a row says.
    mutating func take(_ row: JSONView) throws {
        do {
            switch report {
            case .entities(let level): try host.emit(reader.entity(row, level))
            case .keywords: try host.emit(reader.keyword(row))
            case .searchTerms: try host.emit(terms.add(reader.searchTerm(row)))
            }
        } catch let fault as FactReader.Unreadable { try host.reject(report.stream, fault.reject) }
    }

    /// The answer is complete.
    mutating func finish() throws { try host.emit(terms.take()) }
}
