import Core

/// Counts the calls and metric values of one seed and says when they are too many.
struct LinkedInMeter: Sendable {
    private var calls = 0
    private var day: Day?
    private var callsToday = 0
    private var blockedUntil = Instant(seconds: 0)
    private var values: [(at: Instant, count: Int)] = []

    /// Counts a call; the error when it must be refused.
    mutating func refusal(at now: Instant, _ settings: LinkedInSettings) -> LinkedInError? {
        if now < blockedUntil { return .throttled(settings.tellsRetryAfter ? settings.blockSeconds : nil) }
        calls += 1
        if now.day != day {
            day = now.day
            callsToday = 0
        }
        callsToday += 1
        if callsToday > settings.callsPerDay { return .day }
        guard settings.throttledCalls.contains(calls) else { return nil }
        blockedUntil = now + .seconds(settings.blockSeconds)
        return .throttled(settings.tellsRetryAfter ? settings.blockSeconds : nil)
    }

    /// Counts the values of a report; the error when they are too many for five minutes.
    mutating func refusal(values count: Int, at now: Instant, _ settings: LinkedInSettings) -> LinkedInError? {
        values.removeAll { $0.at + .seconds(300) <= now }
        guard values.reduce(0, { $0 + $1.count }) + count <= settings.metricValues else { return .metricValues }
        values.append((at: now, count: count))
        return nil
    }
}
