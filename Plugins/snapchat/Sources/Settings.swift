import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; a value that does not fit counts as left out.
struct Settings {
    /// The account to read; nil for all of the access, or of the organisation.
    let accountID: String?
    let organizationID: String?
    /// A path segment such as `v1`.
    let version: String
    let since: Day?
    let sinceDays: Int
    let lookBackDays: Int
    /// Objects in a page, 50 to 1000.
    let pageSize: Int
    /// Days of one report, at most 31.
    let windowDays: Int
    let levels: [AdLevel]
    let breakdowns: [Breakdown]
    /// The query's name for a breakdown by people or places.
    let dimensionParameter: String
    /// `28_DAY` and its kind. Both are always sent, so that a row's attribution is known.
    let swipeWindow: String
    let viewWindow: String
    /// `conversion` or `impression`: which day a conversion counts for.
    let reportTime: String
    /// `web`, `app`, `offline`, `total`; nil leaves it to Snapchat.
    let sources: String?
    let conversionField: String
    let valueField: String?
    /// Further fields; those that Snapchat refuses by name are left out.
    let fields: [String]
    let listsDeleted: Bool
    /// Where conversions are uploaded to.
    let assetID: String?
    let actionSource: String
    let eventPageURL: String?
    /// Events in one upload, at most 2000.
    let eventBatch: Int

    static let usualFields = [
        "video_views", "uniques", "conversion_sign_ups", "conversion_sign_ups_value", "conversion_add_cart", "conversion_add_cart_value",
        "total_installs",
    ]
    static let swipeWindows = ["1_DAY", "7_DAY", "28_DAY"]
    static let viewWindows = ["1_HOUR", "3_HOUR", "6_HOUR", "1_DAY", "7_DAY", "28_DAY"]

    init(_ config: JSONView) throws {
        accountID = config["account_id"].filledString
        organizationID = config["organization_id"].filledString
        version = config["version"].filledString ?? "v1"
        guard version.hasPrefix("v"), version.utf8.count > 1, version.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw ConnectorFailure(.config, "The version \"\(version.prefix(20))\" is none: write it like v1.")
        }
        since = config["since"].day
        sinceDays = Settings.number(config["since_days"], 1...1095) ?? 365
        pageSize = Settings.number(config["page_size"], 1...1000) ?? 1000
        windowDays = Settings.number(config["window_days"], 1...31) ?? 30
        let levels = config["levels"].strings.compactMap(AdLevel.init)
        self.levels = levels.isEmpty ? [.ad] : levels
        breakdowns = config["breakdowns"].strings.compactMap(Breakdown.init)
        dimensionParameter = config["dimension_parameter"].filledString ?? "report_dimension"
        swipeWindow = config["swipe_window"].filledString ?? "28_DAY"
        viewWindow = config["view_window"].filledString ?? "1_DAY"
        reportTime = config["action_report_time"].filledString ?? "conversion"
        sources = config["conversion_source_types"].filledString
        // Conversions come until both windows have closed.
        lookBackDays = Settings.number(config["look_back_days"], 0...90) ?? max(Settings.days(swipeWindow), Settings.days(viewWindow))
        conversionField = config["conversion_field"].filledString ?? "conversion_purchases"
        valueField = config["value_field"].exists ? config["value_field"].filledString : "conversion_purchases_value"
        fields = config["fields"].exists ? config["fields"].strings : Settings.usualFields
        listsDeleted = config["list_deleted"].boolean ?? true
        assetID = config["asset_id"].filledString
        actionSource = config["action_source"].filledString ?? "WEB"
        eventPageURL = config["event_page_url"].filledString
        eventBatch = Settings.number(config["event_batch"], 1...2000) ?? 2000
    }

    /// What a row says of its attribution: `28d_swipe_1d_view`, and how conversions are dated where that is not their own day.
    var attribution: String {
        let windows = "\(Settings.short(swipeWindow))_swipe_\(Settings.short(viewWindow))_view"
        return reportTime == "conversion" ? windows : "\(windows)_by_\(reportTime)"
    }

    /// `28_DAY` as `28d`, `3_HOUR` as `3h`.
    private static func short(_ window: String) -> String {
        let parts = window.split(separator: "_")
        return parts.count == 2 ? "\(parts[0])\(parts[1].prefix(1).lowercased())" : window.lowercased()
    }

    /// Whole days of a window; hours count as a day.
    private static func days(_ window: String) -> Int {
        let parts = window.split(separator: "_")
        return parts.count == 2 && parts[1] == "DAY" ? Int(parts[0]) ?? 28 : 1
    }

    private static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }
}
