import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; a value that does not fit counts as left out.
struct Settings {
    /// Digits; nil for all properties of the access.
    let propertyID: String?
    let since: Day?
    let sinceDays: Int
    let lookBackDays: Int
    /// Days of one report.
    let windowDays: Int
    /// Rows in a page, at most 250 000.
    let pageSize: Int
    let conversionMetric: String
    let revenueMetric: String
    let eventValueMetric: String
    let demographics: [WebDemographicRow.Dimension]
    let halvesSampled: Bool
    /// Tokens of a property's quota that are left to others.
    let tokenReserve: Int64
    /// Counts only where the property can not be asked.
    let timeZone: String?

    init(_ config: JSONView) throws {
        propertyID = config["property_id"].filledString.map { $0.hasPrefix("properties/") ? String($0.dropFirst(11)) : $0 }
        guard propertyID?.utf8.allSatisfy({ (0x30...0x39).contains($0) }) ?? true, propertyID != "" else {
            throw ConnectorFailure(.config, "The property is none: give its number, which stands in its settings in Google Analytics.")
        }
        since = config["since"].day
        sinceDays = Settings.number(config["since_days"], 1...3650) ?? 400
        lookBackDays = Settings.number(config["look_back_days"], 1...60) ?? 14
        windowDays = Settings.number(config["window_days"], 1...90) ?? 7
        pageSize = Settings.number(config["page_size"], 1...250_000) ?? 100_000
        conversionMetric = config["conversion_metric"].filledString ?? "keyEvents"
        revenueMetric = config["revenue_metric"].filledString ?? "purchaseRevenue"
        eventValueMetric = config["event_value_metric"].filledString ?? "eventValue"
        let chosen = config["demographics"].exists ? config["demographics"].strings.compactMap { WebDemographicRow.Dimension(rawValue: $0) } : nil
        demographics = chosen ?? WebDemographicRow.Dimension.allCases
        halvesSampled = config["halve_sampled"].boolean ?? true
        tokenReserve = Settings.number(config["token_reserve"], 0...10_000).map { Int64($0) } ?? 200
        timeZone = config["time_zone"].filledString
    }

    private static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }
}
