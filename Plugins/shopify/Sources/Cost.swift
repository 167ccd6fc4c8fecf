import ConnectorKit

/// What a query costs and what is left, from `extensions.cost` of an answer. Points flow back into a bucket; all is in millionths of a point, because
/// Shopify writes `1000.0`.
struct Cost {
    /// The most that the query can cost; Shopify admits it only when so much is there.
    let requested: Micros?
    let available: Micros
    let maximum: Micros?
    /// Points a second.
    let rate: Micros
    /// When Shopify said so.
    let at: Instant

    init?(_ body: JSONView, at now: Instant) {
        let cost = body["extensions.cost"]
        guard let available = cost["throttleStatus.currentlyAvailable"].micros, let rate = cost["throttleStatus.restoreRate"].micros, rate.value > 0
        else { return nil }
        requested = cost["requestedQueryCost"].micros
        maximum = cost["throttleStatus.maximumAvailable"].micros
        self.available = available
        self.rate = rate
        at = now
    }

    /// When a query of that cost is admitted; nil for at once. A query that costs more than the bucket holds never is: Shopify tells that itself.
    func admits(_ requested: Micros?) -> Instant? {
        guard let requested, requested > available, requested <= maximum ?? requested else { return nil }
        let missing = requested.value - available.value
        let (scaled, overflow) = missing.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return at.adding(seconds: 60) }
        // Rounded up, and a tenth of a second more, so that the points are there.
        return Instant(microseconds: at.microseconds + scaled / rate.value + 100_000)
    }
}
