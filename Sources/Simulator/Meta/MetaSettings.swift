/// How the simulated Meta Marketing API behaves. What its documentation leaves open, or changes, is a setting.
package struct MetaSettings: Sendable {
    /// Major versions that are served; others get error 2635.
    package var versions: ClosedRange<Int> = 22...25
    /// Where one is set, every request needs the right `appsecret_proof`.
    package var appSecret: String?
    /// The numbers of the calls (per seed, from 1) that are throttled whatever the budget says.
    package var throttledCalls: Set<Int> = [6]
    /// Seconds for which further calls of that seed are throttled too.
    package var blockSeconds = 1
    /// What a throttle states as the minutes to wait; whole minutes, as the platform gives them.
    package var minutesToRegainAccess = 0
    /// Calls per hour and seed before a throttle comes by itself.
    package var callsPerHour = 20_000
    package var defaultLimit = 25
    package var largestLimit = 500
    /// Insights older than this are refused.
    package var retentionDays = 1_123

    /// Polls after which a report run is complete.
    package var reportPolls = 2
    /// The numbers of the report runs (per seed, from 1) that fail.
    package var failedReports: Set<Int> = []
    /// Rows of insights above which a direct query is refused and a report run must be used; nil for no limit.
    package var largestDirectReport: Int?
    /// Events that one upload takes.
    package var mostEvents = 1_000

    package init() {}
}
