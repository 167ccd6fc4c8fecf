import ConnectorKit

/// One report of a window: the ads as they are, or divided by a breakdown.
struct Report: Equatable {
    var breakdown: Breakdown?

    /// The reports of a window, the whole one first.
    static func all(_ settings: Settings) -> [Report] { [Report()] + settings.breakdowns.map { Report(breakdown: $0) } }

    private static let head = "account_id,account_currency,campaign_id,adset_id,ad_id,date_start,date_stop,impressions,clicks,"
    private static let tail = "spend,actions,action_values,attribution_setting"

    /// Reach does not add up and is kept for a shorter time with breakdowns, so that only the whole report has it.
    private var fields: String { Report.head + (breakdown == nil ? "reach," : "") + Report.tail }

    /// What the call says, without the size of its pages.
    func query(_ window: DateWindows.Window, _ settings: Settings) -> [(name: String, value: String)] {
        var items = [
            (name: "level", value: "ad"), (name: "time_increment", value: "1"),
            (name: "time_range", value: "{\"since\":\"\(window.since)\",\"until\":\"\(window.until)\"}"), (name: "fields", value: fields),
        ]
        if let breakdown { items.append((name: "breakdowns", value: Report.list(breakdown.names))) }
        if !settings.windows.isEmpty { items.append((name: "action_attribution_windows", value: Report.list(settings.windows))) }
        if let time = settings.actionReportTime { items.append((name: "action_report_time", value: time)) }
        return items
    }

    /// Names as a JSON list.
    private static func list(_ names: [String]) -> String { "[" + names.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
}
