/// How the simulated TikTok API for Business behaves. What its documentation leaves open, or changes, is a setting.
package struct TikTokSettings: Sendable {
    package var version = "v1.3"
    /// The numbers of the calls (per seed, from 1) that are throttled whatever the limit says.
    package var throttledCalls: Set<Int> = [7]
    /// Seconds for which further calls of that seed are throttled too.
    package var blockSeconds = 1
    /// Calls of a seed in one second before a throttle comes by itself.
    package var callsPerSecond = 1_000
    package var defaultPageSize = 10
    package var largestPageSize = 1_000
    /// Days of one report, by the day and by the hour.
    package var mostDays = 30
    package var mostHourlyDays = 1
    /// A report with more rows is too large.
    package var mostRows = 100_000
    /// Metrics that are refused though this API knows them.
    package var refusedMetrics: Set<String> = []
    /// Looks after which a prepared report is complete.
    package var reportLooks = 2
    /// Events of one upload.
    package var mostEvents = 1_000

    package init() {}
}
