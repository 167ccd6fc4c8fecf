/// How the simulated Search Console API behaves. What its documentation leaves open, or changes, is a setting.
package struct SearchConsoleSettings: Sendable {
    /// The numbers of the queries (per seed, from 1) that are refused because of their load.
    package var throttledCalls: Set<Int> = [4]
    /// Seconds for which further queries of that seed are refused too; they stand in `Retry-After` as well.
    package var blockSeconds = 1
    package var defaultLimit = 1_000
    package var largestLimit = 25_000
    /// The newest days whose figures are not final yet.
    package var freshDays = 2
    /// Percent of a fresh day's figures that are known already.
    package var freshPercent = 60
    /// Older days are forgotten.
    package var retentionDays = 486
    /// Queries with fewer impressions on a day are hidden wherever queries are told apart.
    package var rareImpressions = 3
    /// The rights for the whole domain, which has the same figures as the prefix. Not verified, so that nobody counts twice.
    package var domainPermission = "siteUnverifiedUser"

    package init() {}
}
