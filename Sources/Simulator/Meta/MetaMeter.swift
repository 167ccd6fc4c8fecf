import Core

/// Counts the calls of one seed and says when they are too many, and what the usage headers tell.
struct MetaMeter: Sendable {
    private var calls = 0
    private var hour: Int64 = 0
    private var callsThisHour = 0
    private var blockedUntil = Instant(seconds: 0)

    /// Counts a call; `true` when it must be refused.
    mutating func refuses(at now: Instant, _ settings: MetaSettings) -> Bool {
        if now < blockedUntil { return true }
        calls += 1
        if now.seconds / 3_600 != hour {
            hour = now.seconds / 3_600
            callsThisHour = 0
        }
        callsThisHour += 1
        guard settings.throttledCalls.contains(calls) || callsThisHour > settings.callsPerHour else { return false }
        blockedUntil = now + .seconds(settings.blockSeconds)
        return true
    }

    /// Percent of the hour's budget, 0 to 100.
    func percent(_ settings: MetaSettings) -> Int { min(100, callsThisHour * 100 / max(1, settings.callsPerHour)) }
}

/// The usage headers, which stand on every answer.
enum MetaUsage {
    static func headers(
        percent: Int, account: AdAccount?, isInsights: Bool, isBlocked: Bool, _ settings: MetaSettings
    ) -> [(name: String, value: String)] {
        let used: JSON = isBlocked ? 100 : .integer(percent)
        let call: JSON = ["call_count": .integer(percent), "total_time": .integer(percent / 2), "total_cputime": .integer(percent / 4)]
        var headers = [(name: "X-App-Usage", value: call.description), (name: "facebook-api-version", value: "v\(settings.versions.upperBound).0")]
        guard let account else { return headers }
        let wait = isBlocked ? settings.minutesToRegainAccess : 0
        let business: JSON = .object([
            .init(
                "\(account.id)",
                [
                    [
                        "type": isInsights ? "ads_insights" : "ads_management", "call_count": used, "total_cputime": .integer(percent / 4),
                        "total_time": .integer(percent / 2), "estimated_time_to_regain_access": .integer(wait),
                        "ads_api_access_tier": "standard_access",
                    ]
                ])
        ])
        let own: JSON = ["acc_id_util_pct": used, "reset_time_duration": .integer(settings.blockSeconds), "ads_api_access_tier": "standard_access"]
        headers.append((name: "X-Business-Use-Case-Usage", value: business.description))
        headers.append((name: "X-Ad-Account-Usage", value: own.description))
        guard isInsights else { return headers }
        let insights: JSON = ["app_id_util_pct": .integer(percent), "acc_id_util_pct": used, "ads_api_access_tier": "standard_access"]
        return headers + [(name: "x-fb-ads-insights-throttle", value: insights.description)]
    }
}
