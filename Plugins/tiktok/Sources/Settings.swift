import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; a value that does not fit counts as left out.
struct Settings {
    /// The advertisers to read; empty where `appID` finds them.
    let advertiserIDs: [String]
    /// The developer application, whose list of advertisers is asked for where none is named.
    let appID: String?
    let isSandbox: Bool
    /// A path segment such as `v1.3`.
    let version: String
    /// IANA name, for accounts whose zone TikTok does not tell.
    let timeZone: String?
    let since: Day?
    let sinceDays: Int
    let lookBackDays: Int
    /// Rows in a page, at most 1000.
    let pageSize: Int
    /// Days of one report, at most 30.
    let windowDays: Int
    /// Whether reports are prepared by TikTok and fetched when they are ready.
    let isAsynchronous: Bool
    /// `AUCTION`, `RESERVATION`.
    let services: [String]
    let levels: [AdLevel]
    let breakdowns: [Breakdown]
    /// What counts as the conversion, and what it is worth.
    let conversionMetric: String
    let valueMetric: String?
    /// Further metrics; those that TikTok refuses by name are left out.
    let metrics: [String]
    /// What the advertiser chose as its attribution; TikTok does not say it in reports.
    let attribution: String?
    let listsDeleted: Bool
    let listsSmartPlus: Bool
    let listsTopView: Bool
    /// Shops whose GMV Max report is read.
    let storeIDs: [String]
    let gmvMetrics: [String]
    /// Where conversions are uploaded to.
    let eventSource: String
    let eventSourceID: String?
    /// The page that uploaded events happened on.
    let eventPageURL: String?
    /// Events in one upload, at most 1000.
    let eventBatch: Int

    static let usualMetrics = [
        "reach", "video_play_actions", "conversion", "real_time_conversion", "result", "purchase", "total_purchase", "total_purchase_value",
        "registration", "likes", "shares", "follows",
    ]

    init(_ config: JSONView) throws {
        appID = config["app_id"].filledString
        advertiserIDs = config["advertiser_ids"].strings.filter { !$0.isEmpty }
        guard !advertiserIDs.isEmpty || appID != nil else {
            throw ConnectorFailure(.config, "The settings name no advertiser: fill in \"advertiser_ids\" (or \"app_id\", to find them).")
        }
        isSandbox = config["sandbox"].boolean ?? false
        version = config["version"].filledString ?? "v1.3"
        guard Settings.isVersion(version) else {
            throw ConnectorFailure(.config, "The version \"\(version.prefix(20))\" is none: write it like v1.3.")
        }
        timeZone = config["time_zone"].filledString
        since = config["since"].day
        sinceDays = Settings.number(config["since_days"], 1...1095) ?? 365
        lookBackDays = Settings.number(config["look_back_days"], 0...90) ?? 28
        pageSize = Settings.number(config["page_size"], 1...1000) ?? 1000
        windowDays = Settings.number(config["window_days"], 1...30) ?? 30
        isAsynchronous = config["reports"].string == "asynchronous"
        services = Settings.filled(config["service_types"]) ?? ["AUCTION"]
        levels = Settings.filled(config["levels"])?.compactMap(AdLevel.init) ?? [.ad]
        breakdowns = config["breakdowns"].strings.compactMap(Breakdown.init)
        conversionMetric = config["conversion_metric"].filledString ?? "complete_payment"
        valueMetric = (config["value_metric"].string ?? "total_complete_payment_rate").nilIfEmpty
        metrics = config["metrics"].exists ? config["metrics"].strings : Settings.usualMetrics
        attribution = config["attribution"].filledString
        listsDeleted = config["list_deleted"].boolean ?? true
        listsSmartPlus = config["list_smart_plus"].boolean ?? false
        listsTopView = config["list_top_view"].boolean ?? false
        storeIDs = config["store_ids"].strings
        gmvMetrics = Settings.filled(config["gmv_metrics"]) ?? ["cost", "orders", "gross_revenue"]
        eventSource = config["event_source"].filledString ?? "web"
        eventSourceID = config["event_source_id"].filledString
        eventPageURL = config["event_page_url"].filledString
        eventBatch = Settings.number(config["event_batch"], 1...1000) ?? 1000
    }

    /// Where the calls of this version go.
    var base: String { "https://\(isSandbox ? "sandbox-ads" : "business-api").tiktok.com/open_api/\(version)/" }

    private static func filled(_ view: JSONView) -> [String]? {
        let texts = view.strings.filter { !$0.isEmpty }
        return texts.isEmpty ? nil : texts
    }

    private static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }

    private static func isVersion(_ text: String) -> Bool {
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        return text.hasPrefix("v") && parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}

extension String {
    var nilIfEmpty: String? { isEmpty ? nil : self }
}
