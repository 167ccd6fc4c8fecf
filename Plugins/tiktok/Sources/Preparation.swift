import ConnectorKit

/// Reports that TikTok prepares: asked for, looked after, and fetched as CSV. Their ids are stored before the first wait, so that a read that was
/// parked finds them again.
struct Preparation {
    let api: API
    let settings: Settings
    let account: Advertiser
    let window: DateWindows.Window

    /// Looks at a short distance, then one that parks the read.
    private static let looks: [Int64] = [5, 10, 20, 40, 120]

    func rows(of reports: [Report], _ cursor: inout DailyCursor, _ known: inout KnownMetrics) throws -> [any ReportRows] {
        try order(reports, &cursor, &known)
        for report in reports { try settle(report, &cursor) }
        return try reports.map { report in
            let id = cursor.open?.tasks?.ids[report.key] ?? ""
            let bytes = try api.download("report/task/download/", [(name: "advertiser_id", value: account.id), (name: "task_id", value: id)])
            return try PreparedRows(report, bytes)
        }
    }

    private func order(_ reports: [Report], _ cursor: inout DailyCursor, _ known: inout KnownMetrics) throws {
        var tasks = DailyCursor.Tasks(account: account.id, since: window.since, until: window.until)
        if let stored = cursor.open?.tasks, stored.fits(account.id, window) { tasks = stored }
        let missing = reports.filter { tasks.ids[$0.key] == nil }
        for report in missing {
            let answer = try known.asking(settings, report, api.host) { refused in
                try api.post("report/task/create/", mayRepeat: true) { report.write(to: &$0, account, window, settings, without: refused) }
            }
            tasks.ids[report.key] = try answer.requiredString("data.task_id")
        }
        cursor.open?.tasks = tasks
        if !missing.isEmpty { try store(cursor) }
    }

    /// Returns when the report is ready.
    private func settle(_ report: Report, _ cursor: inout DailyCursor) throws {
        let id = cursor.open?.tasks?.ids[report.key] ?? ""
        for seconds in Self.looks + [120, 120, 120] {
            let data = try api.get("report/task/check/", [(name: "advertiser_id", value: account.id), (name: "task_id", value: id)])
            switch data["status"].string {
            case "SUCCESS": return
            case "FAILED", "CANCELED":
                // The next read orders it anew.
                cursor.open?.tasks?.ids[report.key] = nil
                try store(cursor)
                throw ConnectorFailure(.transient, "TikTok could not prepare a report.", detail: data["message"].string)
            case "QUEUING", "PROCESSING": try api.host.wait(until: api.host.now.adding(seconds: seconds))
            default: throw ConnectorFailure(.contract, "TikTok's state of a report is not known.", detail: String(data.json.prefix(200)))
            }
        }
        throw ConnectorFailure(.transient, "TikTok did not finish a report in time.")
    }

    private func store(_ cursor: DailyCursor) throws { try api.host.checkpoint(AdDailyRow.stream) { try cursor.write(to: &$0) } }
}

/// The rows of a prepared report: CSV as a file or as a text in the envelope, or the same list that an immediate report gives.
struct PreparedRows: ReportRows {
    let report: Report
    private var rows: [JSONView]?

    init(_ report: Report, _ bytes: [UInt8]) throws {
        self.report = report
        guard let body = try? JSONDocument(bytes).root, body["code"].exists else {
            rows = try PreparedRows.read(CSV(bytes), report)
            return
        }
        if body["data.list"].kind == .array {
            rows = Array(body["data.list"].elements)
        } else if let text = body["data"].filledString ?? body["data.content"].filledString {
            rows = try PreparedRows.read(CSV(Array(text.utf8)), report)
        } else {
            throw ConnectorFailure(.contract, "TikTok's prepared report has an unknown form.", detail: String(body.json.prefix(200)))
        }
    }

    mutating func next() throws -> [JSONView]? {
        defer { rows = nil }
        return rows
    }

    /// Columns go by TikTok's own names of dimensions and metrics.
    private static func read(_ table: CSV, _ report: Report) throws -> [JSONView] {
        guard let head = table.records.first else { return [] }
        let names = head.map { $0.lowercased() }
        guard report.dimensions.allSatisfy(names.contains) else {
            throw ConnectorFailure(
                .contract, "The columns of TikTok's prepared report are not known.", detail: names.prefix(40).joined(separator: ","))
        }
        return try table.records.dropFirst().map { record in
            let cells = Array(zip(names, record))
            let bytes = Row.bytes { row in
                row.object("dimensions") { row in for (name, cell) in cells where report.dimensions.contains(name) { row.text(named: name, cell) } }
                row.object("metrics") { row in
                    for (name, cell) in cells where !report.dimensions.contains(name) { row.text(named: name, cell.isEmpty ? nil : cell) }
                }
            }
            return try JSONDocument(bytes).root
        }
    }
}
