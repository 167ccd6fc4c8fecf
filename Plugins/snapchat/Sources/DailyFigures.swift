import ConnectorKit

/// Reads `ad_daily` in windows of days. A window is stored as a whole, and replaced as a whole where everything of it could be read.
struct DailyFigures {
    let api: API
    let settings: Settings

    /// An object whose figures are asked for.
    private struct Subject {
        let path: String
        let id: String
        let createdAt: Instant?
    }

    func read(_ request: ReadRequest, _ accounts: [AdAccount]) throws {
        var cursor = DailyCursor(request)
        var known = KnownFields()
        var skipping = Skipping(accounts)
        for account in accounts {
            let plan = try DailyPlan([account], request, cursor, settings, now: api.host.now)
            guard !plan.steps.isEmpty else { continue }
            do {
                let campaigns = try campaigns(of: account)
                for step in plan.steps { try read(step.window, account, campaigns, &cursor, &known) }
            } catch let refusal as Refusal { try skipping.note(refusal, account, api.host) }
        }
        cursor.finish()
        try api.host.checkpoint(AdDailyRow.stream) { cursor.write(to: &$0) }
    }

    private func campaigns(of account: AdAccount) throws -> [Subject] {
        let reports = Report.all(settings)
        guard reports.contains(where: { $0.level != .account }) else { return [] }
        var subjects: [Subject] = []
        var pages = LinkPages(api, "adaccounts/\(account.id)/campaigns", Edge.campaigns.query(settings), member: "campaigns")
        while let page = try pages.next() {
            for campaign in page.elements.compactMap({ Element.object($0, "campaign") }) {
                guard let id = campaign["id"].filledString else { continue }
                subjects.append(Subject(path: "campaigns/\(id)", id: id, createdAt: campaign["created_at"].instant))
            }
        }
        return subjects
    }

    private func read(
        _ window: DateWindows.Window, _ account: AdAccount, _ campaigns: [Subject], _ cursor: inout DailyCursor, _ known: inout KnownFields
    ) throws {
        let zone = try account.zone()
        let end = zone.start(of: window.until.adding(days: 1))
        // Without the deleted campaigns a window is not whole: replacing it would take their facts away.
        var isWhole = settings.listsDeleted
        for report in Report.all(settings) {
            let own = [Subject(path: "adaccounts/\(account.id)", id: account.id, createdAt: nil)]
            let subjects = report.level == .account ? own : campaigns.filter { $0.createdAt.map { $0 < end } ?? true }
            for subject in subjects {
                var reader = FactReader(report: report, subject: subject.id, account: account, zone: zone, window: window, settings: settings)
                if try !read(subject, &reader, &known) { isWhole = false }
            }
        }
        if isWhole { for level in levels { try api.host.replaceAdDaily(account: account.id, level: level, window) } }
        cursor.add(window, of: account.id)
        try api.host.checkpoint(AdDailyRow.stream) { cursor.write(to: &$0) }
    }

    private var levels: [AdLevel] {
        let reports = Report.all(settings)
        return [AdLevel.account, .campaign, .adGroup, .ad].filter { level in reports.contains { $0.level == level } }
    }

    /// Whether all of an object's figures could be read.
    private func read(_ subject: Subject, _ reader: inout FactReader, _ known: inout KnownFields) throws -> Bool {
        var isWhole = true
        let window = reader.window
        for slice in DateWindows(since: window.since, until: window.until, days: reader.report.mostDays) {
            do {
                var (pages, first) = try known.asking(settings, reader.report, api.host) { refused in
                    let query = reader.report.query(slice, reader.zone, settings, without: refused)
                    var pages = LinkPages(api, "\(subject.path)/stats", query, member: "timeseries_stats")
                    let first = try pages.next()
                    return (pages, first)
                }
                while let page = first {
                    for element in page.elements where try !read(element, &reader) { isWhole = false }
                    first = try pages.next()
                }
            } catch let refusal as Refusal where refusal.isGone && reader.report.level != .account {
                api.host.log(.warning, "Snapchat does not give the figures of the campaign \(subject.id) any more.")
                return false
            }
        }
        return isWhole
    }

    private func read(_ element: JSONView, _ reader: inout FactReader) throws -> Bool {
        guard let stat = Element.object(element, "timeseries_stat") else {
            try api.host.reject(AdDailyRow.stream, Element.reject(element))
            return false
        }
        for reading in reader.read(stat) {
            switch reading {
            case .row(let row): try api.host.emit(row)
            case .reject(let reject): try api.host.reject(AdDailyRow.stream, reject)
            case .repeated: break
            }
        }
        return true
    }
}

/// The fields that Snapchat takes. One unknown name refuses a whole report.
struct KnownFields {
    private(set) var refused: Set<String> = []

    /// Asks; where Snapchat refuses fields by name that a report can do without, asks again without them.
    mutating func asking<Answer>(_ settings: Settings, _ report: Report, _ host: Host, _ ask: (Set<String>) throws -> Answer) throws -> Answer {
        while true {
            do { return try ask(refused) } catch let refusal as Refusal {
                let named = report.optional(settings).filter { !refused.contains($0) && refusal.names($0) }
                guard !named.isEmpty else { throw refusal }
                host.log(.warning, "Snapchat does not know \(named.joined(separator: ", ")): going on without.")
                refused.formUnion(named)
            }
        }
    }
}
