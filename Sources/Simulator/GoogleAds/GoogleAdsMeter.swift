import Core

/// Counts the operations of one seed and says when they are too many.
struct GoogleAdsMeter: Sendable {
    private(set) var calls = 0
    private var day: Day?
    private var operations = 0
    private var blockedUntil = Instant(seconds: 0)

    /// Counts a call; gives the refusal when it must be refused.
    mutating func refusal(at now: Instant, _ settings: GoogleAdsSettings) -> GoogleAdsError? {
        if now < blockedUntil { return .throttled(seconds: settings.retrySeconds) }
        calls += 1
        if now.day != day {
            day = now.day
            operations = 0
        }
        operations += 1
        if operations > settings.operationsPerDay { return .exhausted(seconds: (now.day + 1).instant.seconds - now.seconds) }
        guard settings.throttledCalls.contains(calls) else { return nil }
        blockedUntil = now + .seconds(settings.retrySeconds)
        return .throttled(seconds: settings.retrySeconds)
    }

    /// Objects beyond the first of a call count too.
    mutating func count(_ more: Int) { operations += max(0, more) }
}
