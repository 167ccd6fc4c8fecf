import ConnectorKit

/// Reads `message_daily`: campaigns by a report of each day, because their report has no days; flows by a series.
struct MessageFigures {
    let client: Client
    let settings: Settings
    let account: KlaviyoAccount

    private static let campaigns = "campaigns"
    private static let flows = "flows"

    func read(_ request: ReadRequest) throws {
        let conversion = try Metrics.conversion(client, settings)
        var cursor = DailyCursor(request, member: "tracks")
        let tracks = [DailyPlan.Track(name: Self.flows, days: settings.windowDays), DailyPlan.Track(name: Self.campaigns, days: 1)]
        let plan = DailyPlan(tracks, request, cursor, settings, today: account.zone.day(of: client.host.now))
        for (index, step) in plan.steps.enumerated() {
            let table = step.track == Self.flows ? try flows(step.window, conversion) : try campaigns(step.window, conversion)
            try emit(table)
            cursor.add(step.window, of: step.track)
            if index == plan.steps.count - 1 { cursor.finish() }
            try client.host.checkpoint(MessageDailyRow.stream) { cursor.write(to: &$0) }
        }
    }

    private func campaigns(_ window: DateWindows.Window, _ conversion: String) throws -> ReportTable {
        var table = ReportTable(idName: "campaign_id", window: window)
        let body = report("campaign-values-report", ["campaign_id", "campaign_message_id", "send_channel"], window, conversion, interval: nil)
        try pages("campaign-values-reports", body) { attributes in try reject(table.add(attributes["results"], days: nil)) }
        return table
    }

    private func flows(_ window: DateWindows.Window, _ conversion: String) throws -> ReportTable {
        var table = ReportTable(idName: "flow_id", window: window)
        let body = report("flow-series-report", ["flow_id", "flow_message_id", "send_channel"], window, conversion, interval: "daily")
        try pages("flow-series-reports", body) { attributes in
            guard attributes["date_times"].kind == .array else { throw ConnectorFailure(.contract, "Klaviyo's series lacks \"date_times\".") }
            try reject(table.add(attributes["results"], days: attributes["date_times"].elements.map(\.day)))
        }
        return table
    }

    /// The pages of a report: `links.next` names the cursor of the next one.
    private func pages(_ path: String, _ body: [UInt8], _ read: (JSONView) throws -> Void) throws {
        var seen: Set<String> = []
        var cursor: String?
        repeat {
            let answer = try client.report(path, cursor.map { [(name: "page_cursor", value: $0)] } ?? [], body)
            let attributes = answer["data.attributes"]
            guard attributes["results"].kind == .array else { throw ConnectorFailure(.contract, "Klaviyo's report lacks \"results\".", detail: path) }
            try read(attributes)
            cursor = answer["links.next"].filledString.flatMap { PageCursor.of($0) }
            if let cursor, !seen.insert(cursor).inserted {
                throw ConnectorFailure(.contract, "Klaviyo gave the same page twice: its paging goes in a circle.", detail: path)
            }
        } while cursor != nil
    }

    private func report(
        _ type: String, _ groups: [String], _ window: DateWindows.Window, _ conversion: String, interval: String?
    ) -> [UInt8] {
        Row.bytes { row in
            row.object("data") { row in
                row.text("type", type)
                row.object("attributes") { row in
                    row.texts("statistics", Statistics.names)
                    row.object("timeframe") { row in
                        row.text("start", LocalTimes.text(account.zone.start(of: window.since), account.zone))
                        row.text("end", LocalTimes.text(account.zone.start(of: window.until.adding(days: 1)).adding(seconds: -1), account.zone))
                    }
                    row.text("conversion_metric_id", conversion)
                    row.texts("group_by", groups)
                    row.text("interval", interval)
                }
            }
        }
    }

    private func emit(_ table: ReportTable) throws {
        for message in table.messages { try client.host.replace(MessageDailyRow.stream, scope: [("message_id", message)], table.window) }
        for (key, figures) in table.rows {
            try client.host.emit(MessageDailyRow.stream) { row in
                figures.row(key, account).write(to: &row)
                row.text("revenue_text", figures.revenueText)
            }
        }
    }

    private func reject(_ rejects: [Reject]) throws {
        for item in rejects { try client.host.reject(MessageDailyRow.stream, item) }
    }
}

/// The cursor inside the address of a next page.
enum PageCursor {
    static func of(_ url: String) -> String? {
        guard let mark = url.firstIndex(of: "?") else { return nil }
        for item in url[url.index(after: mark)...].split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, ["page_cursor", "page[cursor]", "page%5Bcursor%5D", "page%5bcursor%5d"].contains(String(parts[0])) else {
                continue
            }
            return decoded(parts[1])
        }
        return nil
    }

    /// The text without percent-encoding.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == 0x25, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Times with the offset of a zone: `2026-05-01T00:00:00+02:00`.
enum LocalTimes {
    static func text(_ instant: Instant, _ zone: Zone) -> String {
        let offset = zone.offset(at: instant)
        let local = instant.adding(seconds: Int64(offset)).description.prefix(19)
        let minutes = abs(offset) / 60
        return "\(local)\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// A local time without an offset, as aggregates want it.
    static func midnight(_ day: Day) -> String { "\(day)T00:00:00" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
