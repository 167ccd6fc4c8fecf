import ConnectorKit

/// A stream of figures, and the reports that make it.
enum WebTable: String {
    case daily = "web_daily"
    case events = "web_events"
    case demographics = "web_demographics"

    private static let origin = ["sessionSource", "sessionMedium", "sessionCampaignName"]

    func reports(_ settings: Settings) -> [Report] {
        switch self {
        case .daily:
            [
                Report(
                    dimensions: ["date"] + Self.origin,
                    metrics: ["sessions", "totalUsers", "newUsers", "engagedSessions", settings.conversionMetric, settings.revenueMetric])
            ]
        case .events:
            [Report(dimensions: ["date", "eventName"] + Self.origin, metrics: ["eventCount", "totalUsers", settings.eventValueMetric])]
        case .demographics:
            settings.demographics.map { trait in
                Report(
                    dimensions: ["date", trait.googleName],
                    metrics: ["sessions", "totalUsers", "newUsers", "engagedSessions", settings.conversionMetric], trait: trait)
            }
        }
    }
}

/// One report: what it groups by and what it counts.
struct Report: Equatable {
    let dimensions: [String]
    let metrics: [String]
    /// The trait of the visitors that it is about.
    var trait: WebDemographicRow.Dimension?

    /// Facts of another definition have other keys, so a cursor belongs to one.
    var definition: String { dimensions.joined(separator: ",") + "|" + metrics.joined(separator: ",") }
}

extension WebDemographicRow.Dimension {
    /// Google's name of it.
    var googleName: String {
        switch self {
        case .age: "userAgeBracket"
        case .gender: "userGender"
        case .country: "country"
        case .city: "city"
        case .device: "deviceCategory"
        case .language: "language"
        }
    }
}
