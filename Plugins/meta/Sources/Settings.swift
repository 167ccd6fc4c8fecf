import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; a value that does not fit counts as left out.
struct Settings {
    /// With `act_`; nil for all accounts of the access.
    let accountID: String?
    /// A path segment such as `v25.0`.
    let version: String
    let since: Day?
    let sinceDays: Int
    let lookBackDays: Int
    /// Rows in a page of figures, 100 to 500.
    let pageSize: Int
    /// Days of one report.
    let windowDays: Int
    /// What counts as the conversion, the first one that an ad has; they overlap and are never added up.
    let conversionTypes: [String]
    let listsDeleted: Bool
    /// Whether creatives are read.
    let listsCreatives: Bool
    let reports: Reports
    /// Rows of one report from which a window is prepared by Meta, where the choice is automatic.
    let largeReportRows: Int
    let breakdowns: [Breakdown]
    /// Attribution windows that get a figure of their own, in Meta's words.
    let windows: [String]
    /// The attribution window whose conversions count; nil for Meta's own choice.
    let conversionWindow: String?
    /// Which day a conversion belongs to, in Meta's words; nil for Meta's own choice.
    let actionReportTime: String?
    let upload: UploadSettings

    /// How figures are fetched.
    enum Reports: String {
        /// Asked for directly; prepared by Meta where that is too large.
        case automatic
        /// Asked for directly only.
        case immediate
        /// Prepared by Meta.
        case asynchronous
    }

    /// Overlapping types of a purchase, the widest first.
    static let purchaseTypes = [
        "omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase", "onsite_web_purchase", "onsite_conversion.purchase",
        "app_custom_event.fb_mobile_purchase", "web_in_store_purchase",
    ]

    init(_ config: JSONView) throws {
        accountID = config["account_id"].filledString.map { $0.hasPrefix("act_") ? $0 : "act_" + $0 }
        version = config["version"].filledString ?? "v25.0"
        guard Settings.isVersion(version) else {
            throw ConnectorFailure(.config, "The version \"\(version.prefix(20))\" is none: write it like v25.0.")
        }
        since = config["since"].day
        sinceDays = Settings.number(config["since_days"], 1...1123) ?? 400
        lookBackDays = Settings.number(config["look_back_days"], 0...28) ?? 28
        pageSize = Settings.number(config["page_size"], 1...500) ?? 500
        windowDays = Settings.number(config["window_days"], 1...90) ?? 30
        conversionTypes = config["conversion_type"].filledString.map { [$0] } ?? Settings.purchaseTypes
        listsDeleted = config["list_deleted"].boolean ?? true
        listsCreatives = config["creatives"].boolean ?? false
        reports = config["reports"].string.flatMap { Reports(rawValue: $0) } ?? .automatic
        largeReportRows = Settings.number(config["large_report_rows"], 1...10_000_000) ?? 50_000
        breakdowns = config["breakdowns"].strings.compactMap { Breakdown(rawValue: $0) }
        conversionWindow = config["conversion_window"].filledString
        let named = config["attribution_windows"].strings.filter { !$0.isEmpty }
        windows = named + [conversionWindow].compactMap(\.self).filter { !named.contains($0) }
        actionReportTime = config["action_report_time"].filledString
        upload = UploadSettings(config)
    }

    static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }

    /// The official kit's own check of the form: v, digits, a point, digits.
    private static func isVersion(_ text: String) -> Bool {
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        return text.hasPrefix("v") && parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}

/// How conversions are uploaded.
struct UploadSettings {
    /// The dataset (pixel) that events belong to.
    let pixelID: String?
    /// Where events happened, in Meta's words.
    let actionSource: String
    /// The page of uploaded events.
    let sourceURL: String?
    /// Events in one request.
    let batch: Int

    /// The platform's own limit for a request.
    static let largestBatch: Int64 = 1000

    init(_ config: JSONView) {
        pixelID = config["pixel_id"].filledString
        actionSource = config["action_source"].filledString ?? "website"
        sourceURL = config["event_source_url"].filledString
        batch = Settings.number(config["event_batch"], 1...Self.largestBatch) ?? Int(Self.largestBatch)
    }

    /// Days after which an event is too old: 62 for what happened in a shop, 7 for all else.
    var mostDays: Int64 { actionSource == "physical_store" ? 62 : 7 }
}
