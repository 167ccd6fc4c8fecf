import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; a value that does not fit counts as left out.
struct Settings {
    /// A day such as `2026-07-15`.
    let revision: String
    let since: Day?
    let sinceDays: Int
    let lookBackDays: Int
    /// Days of one report of flows or metrics.
    let windowDays: Int
    /// Seconds read again, because only strictly later changes can be asked for.
    let overlap: Int64
    let timeZone: String?
    let currency: String?
    let channels: [String]
    let conversionMetricID: String?
    let conversionMetric: String
    let aggregateMetrics: [String]
    let aggregateBy: String
    let eventMetricID: String?
    let keepsEventProperties: Bool
    let keepsProfileProperties: Bool
    let hasPredictions: Bool
    let isSparse: Bool
    let hasCampaignMessages: Bool
    let profilesPageSize: Int
    let eventsPageSize: Int

    init(_ config: JSONView) throws {
        revision = config["revision"].filledString ?? "2026-07-15"
        guard Day(revision) != nil else {
            throw ConnectorFailure(.config, "The revision \"\(revision.prefix(20))\" is none: write it like 2026-07-15.")
        }
        since = config["since"].day
        sinceDays = Settings.number(config["since_days"], 1...3650) ?? 60
        lookBackDays = Settings.number(config["look_back_days"], 0...90) ?? 14
        windowDays = Settings.number(config["window_days"], 1...365) ?? 30
        overlap = Int64(Settings.number(config["overlap_minutes"], 0...1440) ?? 60) * 60
        timeZone = config["time_zone"].filledString
        currency = config["currency"].filledString
        let channels = config["channels"].strings.filter { ["email", "sms", "mobile_push"].contains($0) }
        self.channels = channels.isEmpty ? ["email", "sms", "mobile_push"] : channels
        conversionMetricID = config["conversion_metric_id"].filledString
        conversionMetric = config["conversion_metric"].filledString ?? "Placed Order"
        aggregateMetrics = config["aggregate_metrics"].exists ? config["aggregate_metrics"].strings : ["Placed Order"]
        aggregateBy = config["aggregate_by"].filledString ?? "$attributed_channel"
        eventMetricID = config["event_metric_id"].filledString
        keepsEventProperties = config["event_properties"].boolean ?? false
        keepsProfileProperties = config["profile_properties"].boolean ?? false
        hasPredictions = config["predictions"].boolean ?? false
        isSparse = config["sparse_fields"].boolean ?? true
        hasCampaignMessages = config["campaign_messages"].boolean ?? true
        profilesPageSize = Settings.number(config["profiles_page_size"], 1...100) ?? 100
        eventsPageSize = Settings.number(config["events_page_size"], 1...1000) ?? 1000
    }

    private static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }
}
