import ConnectorKit

/// One report of a window: a level, and perhaps a breakdown.
struct Report: Equatable {
    let service: String
    let level: AdLevel
    var breakdown: Breakdown?

    /// The reports of a window. Breakdowns are of the lowest level.
    static func all(_ settings: Settings) -> [Report] {
        settings.services.flatMap { service in
            settings.levels.map { Report(service: service, level: $0) }
                + settings.breakdowns.map { Report(service: service, level: settings.lowestLevel, breakdown: $0) }
        }
    }

    /// What a cursor calls it.
    var key: String { [service, level.rawValue, breakdown?.rawValue].compactMap(\.self).joined(separator: " ") }

    /// Days that one call takes: 30, or one by the hour.
    var mostDays: Int { breakdown == .hour ? 1 : 30 }

    /// TikTok's name of the level's id; at the level of the account there is nothing else to ask for.
    var dimension: String {
        switch level {
        case .account: "advertiser_id"
        case .campaign: "campaign_id"
        case .adGroup: "adgroup_id"
        case .ad: "ad_id"
        }
    }

    /// Where a row's day stands.
    var time: String { breakdown == .hour ? "stat_time_hour" : "stat_time_day" }

    private var dataLevel: String {
        let word =
            switch level {
            case .account: "ADVERTISER"
            case .campaign: "CAMPAIGN"
            case .adGroup: "ADGROUP"
            case .ad: "AD"
            }
        return "\(service)_\(word)"
    }

    /// The parents are refused as dimensions and asked for as metrics.
    private var parents: [String] {
        switch level {
        case .account, .campaign: []
        case .adGroup: ["campaign_id"]
        case .ad: ["campaign_id", "adgroup_id"]
        }
    }

    /// Metrics without which a report is none.
    static let needed = ["spend", "impressions", "clicks"]

    /// - Parameter refused: metrics that TikTok does not know.
    func metrics(_ settings: Settings, without refused: Set<String>) -> [String] {
        var metrics = parents + Report.needed
        for metric in Report.optional(settings, breakdown) where !refused.contains(metric) && !metrics.contains(metric) { metrics.append(metric) }
        return metrics
    }

    /// Metrics that a report can do without. Breakdowns carry the figures alone.
    static func optional(_ settings: Settings, _ breakdown: Breakdown?) -> [String] {
        [settings.conversionMetric] + [settings.valueMetric].compactMap(\.self) + (breakdown == nil ? settings.metrics : [])
    }

    /// What the call says, one value a name; lists as JSON text.
    func query(
        _ account: Advertiser, _ window: DateWindows.Window, _ settings: Settings, without refused: Set<String>
    ) -> [(name: String, value: String)] {
        [
            (name: "advertiser_id", value: account.id), (name: "service_type", value: service), (name: "report_type", value: type),
            (name: "data_level", value: dataLevel), (name: "dimensions", value: JSONList.text(dimensions)),
            (name: "metrics", value: JSONList.text(metrics(settings, without: refused))), (name: "start_date", value: "\(window.since)"),
            (name: "end_date", value: "\(window.until)"),
        ]
    }

    /// The same as the body of a report that is prepared.
    func write(to row: inout Row, _ account: Advertiser, _ window: DateWindows.Window, _ settings: Settings, without refused: Set<String>) {
        row.text("advertiser_id", account.id)
        row.text("service_type", service)
        row.text("report_type", type)
        row.text("data_level", dataLevel)
        row.texts("dimensions", dimensions)
        row.texts("metrics", metrics(settings, without: refused))
        row.day("start_date", window.since)
        row.day("end_date", window.until)
        row.text("output_format", "CSV_STRING")
    }

    private var type: String { breakdown.map { $0 == .hour ? "BASIC" : "AUDIENCE" } ?? "BASIC" }

    var dimensions: [String] { [dimension, time] + (breakdown?.dimensions ?? []) }
}

extension Settings {
    /// The lowest level of the daily figures.
    var lowestLevel: AdLevel { [AdLevel.ad, .adGroup, .campaign].first { levels.contains($0) } ?? .account }
}
