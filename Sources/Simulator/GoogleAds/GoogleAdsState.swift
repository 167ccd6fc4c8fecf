import Core

/// What callers have changed in one simulated business: it stands over what the business says.
struct GoogleAdsState: Sendable {
    /// Google's word by resource name.
    private(set) var statuses: [String: String] = [:]
    /// Amounts of budgets and bids in micros by resource name.
    private(set) var amounts: [String: Int64] = [:]
    /// Conversions that were uploaded.
    private(set) var conversions: [UploadedConversion] = []
    private var orders: Set<String> = []
    private var clicks: Set<String> = []
    /// Requests that the Data Manager took.
    private(set) var ingested: Set<String> = []

    mutating func set(status: String, of name: String) { statuses[name] = status }
    mutating func set(amount: Int64, of name: String) { amounts[name] = amount }

    mutating func record(_ conversion: UploadedConversion) {
        conversions.append(conversion)
        if let order = conversion.orderKey { orders.insert(order) }
        if let click = conversion.clickKey { clicks.insert(click) }
    }

    mutating func ingest(_ request: String, _ uploaded: [UploadedConversion]) {
        ingested.insert(request)
        for conversion in uploaded { record(conversion) }
    }

    /// Whether that order was uploaded for that action before.
    func knows(order: String) -> Bool { orders.contains(order) }
    /// Whether that click was uploaded with that time before.
    func knows(click: String) -> Bool { clicks.contains(click) }
}

/// A conversion that a caller uploaded.
struct UploadedConversion: Sendable, Hashable {
    /// Resource name of its action.
    let action: String
    let time: String
    let click: String?
    let order: String?
    let micros: Int64
    let currency: String?

    var orderKey: String? { order.map { "\(action) \($0)" } }
    var clickKey: String? { click.map { "\(action) \($0) \(time)" } }
}
