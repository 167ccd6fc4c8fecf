/// How the simulated LinkedIn Marketing API behaves. What its documentation leaves open, or changes, is a setting.
package struct LinkedInSettings: Sendable {
    /// `LinkedIn-Version` as numbers; others get 426.
    package var versions: ClosedRange<Int> = 202_512...202_612
    /// The numbers of the calls (per seed, from 1) that are throttled whatever the budget says.
    package var throttledCalls: Set<Int> = [6]
    /// Seconds for which further calls of that seed are throttled too, and what `Retry-After` says.
    package var blockSeconds = 1
    /// Whether a throttle carries `Retry-After`.
    package var tellsRetryAfter = true
    /// Calls per UTC day and seed before every call is refused until midnight.
    package var callsPerDay = 100_000
    /// Metric values (rows times metrics) in five minutes before a report is refused.
    package var metricValues = 45_000_000
    package var defaultPageSize = 100
    package var largestPageSize = 1_000
    /// Rows of a report; further ones are left out, as nothing is paged there.
    package var largestReport = 15_000
    /// Bytes of a URL before it is refused with 414.
    package var longestURL = 4_096
    /// Fields of a report.
    package var largestFieldCount = 20
    /// Numbers of the conversion rules whose method is CONVERSIONS_API.
    package var conversionRules: Set<String> = ["1234"]
    package var largestBatch = 5_000
    /// Reports older than this have no rows.
    package var retentionDays = 3_650

    package init() {}
}
