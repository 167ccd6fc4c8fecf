import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; a value that does not fit counts as left out.
struct Settings {
    /// Which day a conversion belongs to.
    enum ConversionDay: String {
        /// The day of the click: history changes for as long as the conversion window is.
        case click
        /// The day of the conversion.
        case conversion
    }

    /// Where conversions are uploaded to.
    enum UploadAPI: String {
        case googleAds = "google_ads"
        case dataManager = "data_manager"
    }

    /// The one account; nil for all that the access reaches.
    let customer: CustomerID?
    /// The manager through whom accounts are reached; nil to find it.
    let login: CustomerID?
    /// A path segment such as `v25`.
    let version: String
    let since: Day?
    let sinceDays: Int
    /// Days that may be asked for at all.
    let historyDays: Int
    let lookBackDays: Int
    /// Days of one report.
    let windowDays: Int
    /// The levels of `ad_daily`.
    let levels: [AdLevel]
    let conversionDay: ConversionDay
    let listsRemoved: Bool
    /// Whether quality score and impression share are asked for.
    let hasKeywordDetails: Bool
    let uploads: UploadSettings

    init(_ config: JSONView) throws {
        customer = try Self.customer(config, "customer_id")
        login = try Self.customer(config, "login_customer_id")
        version = config["version"].filledString ?? "v25"
        guard Self.isVersion(version) else {
            throw ConnectorFailure(.config, "The version \"\(version.prefix(20))\" is none: write it like v25.")
        }
        since = config["since"].day
        sinceDays = Self.number(config["since_days"], 1...4015) ?? 400
        historyDays = Self.number(config["history_days"], 1...4015) ?? 1100
        lookBackDays = Self.number(config["look_back_days"], 0...90) ?? 30
        windowDays = Self.number(config["window_days"], 1...90) ?? 14
        let named = config["levels"].strings.compactMap { AdLevel(rawValue: $0) }.filter { $0 != .account }
        levels = named.isEmpty ? [.campaign, .adGroup, .ad] : named
        conversionDay = config["conversion_date"].string.flatMap { ConversionDay(rawValue: $0) } ?? .click
        listsRemoved = config["list_removed"].boolean ?? true
        hasKeywordDetails = config["keyword_details"].boolean ?? true
        uploads = UploadSettings(config)
    }

    /// The number in `v25`.
    var versionNumber: Int { Int(version.dropFirst()) ?? 0 }

    static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }

    private static func customer(_ config: JSONView, _ name: String) throws -> CustomerID? {
        guard let text = config[name].filledString else { return nil }
        guard let id = CustomerID(text) else {
            throw ConnectorFailure(.config, "\"\(text.prefix(20))\" in the setting \(name) is no account number: it has ten digits.")
        }
        return id
    }

    private static func isVersion(_ text: String) -> Bool {
        let digits = text.dropFirst().utf8
        return text.hasPrefix("v") && (1...3).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
    }
}

/// How conversions are uploaded.
struct UploadSettings {
    let api: Settings.UploadAPI
    /// The id of the conversion action for events whose name has none of its own.
    let action: String?
    /// Ids of conversion actions by the name of the event.
    let actions: [String: String]
    /// Events in one request.
    let batch: Int
    /// GRANTED or DENIED, where the operator says it for all events.
    let adUserData: String?
    let adPersonalization: String?

    /// The platform's own limit for a request.
    static let largestBatch: Int64 = 2000

    init(_ config: JSONView) {
        api = config["upload_api"].string.flatMap { Settings.UploadAPI(rawValue: $0) } ?? .googleAds
        action = config["conversion_action"].filledString
        var actions: [String: String] = [:]
        for (name, id) in config["conversion_actions"].members { actions[name] = id.filledString }
        self.actions = actions
        batch = Settings.number(config["upload_batch"], 1...Self.largestBatch) ?? Int(Self.largestBatch)
        adUserData = config["consent_ad_user_data"].filledString
        adPersonalization = config["consent_ad_personalization"].filledString
    }
}
