import Core

/// Counts the reports and tokens of one seed.
struct AnalyticsMeter: Sendable {
    private var reports = 0
    private var blockedUntil = Instant(seconds: 0)
    private var hour: Int64 = 0
    private var day = Day(number: 0)
    private var tokensOfHour = 0
    private var tokensOfDay = 0
    private var last = 0

    /// Counts a report; gives the refusal when it must be refused.
    mutating func refusal(at now: Instant, _ settings: AnalyticsSettings) -> AnalyticsError? {
        if now < blockedUntil { return .concurrent }
        reports += 1
        turn(to: now)
        if tokensOfDay >= settings.tokensPerDay { return .daily }
        if tokensOfHour >= settings.tokensPerHour { return .hourly }
        guard settings.throttledCalls.contains(reports) else { return nil }
        blockedUntil = now + .seconds(settings.blockSeconds)
        return .concurrent
    }

    mutating func spend(_ rows: Int, _ settings: AnalyticsSettings) {
        last = settings.tokensPerReport + rows / 1_000
        tokensOfHour += last
        tokensOfDay += last
    }

    /// Hours are those of the clock, days those of the Pacific coast in winter.
    private mutating func turn(to now: Instant) {
        if now.seconds / 3_600 != hour { tokensOfHour = 0 }
        hour = now.seconds / 3_600
        let today = (now - .seconds(8 * 3_600)).day
        if today != day { tokensOfDay = 0 }
        day = today
    }

    /// `propertyQuota` of an answer.
    func json(_ settings: AnalyticsSettings) -> JSON {
        func left(_ whole: Int, _ used: Int) -> JSON { ["consumed": .integer(last), "remaining": .integer(max(0, whole - used))] }
        return [
            "tokensPerDay": left(settings.tokensPerDay, tokensOfDay), "tokensPerHour": left(settings.tokensPerHour, tokensOfHour),
            "concurrentRequests": ["consumed": 0, "remaining": 10], "serverErrorsPerProjectPerHour": ["consumed": 0, "remaining": 10],
            "potentiallyThresholdedRequestsPerHour": ["consumed": 0, "remaining": 120],
            "tokensPerProjectPerHour": left(settings.tokensPerHour * 35 / 100, tokensOfHour * 35 / 100),
        ]
    }
}
