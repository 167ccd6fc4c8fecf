import Core

/// The leaky bucket of one app and shop: points that flow back over time.
struct ShopifyBucket: Sendable {
    private(set) var available: Double
    private let maximum: Double
    private let restoreRate: Double
    private var last: Instant
    private var queries = 0

    init(_ settings: ShopifySettings, now: Instant) {
        available = settings.maximumAvailable
        maximum = settings.maximumAvailable
        restoreRate = settings.restoreRate
        last = now
    }

    /// Whether a query of that cost may run now. What it really cost is taken with `spend`.
    mutating func admits(_ cost: Int, at now: Instant, draining: Set<Int>) -> Bool {
        queries += 1
        available = min(maximum, available + max(0, (now - last).seconds) * restoreRate)
        last = max(last, now)
        if draining.contains(queries) { available = min(available, Double(cost) / 2) }
        return Double(cost) <= available
    }

    mutating func spend(_ cost: Int) { available -= Double(cost) }

    /// The member `cost` of `extensions`.
    func report(requested: Int, actual: Int?) -> JSON {
        [
            "requestedQueryCost": .integer(requested), "actualQueryCost": actual.map { .integer($0) } ?? .null,
            "throttleStatus": [
                "maximumAvailable": Self.decimal(maximum), "currentlyAvailable": .integer(Int(available)), "restoreRate": Self.decimal(restoreRate),
            ],
        ]
    }

    private static func decimal(_ value: Double) -> JSON { .number(String(value)) }
}
