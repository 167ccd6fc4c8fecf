import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; a value that does not fit counts as left out.
struct Settings {
    /// Digits; nil for all accounts of the access.
    let accountID: String?
    /// `YYYYMM`.
    let version: String
    let since: Day?
    let sinceDays: Int
    let lookBackDays: Int
    /// Days of one report.
    let windowDays: Int
    /// LinkedIn's days are days of this zone.
    let timeZone: String
    let levels: [AdLevel]
    let breakdowns: [Breakdown]
    /// The metric that counts as the conversion.
    let conversionMetric: String
    /// Metrics beside those that every report has.
    let metrics: [String]
    /// Whether a report may have several pivots.
    let hasSeveralPivots: Bool
    let pageSize: Int
    /// A report with as many rows may have been cut.
    let reportRows: Int
    let callsPerTenSeconds: Int
    /// The number of the rule that uploads belong to.
    let conversionRule: String?
    let conversionsBatch: Int

    /// What a report has beside `Report.metrics` unless the settings say otherwise.
    static let usualMetrics = [
        "externalWebsitePostClickConversions", "externalWebsitePostViewConversions", "landingPageClicks", "oneClickLeads", "oneClickLeadFormOpens",
        "likes", "comments", "shares", "follows", "totalEngagements", "videoViews", "approximateMemberReach",
    ]

    init(_ config: JSONView) throws {
        accountID = config["account_id"].platformID
        version = config["version"].filledString ?? "202603"
        guard version.utf8.count == 6, version.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw ConnectorFailure(.config, "The version \"\(version.prefix(20))\" is none: write it like 202603.")
        }
        since = config["since"].day
        sinceDays = Settings.number(config["since_days"], 1...3650) ?? 400
        lookBackDays = Settings.number(config["look_back_days"], 0...180) ?? 30
        windowDays = Settings.number(config["window_days"], 1...90) ?? 30
        timeZone = config["time_zone"].filledString ?? "UTC"
        let levels = config["levels"].strings.compactMap { AdLevel(rawValue: $0) }
        self.levels = levels.isEmpty ? [.ad] : levels
        breakdowns = config["breakdowns"].strings.compactMap { Breakdown(rawValue: $0) }
        conversionMetric = config["conversion_metric"].filledString ?? "externalWebsiteConversions"
        metrics = config["metrics"].exists ? config["metrics"].strings : Settings.usualMetrics
        hasSeveralPivots = config["finder"].string != "analytics"
        pageSize = Settings.number(config["page_size"], 1...1000) ?? 100
        reportRows = Settings.number(config["report_rows"], 1...15_000) ?? 10_000
        callsPerTenSeconds = Settings.number(config["calls_per_10s"], 1...1000) ?? 6
        conversionRule = config["conversion_rule"].platformID
        conversionsBatch = Settings.number(config["conversions_batch"], 1...5000) ?? 1000
    }

    private static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }
}
