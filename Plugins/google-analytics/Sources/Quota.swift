import ConnectorKit

/// What is left of a property's allowances, from `propertyQuota` of an answer.
struct Quota {
    private let tokensOfDay: Int64?
    private let tokensOfHour: Int64?
    private let thresholded: Int64?
    private let serverErrors: Int64?

    init(_ body: JSONView) {
        let quota = body["propertyQuota"]
        tokensOfDay = quota["tokensPerDay.remaining"].integer
        tokensOfHour = [quota["tokensPerHour.remaining"].integer, quota["tokensPerProjectPerHour.remaining"].integer].compactMap(\.self).min()
        thresholded = quota["potentiallyThresholdedRequestsPerHour.remaining"].integer
        serverErrors = quota["serverErrorsPerProjectPerHour.remaining"].integer
    }

    /// When the next report may be asked for; nil for at once.
    func pause(reserve: Int64, now: Instant) -> Instant? {
        if let tokensOfDay, tokensOfDay < reserve { return Quota.nextDay(now) }
        if let tokensOfHour, tokensOfHour < reserve { return Quota.nextHour(now) }
        if let thresholded, thresholded < 1 { return Quota.nextHour(now) }
        return nil
    }

    /// Whether another failure of the server would use up what is allowed of them.
    var isNearlyOutOfErrors: Bool { serverErrors.map { $0 <= 1 } ?? false }

    /// A minute behind the next full hour.
    static func nextHour(_ now: Instant) -> Instant { Instant(seconds: (now.seconds / 3600 + 1) * 3600 + 60) }

    /// A minute behind the next midnight of the Pacific coast, where Google's days begin.
    static func nextDay(_ now: Instant) -> Instant {
        let zone = (try? Zone("America/Los_Angeles")) ?? .utc
        return zone.start(of: zone.day(of: now).adding(days: 1)).adding(seconds: 60)
    }
}
