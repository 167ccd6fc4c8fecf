import Core

/// What a path allows: calls in a second, in a minute and, for reports, in a day.
struct KlaviyoLimit: Sendable, Hashable {
    let burst: Int
    let steady: Int
    var daily: Int?

    /// The limits by the first segment below `/api`.
    static func of(_ path: String) -> KlaviyoLimit {
        switch path {
        case "profiles", "lists": KlaviyoLimit(burst: 75, steady: 750)
        case "events": KlaviyoLimit(burst: 350, steady: 3_500)
        case "flows", "metric-aggregates": KlaviyoLimit(burst: 3, steady: 60)
        case "accounts": KlaviyoLimit(burst: 1, steady: 15)
        case "campaign-values-reports", "flow-values-reports", "flow-series-reports": KlaviyoLimit(burst: 1, steady: 2, daily: 225)
        default: KlaviyoLimit(burst: 10, steady: 150)
        }
    }
}

/// Counts the calls of one seed in fixed windows, by path.
struct KlaviyoMeter: Sendable {
    private struct Window: Sendable, Hashable {
        var number: Int64 = -1
        var calls = 0

        mutating func count(_ now: Int64, length: Int64) -> Int {
            if now / length != number { self = Window(number: now / length) }
            calls += 1
            return calls
        }
    }

    private var calls = 0
    private var blockedUntil = Instant(seconds: 0)
    private var windows: [String: [Window]] = [:]

    /// Counts a call; the error when it must be refused, else the headers that say what is left.
    mutating func count(_ path: String, at now: Instant, _ settings: KlaviyoSettings) -> Result<[(name: String, value: String)], KlaviyoError> {
        if now < blockedUntil { return .failure(.throttled(settings.blockSeconds)) }
        calls += 1
        if settings.throttledCalls.contains(calls) {
            blockedUntil = now + .seconds(settings.blockSeconds)
            return .failure(.throttled(settings.blockSeconds))
        }
        let limit = KlaviyoLimit.of(path)
        var own = windows[path] ?? [Window(), Window(), Window()]
        let lengths: [Int64] = [1, 60, 86_400]
        let allowed = [limit.burst, limit.steady, limit.daily ?? .max / settings.limitFactor].map { $0 * settings.limitFactor }
        let used = lengths.indices.map { own[$0].count(now.seconds, length: lengths[$0]) }
        windows[path] = own
        if let full = used.indices.last(where: { used[$0] > allowed[$0] }) {
            return .failure(.throttled(Int(lengths[full] - now.seconds % lengths[full])))
        }
        return .success([
            (name: "RateLimit-Limit", value: "\(allowed[1]), \(allowed[0]);w=1, \(allowed[1]);w=60"),
            (name: "RateLimit-Remaining", value: String(allowed[1] - used[1])), (name: "RateLimit-Reset", value: String(60 - now.seconds % 60)),
        ])
    }
}
