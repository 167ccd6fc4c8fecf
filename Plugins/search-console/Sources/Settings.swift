import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; a value that does not fit counts as left out.
struct Settings {
    /// As Search Console writes it; nil for all sites of the access.
    let site: String?
    let searchTypes: [String]
    /// What `search_daily` is split by, in the order of the request.
    let dimensions: [String]
    let since: Day?
    let sinceDays: Int
    let lookBackDays: Int
    /// Figures of so many days before today are final.
    let finalAfterDays: Int
    let readsFreshDays: Bool
    /// Days of one query of `search_daily`.
    let windowDays: Int
    let pageSize: Int
    /// Empty days in a row after which a backfill ends.
    let emptyDays: Int
    let host: String

    static let allTypes = ["web", "image", "video", "news", "discover", "googleNews"]
    static let allDimensions = ["query", "page", "country", "device"]
    private static let hosts = ["www.googleapis.com", "searchconsole.googleapis.com"]

    init(_ config: JSONView) throws {
        site = config["site_url"].filledString
        let types = config["search_types"].strings.filter { Settings.allTypes.contains($0) }
        searchTypes = types.isEmpty ? ["web"] : types
        dimensions =
            config["dimensions"].exists ? Settings.allDimensions.filter { config["dimensions"].strings.contains($0) } : Settings.allDimensions
        since = config["since"].day
        sinceDays = Settings.number(config["since_days"], 1...486) ?? 90
        lookBackDays = Settings.number(config["look_back_days"], 1...30) ?? 4
        finalAfterDays = Settings.number(config["final_after_days"], 1...10) ?? 3
        readsFreshDays = config["fresh_days"].boolean ?? true
        windowDays = Settings.number(config["window_days"], 1...30) ?? 1
        pageSize = Settings.number(config["page_size"], 1...25_000) ?? 25_000
        emptyDays = Settings.number(config["empty_days"], 1...486) ?? 60
        let chosen = config["host"].filledString ?? Settings.hosts[0]
        guard Settings.hosts.contains(chosen) else { throw ConnectorFailure(.config, "The host of the API is none that Search Console has.") }
        host = chosen
    }

    private static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }
}
